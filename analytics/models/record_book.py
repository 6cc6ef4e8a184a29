from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from analytics.models.access import sees_every_athlete
from analytics.models.athlete import Athlete
from analytics.models.session import Session


class RecordBook(models.Model):
    """What is remembered of all sessions of an athlete: the newest is held against this row alone.

    Derived from the peaks, and made again from nothing whenever the past changes.
    """

    athlete = models.OneToOneField(
        Athlete, on_delete=models.CASCADE, primary_key=True, related_name="record_book"
    )
    steps = models.BinaryField(help_text="See engine.record_stairs.")
    seen = models.BinaryField()
    devices = models.JSONField(default=list)
    last_started_at = models.DateTimeField(null=True, blank=True)
    last_session_id = models.PositiveBigIntegerField(default=0)
    generation = models.PositiveBigIntegerField(
        default=0, help_text="Grows whenever anything of the athlete's season changes."
    )

    def __str__(self) -> str:
        return f"Record book of {self.athlete}"


class CaseQuerySet(models.QuerySet["Case"]):
    def visible_to(self, user: User) -> Self:
        """Staff and auditors see every case, coaches those of their own teams' athletes."""
        if sees_every_athlete(user):
            return self
        return self.filter(session__athlete__team__memberships__coach=user)

    def still_open(self) -> Self:
        return self.filter(state=Case.State.OPEN)

    def decided(self) -> Self:
        return self.filter(state__in=(Case.State.ACCEPTED, Case.State.REJECTED))


class Case(models.Model):
    """A peak that would be a record and has something against it: one decision of a person."""

    class State(models.TextChoices):
        OPEN = "open", "Waits for a decision"
        ACCEPTED = "accepted", "Accepted"
        REJECTED = "rejected", "Rejected"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="cases")
    level = models.PositiveSmallIntegerField()
    duration_s = models.PositiveIntegerField()
    start_s = models.PositiveIntegerField()
    power_w = models.FloatField()
    reasons = models.JSONField(default=list)
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["session", "level", "duration_s"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "level", "duration_s"], name="case_once_per_peak"
            ),
        ]
        indexes = [models.Index(fields=["state"], name="case_state")]

    def __str__(self) -> str:
        return f"{self.power_w:.0f} W over {self.duration_s} s, {self.get_state_display()}"

    @property
    def end_s(self) -> int:
        return self.start_s + self.duration_s


class PowerCutQuerySet(models.QuerySet["PowerCut"]):
    def visible_to(self, user: User) -> Self:
        """Staff and auditors see every cut, coaches those of their own teams' athletes."""
        if sees_every_athlete(user):
            return self
        return self.filter(session__athlete__team__memberships__coach=user)


class PowerCut(models.Model):
    """Seconds whose power a person took out of a ride; every analysis of it leaves them out."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="power_cuts")
    spans = models.JSONField(help_text="Seconds [first, end) on the elapsed axis.")
    subject = models.CharField(max_length=100, help_text="The candidate that it answered.")
    reasons = models.JSONField(default=list)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField()

    objects = PowerCutQuerySet.as_manager()

    class Meta:
        ordering = ["session", "pk"]

    def __str__(self) -> str:
        return f"Power taken out for {self.subject}"
