"""How people sign in: by name and password, a second factor where wanted, within limits.

Five wrong passwords for a name make strangers wait. A browser that signed in under that name
before is told by a signed cookie and counted by itself: nobody is locked out by another's tries.
"""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse

from cycling_site.account_trail import tell, tell_failed_sign_in

COOKIE = "known_browser"
COOKIE_AGE_S = 365 * 24 * 3600


class Accounts(DefaultAccountAdapter):  # type: ignore[misc]  # allauth comes without types
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False  # accounts begin with the staff

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        name = str(credentials.get("username", "")).lower()
        if request.get_signed_cookie(COOKIE, default="", max_age=COOKIE_AGE_S) == name:
            credentials["username"] = f"{name} at a known browser"
        super().pre_authenticate(request, **credentials)

    def post_login(self, request: HttpRequest, user: User, **options: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **options)
        response.set_signed_cookie(
            COOKIE,
            user.get_username().lower(),
            max_age=COOKIE_AGE_S,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
        tell(request, user, "account.signed_in")
        return response

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        tell_failed_sign_in(request, str(credentials.get("username", "")))

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, User):
            tell(request, request.user, "account.signed_out")
        super().logout(request)
