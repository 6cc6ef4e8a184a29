"""Where somebody is signed in, and the end of it: by hand, by the staff, or by a new password."""

from collections.abc import Sequence
from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.core import context
from allauth.usersessions.adapter import DefaultUserSessionsAdapter, get_adapter
from allauth.usersessions.models import UserSession
from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from cycling_site.account_trail import tell


class SignIns(DefaultUserSessionsAdapter):  # type: ignore[misc]  # allauth comes without types
    """Ends sessions as allauth does, and tells the trail whose they were and who ended them."""

    @transaction.atomic
    def end_sessions(self, sessions: Sequence[UserSession]) -> None:
        super().end_sessions(sessions)
        request = context.request
        if sessions and request is not None:
            user = sessions[0].user
            by = request.user if isinstance(request.user, User) else user
            tell(request, user, "account.sign_ins_ended", by=by, ended=len(sessions))


@receiver((password_changed, password_reset, password_set))
def end_others(request: HttpRequest, user: User, **_: Any) -> None:
    """End what somebody opened with the password that holds no more."""
    here = request.session.session_key
    rows = UserSession.objects.filter(user=user).exclude(session_key=here)
    get_adapter().end_sessions([row for row in rows if row.exists()])


@require_http_methods(["GET", "POST"])
def sign_ins_page(request: HttpRequest, user_id: int) -> HttpResponse:
    """Show the staff where an account is signed in, and end all of it when asked to."""
    if not request.user.has_perm("auth.view_user"):
        raise PermissionDenied
    account = get_object_or_404(User, pk=user_id)
    may_end = may_end_sign_ins(request, account)
    if request.POST.get("confirmed"):
        if not may_end:
            raise PermissionDenied
        rows = UserSession.objects.purge_and_list(account)
        get_adapter().end_sessions(rows)
        messages.success(request, f"Ended: {len(rows)}.")
        return redirect("sign-ins", account.pk)
    found = UserSession.objects.filter(user=account).order_by("-created_at")
    site = admin.site.each_context(request) | {
        "title": f"Where {account} is signed in",
        "opts": User._meta,
        "account": account,
        "sign_ins": [row for row in found if row.exists()],
        "may_end": may_end,
    }
    return TemplateResponse(request, "admin/auth/user/sign_ins.html", site)


def may_end_sign_ins(request: HttpRequest, account: User) -> bool:
    """Ask the admin of accounts: who holds a role is a superuser's matter."""
    return bool(admin.site._registry[User].has_change_permission(request, account))
