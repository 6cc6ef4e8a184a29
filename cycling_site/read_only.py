"""An auditor reads everything and changes nothing, whatever the page."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse

SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
OWN_AFFAIRS = ("sign-in", "sign-out", "admin:login", "admin:logout", "analytics:preferences")
OWN_ROOMS = ("account_", "mfa_", "usersessions_")


class AuditorsOnlyRead:
    """Refuse every unsafe method of a user whose role sees all and may change nothing.

    Pages ask ``visible_to`` for reading and for writing alike; this is the difference between them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> None:
        if request.method in SAFE_METHODS or is_own_affair(request):
            return
        user = request.user
        if not user.is_authenticated or not user.is_staff:
            return
        if user.has_perm("analytics.view_athlete") and not user.has_perm(
            "analytics.change_athlete"
        ):
            raise PermissionDenied


def is_own_affair(request: HttpRequest) -> bool:
    """Tell whether a page changes nothing but the user's own account."""
    name = request.resolver_match.view_name if request.resolver_match else ""
    return name in OWN_AFFAIRS or name.startswith(OWN_ROOMS)
