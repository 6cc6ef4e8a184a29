from datetime import datetime, timedelta
from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.urls import reverse

from analytics.engine.vocabulary import Stimulus, ThresholdKind
from analytics.models.access import sees_every_athlete
from analytics.models.athlete import Athlete
from analytics.models.recording import Recording

LONGEST_RIDE = timedelta(days=7)


class SessionQuerySet(models.QuerySet["Session"]):
    def visible_to(self, user: User) -> Self:
        """Staff and auditors see every session, coaches those of their own teams' athletes."""
        if sees_every_athlete(user):
            return self
        return self.filter(athlete__team__memberships__coach=user)

    def with_analysis(self) -> Self:
        """Load what the session page prints beside intervals and peaks."""
        twins = Session.objects.filter(duplicate_of=OuterRef("pk"))
        return (
            self.select_related("athlete__team", "recording", "stream", "duplicate_of")
            .annotate(has_duplicates=Exists(twins))
            .prefetch_related("cases", "power_cuts")
        )

    def with_neighbours(self) -> Self:
        """Add the keys of the athlete's sessions before and after each, in ride order."""
        others = Session.objects.filter(athlete=OuterRef("athlete_id")).order_by()
        earlier = others.filter(
            Q(started_at__lt=OuterRef("started_at"))
            | Q(started_at=OuterRef("started_at"), pk__lt=OuterRef("pk"))
        )
        later = others.filter(
            Q(started_at__gt=OuterRef("started_at"))
            | Q(started_at=OuterRef("started_at"), pk__gt=OuterRef("pk"))
        )
        return self.annotate(
            previous_id=Subquery(earlier.order_by("-started_at", "-pk").values("pk")[:1]),
            following_id=Subquery(later.order_by("started_at", "pk").values("pk")[:1]),
        )

    def for_list(self) -> Self:
        """Load only what a row of a list prints."""
        return self.only(
            "athlete_id",
            "title",
            "local_date",
            "stimulus",
            "timer_s",
            "distance_m",
            "weighted_power_w",
            "mean_heart_rate_bpm",
            "training_load",
        )

    def counting(self) -> Self:
        """Leave out second recordings of a ride: a ride counts once."""
        return self.filter(duplicate_of=None)

    def overlapping(self, session: "Session") -> set[int]:
        """Give the keys of the same athlete's other sessions that overlap this one in time."""
        end_at = session.started_at + timedelta(seconds=session.elapsed_s)
        near = self.filter(
            athlete=session.athlete_id,
            started_at__lt=end_at,
            started_at__gt=session.started_at - LONGEST_RIDE,
        ).order_by()
        return {
            pk
            for pk, started_at, elapsed_s in near.values_list("pk", "started_at", "elapsed_s")
            if pk != session.pk and started_at + timedelta(seconds=elapsed_s) > session.started_at
        }

    def in_ride_order(self) -> Self:
        return self.order_by("started_at", "pk")

    def ridden_before(self, session: "Session") -> Self:
        """Keep the same athlete's counting sessions that come before this one in ride order."""
        return (
            self.counting()
            .filter(athlete=session.athlete_id)
            .filter(
                Q(started_at__lt=session.started_at)
                | Q(started_at=session.started_at, pk__lt=session.pk)
            )
        )

    def alike_up_to(self, session: "Session") -> Self:
        """Keep this session and, where it has a structure, the athlete's earlier ones of that."""
        if not session.structure:
            return self.filter(pk=session.pk)
        return self.filter(
            athlete=session.athlete_id,
            structure=session.structure,
            started_at__lte=session.started_at,
        )

    def alike_after(self, session: "Session") -> Self:
        """Keep the athlete's later sessions that are held against this one: of its structure."""
        return self.exclude(structure="").filter(
            athlete=session.athlete_id,
            structure=session.structure,
            started_at__gt=session.started_at,
        )

    def ridden_from(self, session: "Session") -> Self:
        """Keep this session and the same athlete's later ones, those that count."""
        return (
            self.counting()
            .filter(athlete=session.athlete_id)
            .filter(
                Q(started_at__gt=session.started_at)
                | Q(started_at=session.started_at, pk__gte=session.pk)
            )
        )

    def changed_since_state(self, *, after: datetime) -> list[int]:
        """List the athletes of sessions changed lately whose row of today is older than that."""
        behind = Q(athlete__state=None) | Q(changed_at__gt=F("athlete__state__worked_out_at"))
        changed = self.filter(behind, changed_at__gt=after).order_by()
        return list(changed.values_list("athlete_id", flat=True).distinct())


