from datetime import datetime
from typing import Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import Q

from analytics.models.athlete import Athlete
from analytics.models.session import Session


class AthleteStateQuerySet(models.QuerySet["AthleteState"]):
    def mark_due(self, athlete_id: int) -> bool:
        """Ask for one athlete's row to be worked out again; says whether nobody had asked yet."""
        _row, is_new = self.get_or_create(athlete_id=athlete_id)
        return is_new or bool(self.filter(athlete_id=athlete_id, is_due=False).update(is_due=True))

    def take(self, athlete_id: int) -> bool:
        """Answer the request before working, so that one that comes meanwhile is kept."""
        return bool(self.filter(athlete_id=athlete_id).update(is_due=False))

    def behind(self, *, now: datetime) -> Self:
        """Select the rows that somebody asked for, or that hold for an earlier day."""
        zones = Athlete.objects.order_by().values_list("time_zone", flat=True).distinct()
        wanted = Q(is_due=True) | Q(as_of=None)
        for zone in zones:
            today = now.astimezone(ZoneInfo(zone)).date()
            wanted |= Q(athlete__time_zone=zone, as_of__lt=today)
        return self.filter(wanted)


class AthleteState(models.Model):
    """Where an athlete stands today: one maintained row, so that no list adds up seasons."""

    athlete = models.OneToOneField(Athlete, on_delete=models.CASCADE, related_name="state")
    is_due = models.BooleanField(default=True, db_index=True)
    as_of = models.DateField(null=True, blank=True, help_text="The athlete's day it holds for.")
    worked_out_at = models.DateTimeField(null=True, blank=True)
    last_session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    last_date = models.DateField(null=True, blank=True)
    load_7_days = models.FloatField(null=True, blank=True)
    load_28_days = models.FloatField(null=True, blank=True)
    timer_7_days_s = models.PositiveIntegerField(default=0)
    timer_28_days_s = models.PositiveIntegerField(default=0)
    fitness = models.FloatField(null=True, blank=True)
    fatigue = models.FloatField(null=True, blank=True)
    form = models.FloatField(null=True, blank=True)
    form_line = models.JSONField(
        default=list, help_text="Form of the last six weeks, oldest first."
    )
    record_session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    record_date = models.DateField(null=True, blank=True)
    record_line = models.CharField(max_length=100, blank=True, help_text="372 W over 5:00.")

    objects = AthleteStateQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["as_of"], name="state_as_of")]

    def __str__(self) -> str:
        return f"State of {self.athlete}"

    def keep(self, *, now: datetime, **values: object) -> None:
        """Store what was worked out."""
        AthleteState.objects.filter(pk=self.pk).update(worked_out_at=now, **values)
