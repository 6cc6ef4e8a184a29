from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from analytics.models.team import Team


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open_at(self, now: datetime) -> "InvitationQuerySet":
        """Keep what can still be taken up: not used, not revoked, not too old."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=now)


class Invitation(models.Model):
    """A link by which a coach opens an account of the given teams: once, and not for long."""

    email = models.EmailField("e-mail address")
    teams = models.ManyToManyField(Team, related_name="invitations")
    digest = models.CharField(
        max_length=64, unique=True, help_text="SHA-256 of the link's secret, which is not kept."
    )
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    account = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="invitation",
        help_text="Whom the link made.",
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("invited_at")), name="invitation_lasts_a_while"
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    # Nothing else writes these fields; one UPDATE decides who was first.

    def take(self, *, now: datetime) -> bool:
        """Use the link up; False where it was used, revoked or too old."""
        mine = Invitation.objects.open_at(now).filter(pk=self.pk)
        return bool(mine.update(accepted_at=now))

    def revoke(self, *, now: datetime) -> bool:
        mine = Invitation.objects.open_at(now).filter(pk=self.pk)
        return bool(mine.update(revoked_at=now))

    def state_at(self, now: datetime) -> str:
        if self.accepted_at:
            return "accepted"
        if self.revoked_at:
            return "revoked"
        return "open" if now < self.expires_at else "expired"
