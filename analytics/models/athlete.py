from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo, available_timezones

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse

from analytics.engine.rider import Rider
from analytics.models.access import sees_every_athlete
from analytics.models.team import Team

RECORDS_LEASE = timedelta(minutes=5)  # a worker silent for longer is taken to be dead
MAX_RECORDS_ATTEMPTS = 3
MOST_DIGITS = 18  # of a number that a database takes for one


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(f"“{name}” is not a time zone; write one such as Europe/Ljubljana.")


class AthleteQuerySet(models.QuerySet["Athlete"]):
    def visible_to(self, user: User) -> Self:
        """Staff and auditors see every athlete, coaches those of their own teams."""
        if sees_every_athlete(user):
            return self
        return self.filter(team__memberships__coach=user)

    def lock(self, athlete_id: int) -> None:
        """Hold an athlete's row until the transaction ends; whoever changes its rides does.

        Raises DoesNotExist where it has gone.
        """
        self.select_for_update().values_list("pk").get(pk=athlete_id)

    def mark_records_due(self, athlete_id: int, first_date: date) -> None:
        """Ask for the records from a day on to be decided again; an earlier request stands."""
        later = Q(records_due_from=None) | Q(records_due_from__gt=first_date)
        earliest = Case(When(later, then=Value(first_date)), default=F("records_due_from"))
        self.filter(pk=athlete_id).update(records_due_from=earliest, records_attempt=0)

    def mark_load_due(self, athlete_id: int, first_date: date) -> None:
        """Note that the load of the days from one on changed; an earlier note stands."""
        later = Q(load_due_from=None) | Q(load_due_from__gt=first_date)
        self.filter(later, pk=athlete_id).update(load_due_from=first_date)

    def records_due(self, *, now: datetime) -> Self:
        """Select whose records wait for a decision that nobody is at, given up ones left out."""
        free = Q(records_claimed_at=None) | Q(records_claimed_at__lt=now - RECORDS_LEASE)
        return self.filter(
            free, records_due_from__isnull=False, records_attempt__lt=MAX_RECORDS_ATTEMPTS
        )

    def claim_records(self, athlete_id: int, *, now: datetime) -> bool:
        """Take an athlete's due records; of two workers with the same message one gets them.

        The row is locked and written by its key alone, as everybody else locks it: an UPDATE
        that MariaDB finds by what is due takes the locks the other way round, a deadlock.
        """
        mine = self.filter(pk=athlete_id)
        with transaction.atomic():
            list(mine.select_for_update().values_list("pk"))
            if not self.records_due(now=now).filter(pk=athlete_id).exists():
                return False
            mine.update(records_claimed_at=now, records_attempt=F("records_attempt") + 1)
        return True

    def standing_for(self, athlete_id: int) -> "Athlete | None":
        """Find an athlete among these, or the one among them into whom it was merged."""
        merged_into = Athlete.objects.filter(pk=athlete_id).values_list("merged_into", flat=True)
        return self.filter(pk=merged_into.first() or athlete_id).first()

    def called(self, typed: str) -> Self:
        """Find by number, or by the whole name as a person writes it."""
        rows = self.select_related("team")
        if typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS:
            return rows.filter(pk=int(typed))
        words = typed.split(" ")
        named = Q(pk=None)
        for split in range(1, len(words)):
            first, last = " ".join(words[:split]), " ".join(words[split:])
            named |= Q(first_name__iexact=first, last_name__iexact=last)
        return rows.filter(named)

    def in_lists(self) -> Self:
        """Leave out who is archived; an archived athlete's own pages stay."""
        return self.filter(archived_at=None)


