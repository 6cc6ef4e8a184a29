"""Who acts in the admin, for the audit trail."""

from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils import timezone

from analytics.audit import Act


def act_of(request: HttpRequest) -> Act:
    """Tell who acts with a request of the admin, when and from where."""
    if not isinstance(request.user, User):
        raise PermissionDenied
    return Act(request.user, timezone.now(), request.META.get("REMOTE_ADDR") or None)
