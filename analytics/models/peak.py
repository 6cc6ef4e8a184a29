from django.db import models
from django.db.models import Q

from analytics.engine.vocabulary import Window
from analytics.models.athlete import Athlete
from analytics.models.session import Session

REJECTED = "rejected"


class Peak(models.Model):
    """The best mean power of one session over one duration, at one level of prior work."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="peaks")
    level = models.PositiveSmallIntegerField(
        default=0, help_text="Relative work before the window; 0 is fresh."
    )
    duration_s = models.PositiveIntegerField()
    power_w = models.FloatField()
    start_s = models.PositiveIntegerField(help_text="Offset on the elapsed axis.")
    unsure_s = models.PositiveIntegerField(
        default=0, help_text="Seconds of the window that were filled, patched or missing."
    )
    eligible = models.BooleanField(default=True)
    doubts = models.PositiveSmallIntegerField(
        default=0, help_text="What its own seconds say against it; see engine.record_checks."
    )
    quarantine = models.CharField(
        max_length=200, blank=True, help_text="Why it waits for a decision; empty: it counts."
    )

    class Meta:
        ordering = ["session", "level", "duration_s"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "level", "duration_s"], name="peak_once_per_duration"
            ),
            models.CheckConstraint(condition=Q(power_w__gte=0), name="peak_power_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.power_w:.0f} W over {self.duration_s} s"

    @property
    def end_s(self) -> int:
        return self.start_s + self.duration_s

    @property
    def is_candidate(self) -> bool:
        """Whether it waits for a person; a rejected one does not."""
        return self.quarantine not in ("", REJECTED)

    @property
    def w_per_kg(self) -> float | None:
        """By the weight that holds on the session's day; None where none is known."""
        mass_kg = self.session.mass_kg
        return self.power_w / mass_kg if mass_kg else None


class PeakColumns(models.Model):
    """A session's peaks as bytes, for reading a history of thousands at once.

    Written with the rows of ``Peak``, and made again from them where it is missing.
    """

    session = models.OneToOneField(
        Session, on_delete=models.CASCADE, primary_key=True, related_name="peak_columns"
    )
    columns = models.BinaryField()

    class Meta:
        verbose_name_plural = "peak columns"

    def __str__(self) -> str:
        return f"Peaks of session {self.session_id}"


class InLedger(models.Model):
    """What the ledger reads by athlete, series and time, without a look at the sessions."""

    athlete = models.ForeignKey(
        Athlete, on_delete=models.CASCADE, null=True, db_index=False, related_name="+"
    )
    started_at_s = models.BigIntegerField(
        null=True, help_text="Unix time of the ride's start: its place in the ledger."
    )

    class Meta:
        abstract = True


class Record(InLedger):
    """A peak that beat the best of a window before its session, or the first value ever."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="records")
    level = models.PositiveSmallIntegerField(default=0)
    duration_s = models.PositiveIntegerField()
    window = models.CharField(max_length=3, choices=Window.choices())
    power_w = models.FloatField()
    previous_w = models.FloatField(null=True, blank=True, help_text="Null: a baseline.")

    class Meta:
        ordering = ["session", "level", "duration_s", "window"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "level", "duration_s", "window"], name="record_once_per_window"
            ),
        ]
        indexes = [
            models.Index(
                fields=["athlete", "level", "duration_s", "window", "started_at_s", "session"],
                name="record_ledger",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_window_display()} record over {self.duration_s} s"

    @property
    def gain_w(self) -> float | None:
        return None if self.previous_w is None else self.power_w - self.previous_w


class RelativeRecord(InLedger):
    """A record in W/kg, by the weight that holds on the session's day."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="relative_records")
    level = models.PositiveSmallIntegerField(default=0)
    duration_s = models.PositiveIntegerField()
    window = models.CharField(max_length=3, choices=Window.choices())
    w_per_kg = models.FloatField()
    previous_w_per_kg = models.FloatField(null=True, blank=True, help_text="Null: a baseline.")

    class Meta:
        ordering = ["session", "level", "duration_s", "window"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "level", "duration_s", "window"],
                name="relative_record_once_per_window",
            ),
        ]
        indexes = [
            models.Index(
                fields=["athlete", "level", "duration_s", "window", "started_at_s", "session"],
                name="relative_record_ledger",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_window_display()} record in W/kg over {self.duration_s} s"


class HighMark(InLedger):
    """A peak above everything before it, be it by too little for a record.

    The best of all time on a day is the newest mark up to it.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="high_marks")
    per_kg = models.BooleanField()
    level = models.PositiveSmallIntegerField()
    duration_s = models.PositiveIntegerField()
    value = models.FloatField(help_text="W, or W/kg.")

    class Meta:
        ordering = ["session", "level", "duration_s", "per_kg"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "level", "duration_s", "per_kg"], name="high_mark_once_per_peak"
            ),
        ]
        indexes = [
            models.Index(
                fields=["athlete", "level", "duration_s", "per_kg", "started_at_s", "session"],
                name="high_mark_ledger",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.value:.1f} {'W/kg' if self.per_kg else 'W'} over {self.duration_s} s"