class Session(models.Model):
    """One ride by one athlete, as recorded and then analysed.

    The figures carry the names of ``engine.totals.SessionTotals``; null where
    the ride does not hold them.
    """

    athlete = models.ForeignKey(Athlete, on_delete=models.PROTECT, related_name="sessions")
    recording = models.ForeignKey(
        Recording, on_delete=models.PROTECT, null=True, blank=True, related_name="sessions"
    )
    ride_number = models.PositiveSmallIntegerField(
        default=0, help_text="Position among the rides of the recording."
    )
    duplicate_of = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="duplicates",
        help_text="The preferred recording of the same ride; this one does not count.",
    )
    title = models.CharField(max_length=200, blank=True)
    plan_text = models.TextField(
        blank=True,
        help_text="What was planned: the coach's words, or the device's workout in words.",
    )
    sub_sport = models.CharField(max_length=50, blank=True)
    device = models.CharField(max_length=100, blank=True)
    started_at = models.DateTimeField()
    local_date = models.DateField(help_text="The athlete's calendar day; decides record windows.")
    analysed_at = models.DateTimeField()
    changed_at = models.DateTimeField(
        db_index=True,
        help_text="When anything that a text may say of it last changed: figures, edits, records.",
    )

    stimulus = models.CharField(max_length=2, choices=Stimulus.choices())
    stimulus_reason = models.CharField(max_length=200, blank=True)
    stimulus_is_manual = models.BooleanField(default=False)

    intervals_edited_at = models.DateTimeField(
        null=True, blank=True, help_text="When a person last set the intervals; null: as analysed."
    )
    structure = models.CharField(
        max_length=200,
        blank=True,
        help_text="Repetitions of its sets, in order, so that the same structure is found again.",
    )

    elapsed_s = models.PositiveIntegerField()
    timer_s = models.PositiveIntegerField()
    moving_s = models.PositiveIntegerField()
    distance_m = models.FloatField(null=True, blank=True)
    mean_power_w = models.FloatField(null=True, blank=True)
    max_power_w = models.FloatField(null=True, blank=True)
    weighted_power_w = models.FloatField(null=True, blank=True)
    xpower_w = models.FloatField(null=True, blank=True)
    work_kj = models.FloatField(null=True, blank=True)
    mean_heart_rate_bpm = models.FloatField(null=True, blank=True)
    max_heart_rate_bpm = models.FloatField(null=True, blank=True)
    mean_cadence_rpm = models.FloatField(null=True, blank=True)
    max_cadence_rpm = models.FloatField(null=True, blank=True)
    mean_torque_nm = models.FloatField(null=True, blank=True)
    mean_speed_mps = models.FloatField(null=True, blank=True)
    max_speed_mps = models.FloatField(null=True, blank=True)
    elevation_gain_m = models.FloatField(null=True, blank=True)
    elevation_loss_m = models.FloatField(null=True, blank=True)
    mean_temperature_c = models.FloatField(null=True, blank=True)
    variability = models.FloatField(null=True, blank=True)
    efficiency_w_per_bpm = models.FloatField(null=True, blank=True)
    intensity_factor = models.FloatField(null=True, blank=True)
    training_load = models.FloatField(null=True, blank=True)
    threshold_kind = models.CharField(max_length=3, choices=ThresholdKind.choices(), blank=True)
    threshold_power_w = models.FloatField(null=True, blank=True)
    decoupling_percent = models.FloatField(null=True, blank=True)
    lowest_w_prime_balance_j = models.FloatField(null=True, blank=True)
    power_zone_s = models.JSONField(null=True, blank=True)
    heart_rate_zone_s = models.JSONField(null=True, blank=True)

    # The thresholds that the analysis used: a later change never rewrites history. The mass is
    # the weight that holds on the ride's day, whenever it was typed; see ``weighing``.
    critical_power_w = models.FloatField(null=True, blank=True)
    w_prime_j = models.FloatField(null=True, blank=True)
    ftp_w = models.FloatField(null=True, blank=True)
    threshold_heart_rate_bpm = models.FloatField(null=True, blank=True)
    mass_kg = models.FloatField(null=True, blank=True)

    quality = models.JSONField(default=dict, help_text="What was filled, patched and noted.")
    kept_raw = models.JSONField(
        default=list, help_text="Channel and second of each patch that a person undid."
    )
    device_figures = models.JSONField(default=dict, help_text="What the device itself wrote.")

    objects = SessionQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        permissions = [("manage_sessions", "Can move, delete and re-analyse sessions")]
        constraints = [
            models.UniqueConstraint(
                fields=["recording", "ride_number"], name="session_once_per_ride_of_a_recording"
            ),
            models.CheckConstraint(condition=Q(elapsed_s__gt=0), name="session_duration_positive"),
            models.CheckConstraint(
                condition=Q(timer_s__lte=models.F("elapsed_s")), name="session_timer_within_elapsed"
            ),
        ]
        indexes = [
            models.Index(fields=["athlete", "local_date"], name="session_athlete_date"),
            models.Index(fields=["athlete", "started_at"], name="session_athlete_start"),
            models.Index(fields=["local_date"], name="session_date"),
            models.Index(fields=["started_at"], name="session_start"),
            models.Index(fields=["stimulus", "local_date"], name="session_stimulus_date"),
            models.Index(fields=["athlete", "structure", "started_at"], name="session_structure"),
        ]

    def __str__(self) -> str:
        return f"{self.heading} on {self.local_date}"

    def get_absolute_url(self) -> str:
        return reverse("analytics:session-detail", args=[self.pk])

    @property
    def heading(self) -> str:
        """The title as it came, or what the session trained."""
        return self.title or f"{self.get_stimulus_display()} ride"


class PartedPair(models.Model):
    """Two sessions that a person has said are two rides: they are never offered again."""

    one = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="parted_pair_once"),
        ]

    def __str__(self) -> str:
        return f"Sessions {self.one_id} and {self.other_id} are two rides"


class SessionStream(models.Model):
    """A session's 1 Hz channels as compressed columns; see ``engine.stream_columns``."""

    session = models.OneToOneField(Session, on_delete=models.CASCADE, related_name="stream")
    columns = models.BinaryField()

    def __str__(self) -> str:
        return f"Stream of session {self.session_id}"
