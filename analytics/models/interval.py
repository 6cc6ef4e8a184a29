from django.db import models
from django.db.models import F, Q

from analytics.engine.vocabulary import Characteristic, Intensity, IntervalSource
from analytics.models.session import Session


class IntervalSet(models.Model):
    """Efforts of one session that belong together; figures named as in ``engine.sets``."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="interval_sets")
    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=100)
    signature = models.CharField(max_length=100)
    intensity = models.CharField(max_length=2, choices=Intensity.choices())
    characteristic = models.CharField(max_length=1, choices=Characteristic.choices(), blank=True)
    repetitions = models.PositiveSmallIntegerField()
    recoveries_s = models.JSONField(default=list)
    total_duration_s = models.PositiveIntegerField()
    mean_duration_s = models.FloatField()
    mean_power_w = models.FloatField(null=True, blank=True)
    mean_heart_rate_bpm = models.FloatField(null=True, blank=True)
    mean_cadence_rpm = models.FloatField(null=True, blank=True)
    mean_torque_nm = models.FloatField(null=True, blank=True)
    mean_speed_mps = models.FloatField(null=True, blank=True)
    distance_m = models.FloatField(null=True, blank=True)
    work_kj = models.FloatField(null=True, blank=True)
    fade_percent = models.FloatField(null=True, blank=True)
    spread_percent = models.FloatField(null=True, blank=True)
    power_coverage = models.FloatField(default=0.0)

    class Meta:
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="set_number_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Interval(models.Model):
    """A stretch of one session; figures named as in ``engine.intervals``."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="intervals")
    interval_set = models.ForeignKey(
        IntervalSet, on_delete=models.SET_NULL, null=True, blank=True, related_name="intervals"
    )
    number = models.PositiveSmallIntegerField()
    start_s = models.PositiveIntegerField(help_text="Offset on the elapsed axis.")
    end_s = models.PositiveIntegerField(help_text="Exclusive.")
    is_work = models.BooleanField()
    source = models.CharField(max_length=10, choices=IntervalSource.choices())
    confidence = models.FloatField()
    intensity = models.CharField(max_length=2, choices=Intensity.choices())
    characteristic = models.CharField(max_length=1, choices=Characteristic.choices(), blank=True)
    reason = models.CharField(max_length=200, blank=True)
    mean_power_w = models.FloatField(null=True, blank=True)
    weighted_power_w = models.FloatField(null=True, blank=True)
    max_power_w = models.FloatField(null=True, blank=True)
    mean_heart_rate_bpm = models.FloatField(null=True, blank=True)
    max_heart_rate_bpm = models.FloatField(null=True, blank=True)
    mean_cadence_rpm = models.FloatField(null=True, blank=True)
    mean_torque_nm = models.FloatField(null=True, blank=True)
    torque_is_estimate = models.BooleanField(default=False)
    mean_speed_mps = models.FloatField(null=True, blank=True)
    distance_m = models.FloatField(null=True, blank=True)
    work_kj = models.FloatField(null=True, blank=True)
    elevation_gain_m = models.FloatField(null=True, blank=True)
    power_fraction = models.FloatField(
        null=True, blank=True, help_text="Mean power over the reference that the reason names."
    )

    class Meta:
        ordering = ["session", "number"]
        constraints = [
            models.UniqueConstraint(fields=["session", "number"], name="interval_number_once"),
            models.CheckConstraint(condition=Q(end_s__gt=F("start_s")), name="interval_not_empty"),
            models.CheckConstraint(
                condition=Q(confidence__gte=0, confidence__lte=1), name="interval_confidence_range"
            ),
        ]

    def __str__(self) -> str:
        return f"Interval {self.number}"

    @property
    def duration_s(self) -> int:
        return self.end_s - self.start_s
