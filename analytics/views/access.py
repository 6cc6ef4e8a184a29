from django.contrib.auth.models import User
from django.http import HttpRequest
from django.utils import timezone

from analytics.audit import Act


class SignedInRequest(HttpRequest):
    """A request that ``login_required`` has let through."""

    user: User


def act_of(request: SignedInRequest) -> Act:
    """Tell who acts with a request, when and from where."""
    return Act(request.user, timezone.now(), request.META.get("REMOTE_ADDR") or None)
