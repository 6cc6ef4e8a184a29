from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from analytics.models.access import sees_every_athlete
from analytics.models.athlete import Athlete
from analytics.models.session import Session


class ThresholdProposalQuerySet(models.QuerySet["ThresholdProposal"]):
    def visible_to(self, user: User) -> Self:
        """Staff see every proposal, coaches those of their own teams' athletes."""
        if sees_every_athlete(user):
            return self
        return self.filter(athlete__team__memberships__coach=user)

    def waiting(self) -> Self:
        return self.filter(state=ThresholdProposal.State.OPEN)


class ThresholdProposal(models.Model):
    """A higher critical power that a person accepts or refuses; until then nothing changes."""

    class State(models.TextChoices):
        OPEN = "open", "Waiting for a decision"
        ACCEPTED = "accepted", "Accepted"
        REFUSED = "refused", "Refused"
        STALE = "stale", "Overtaken"

    athlete = models.ForeignKey(
        Athlete, on_delete=models.CASCADE, related_name="threshold_proposals"
    )
    critical_power_w = models.FloatField()
    critical_power_error_w = models.FloatField(help_text="Standard error.")
    w_prime_j = models.FloatField()
    w_prime_error_j = models.FloatField(help_text="Standard error.")
    previous_critical_power_w = models.FloatField(null=True, blank=True)
    session = models.ForeignKey(
        Session,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="threshold_proposals",
        help_text="The ride with the effort that led to it.",
    )
    effort_duration_s = models.PositiveIntegerField()
    effort_power_w = models.FloatField()
    effort_date = models.DateField()
    reason = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    valid_from_date = models.DateField(
        null=True, blank=True, help_text="The day of the thresholds that accepting wrote."
    )
    replaced = models.JSONField(
        null=True, blank=True, help_text="What that day's thresholds held before; null: nothing."
    )

    objects = ThresholdProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["athlete", "state"], name="proposal_athlete_state")]

    def __str__(self) -> str:
        return f"Critical power {self.critical_power_w:.0f} W for {self.athlete}"
