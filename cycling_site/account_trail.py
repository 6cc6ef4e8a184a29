"""What happens to accounts, as the audit trail tells it: doors opened, tried, closed, changed."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.contrib.auth.models import User
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from analytics.audit import Act, record_act


def tell(
    request: HttpRequest, user: User, what: str, *, by: User | None = None, **detail: Any
) -> None:
    """Write a line on what somebody did to the own account, or to that of another."""
    act = Act(by or user, timezone.now(), request.META.get("REMOTE_ADDR") or None)
    record_act(act, what, subject=f"account {user.get_username()}", detail=detail)


def tell_failed_sign_in(request: HttpRequest, name: str) -> None:
    """Write that somebody unknown failed to sign in; a name that nobody has may be a password."""
    user = User.objects.filter(username=name).first()
    subject = f"account {user.get_username()}" if user else "an account that does not exist"
    act = Act(None, timezone.now(), request.META.get("REMOTE_ADDR") or None)
    record_act(act, "account.sign_in_failed", subject=subject)


@receiver((password_changed, password_reset, password_set))
def tell_password_changed(request: HttpRequest, user: User, **_: Any) -> None:
    tell(request, user, "account.password_changed")


@receiver((authenticator_added, authenticator_removed))
def tell_second_factor(
    signal: object, request: HttpRequest, user: User, authenticator: Authenticator, **_: Any
) -> None:
    done = "added" if signal is authenticator_added else "removed"
    tell(request, user, f"account.second_factor_{done}", factor=str(authenticator.type))
