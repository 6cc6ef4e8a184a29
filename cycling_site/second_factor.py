"""Who may enter the admin needs a second factor, where the setting asks for one."""

from collections.abc import Callable
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cycling_site.read_only import is_own_affair


class SecondFactor:
    """Send staff without one to the page that sets it up, from wherever they go."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_: Any) -> HttpResponse | None:
        if not settings.REQUIRE_TOTP_FOR_STAFF or is_own_affair(request):
            return None
        user = request.user
        if not user.is_authenticated or not user.is_staff:
            return None
        if Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists():
            return None
        return redirect("mfa_activate_totp")
