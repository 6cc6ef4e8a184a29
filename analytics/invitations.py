"""Coaches are invited by a link: staff choose the teams, the coach chooses name and password."""

import hashlib
import secrets
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from analytics.audit import Act, record_act
from analytics.models import CoachMembership, Invitation, Team


def invite(
    email: str, teams: Iterable[Team], *, lasting: timedelta, act: Act
) -> tuple[Invitation, str]:
    """Make an invitation and give the secret of its link, this once; only a digest is kept."""
    secret = secrets.token_urlsafe(32)
    with transaction.atomic():
        invitation = Invitation.objects.create(
            email=email,
            digest=digest_of(secret),
            invited_by=act.actor,
            invited_at=act.at,
            expires_at=act.at + lasting,
        )
        invitation.teams.set(teams)
        detail = {"email": email, "teams": names_of(invitation)}
        record_act(act, "coach.invited", subject=str(invitation), detail=detail)
    return invitation, secret


def find_invitation(secret: str, *, now: datetime) -> Invitation | None:
    """Find the standing invitation of a link; used, revoked, old and made up look the same."""
    return Invitation.objects.open_at(now).filter(digest=digest_of(secret)).first()


def accept(invitation: Invitation, account: User, act: Act) -> bool:
    """Store the account and give it the teams; False where somebody was quicker."""
    with transaction.atomic():
        if not invitation.take(now=act.at):
            return False
        account.email = invitation.email
        account.save()
        CoachMembership.objects.bulk_create(
            CoachMembership(team=team, coach=account) for team in invitation.teams.all()
        )
        Invitation.objects.filter(pk=invitation.pk).update(account=account)
        own = Act(account, act.at, act.address)
        detail = {"account": account.get_username(), "teams": names_of(invitation)}
        record_act(own, "coach.joined", subject=str(invitation), detail=detail)
    return True


def revoke(invitation: Invitation, act: Act) -> bool:
    """Let the link open nothing any more; False where it opened nothing already."""
    with transaction.atomic():
        if not invitation.revoke(now=act.at):
            return False
        detail = {"email": invitation.email}
        record_act(act, "coach.invitation_revoked", subject=str(invitation), detail=detail)
    return True


def names_of(invitation: Invitation) -> list[str]:
    return list(invitation.teams.order_by("name").values_list("name", flat=True))


def digest_of(secret: str) -> str:
    """Digest a secret; it is 256 random bits, so a plain hash cannot be turned round."""
    return hashlib.sha256(secret.encode()).hexdigest()