class Athlete(models.Model):
    team = models.ForeignKey(Team, on_delete=models.PROTECT, related_name="athletes")
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    time_zone = models.CharField(
        max_length=64,
        default="UTC",
        validators=[validate_time_zone],
        help_text="Decides the athlete's calendar days, and so load and record windows.",
    )
    archived_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Since when the athlete is left out of lists.",
    )
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        help_text="The athlete who has all that this one had, and takes what still comes for it.",
    )

    records_due_from = models.DateField(
        null=True,
        blank=True,
        db_index=True,
        editable=False,
        help_text="The first day whose records are to be decided again; null: none.",
    )
    load_due_from = models.DateField(
        null=True,
        blank=True,
        editable=False,
        help_text="The first day whose load changed since records were decided; null: none.",
    )
    records_claimed_at = models.DateTimeField(null=True, blank=True, editable=False)
    records_attempt = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = AthleteQuerySet.as_manager()

    class Meta:
        ordering = ["last_name", "first_name", "pk"]
        permissions = [
            ("export_athlete", "Can export all that is held on an athlete"),
            ("erase_athlete", "Can erase all that is held on an athlete"),
        ]

    def __str__(self) -> str:
        return f"{self.first_name} {self.last_name}"

    def get_absolute_url(self) -> str:
        return reverse("analytics:athlete-detail", args=[self.pk])

    def local_time(self, moment: datetime) -> datetime:
        return moment.astimezone(ZoneInfo(self.time_zone))

    def rider_on(self, day: date) -> Rider:
        """Collect the thresholds and the mass that hold on a day.

        Each is the latest value dated on or before the day; where there is
        none, the earliest after it.
        """
        thresholds = list(self.thresholds.all())
        masses = [(mass.date, mass.mass_kg) for mass in self.masses.all()]

        def threshold(name: str) -> float | None:
            return value_on(day, ((row.date, getattr(row, name)) for row in thresholds))

        return Rider(
            critical_power_w=threshold("critical_power_w"),
            w_prime_j=threshold("w_prime_j"),
            ftp_w=threshold("ftp_w"),
            threshold_heart_rate_bpm=threshold("threshold_heart_rate_bpm"),
            mass_kg=value_on(day, masses),
        )


def value_on(day: date, dated: Iterable[tuple[date, float | None]]) -> float | None:
    """Pick the latest value dated on or before the day, else the earliest after it."""
    known = sorted((dated_on, value) for dated_on, value in dated if value is not None)
    before = [value for dated_on, value in known if dated_on <= day]
    if before:
        return before[-1]
    return known[0][1] if known else None


class BodyMass(models.Model):
    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, related_name="masses")
    date = models.DateField()
    mass_kg = models.FloatField("mass [kg]")

    class Meta:
        verbose_name_plural = "body masses"
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["athlete", "date"], name="mass_once_a_day"),
            models.CheckConstraint(
                condition=Q(mass_kg__gte=25, mass_kg__lte=250),
                name="mass_plausible",
                violation_error_message="A mass lies between 25 and 250 kg.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.mass_kg:.1f} kg on {self.date}"


class Thresholds(models.Model):
    """What an athlete's intensities are measured against, from a day on."""

    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, related_name="thresholds")
    date = models.DateField()
    critical_power_w = models.FloatField("critical power [W]", null=True, blank=True)
    w_prime_j = models.FloatField("W' [J]", null=True, blank=True)
    ftp_w = models.FloatField("FTP [W]", null=True, blank=True)
    threshold_heart_rate_bpm = models.FloatField(
        "threshold heart rate [bpm]", null=True, blank=True
    )

    class Meta:
        verbose_name_plural = "thresholds"
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(fields=["athlete", "date"], name="thresholds_once_a_day"),
            models.CheckConstraint(
                condition=(
                    (Q(critical_power_w=None) | Q(critical_power_w__range=(30, 1000)))
                    & (Q(w_prime_j=None) | Q(w_prime_j__range=(1000, 100_000)))
                    & (Q(ftp_w=None) | Q(ftp_w__range=(30, 1000)))
                    & (
                        Q(threshold_heart_rate_bpm=None)
                        | Q(threshold_heart_rate_bpm__range=(60, 240))
                    )
                ),
                name="thresholds_plausible",
                violation_error_message=(
                    "Power lies between 30 and 1000 W, W' between 1,000 and 100,000 J, "
                    "heart rate between 60 and 240 bpm."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"Thresholds on {self.date}"
