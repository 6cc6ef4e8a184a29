from datetime import datetime, timedelta

from django.db import models
from django.db.models import Avg, F, Sum

from analytics.models import Team

FAULTS_THAT_OPEN = 4  # in a row; fewer than a text's attempts, so the last of those is offline
OPEN_FOR = timedelta(minutes=10)
CALLS_AVERAGED = 200
LATE_BY = timedelta(seconds=0.2)  # a turn that is taken so late delays none after it
MINUTE = timedelta(minutes=1)


class ProviderStandingQuerySet(models.QuerySet["ProviderStanding"]):
    def of(self, provider: str, *, now: datetime) -> "ProviderStanding":
        standing, _is_new = self.get_or_create(provider=provider, defaults={"next_free_at": now})
        return standing

    def take_turn(
        self, provider: str, *, per_minute: float, may_wait: bool, now: datetime
    ) -> datetime | None:
        """Reserve the moment of one call: now, or later where the caller may wait; else None.

        The row holds when the next call may start, for all workers together; one
        conditional UPDATE moves it on. Who may wait reserves ahead, and so goes
        before those who only take what is free.

        Promised: no minute, wherever it begins, holds more than ``per_minute`` turns.
        They come evenly; a worker that was LATE_BY to its turn is followed that
        much sooner, so the rate is reached too. The longer distance pays for that:
        n turns span at least ``(n - 1) * apart - LATE_BY``.
        """
        apart = (MINUTE + LATE_BY) / per_minute
        while True:
            free_at = self.of(provider, now=now).next_free_at
            if free_at > now and not may_wait:
                return None
            turn_at = max(free_at, now)
            held = self.filter(provider=provider, next_free_at=free_at)
            counted_from = max(free_at, now - LATE_BY)
            if held.update(next_free_at=counted_from + apart):
                return turn_at

    def hold_off(self, provider: str, *, until: datetime) -> None:
        """Let no call of any worker start before then: the vendor has asked for it."""
        self.filter(provider=provider, next_free_at__lt=until).update(next_free_at=until)

    def note_answer(self, provider: str) -> None:
        self.filter(provider=provider).exclude(faults_in_a_row=0).update(
            faults_in_a_row=0, open_until=None
        )

    def note_fault(self, provider: str, sentence: str, *, now: datetime) -> None:
        """Count a fault of the service; after several in a row it is left alone for a while."""
        self.of(provider, now=now)
        mine = self.filter(provider=provider)
        mine.update(faults_in_a_row=F("faults_in_a_row") + 1, last_fault=sentence)
        mine.filter(faults_in_a_row__gte=FAULTS_THAT_OPEN).update(open_until=now + OPEN_FOR)


class ProviderStanding(models.Model):
    """How a provider stands with us, for all workers: its pace, and whether it is left alone."""

    provider = models.CharField(max_length=20, unique=True)
    next_free_at = models.DateTimeField(help_text="When the next call may start.")
    faults_in_a_row = models.PositiveIntegerField(default=0)
    last_fault = models.CharField(max_length=200, blank=True)
    open_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then texts are written offline instead."
    )

    objects = ProviderStandingQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Standing of {self.provider}"

    def is_left_alone(self, *, now: datetime) -> bool:
        return self.open_until is not None and now < self.open_until


class VendorCallQuerySet(models.QuerySet["VendorCall"]):
    def spent_usd(self, *, since: datetime, team: Team | None = None) -> float:
        """Add up what calls have cost; those of unknown price count as nothing."""
        calls = self.filter(at__gte=since)
        if team is not None:
            calls = calls.filter(team=team)
        return float(calls.aggregate(usd=Sum("cost_usd"))["usd"] or 0)

    def mean_tokens(self, provider: str) -> tuple[float, float] | None:
        """Average the tokens of a provider's latest calls; None before the first."""
        latest = self.filter(provider=provider).order_by("-at").values("pk")[:CALLS_AVERAGED]
        means = self.filter(pk__in=[row["pk"] for row in latest]).aggregate(
            tokens_in=Avg("tokens_in"), tokens_out=Avg("tokens_out")
        )
        if means["tokens_in"] is None:
            return None
        return float(means["tokens_in"]), float(means["tokens_out"])


class VendorCall(models.Model):
    """One call that a vendor counted tokens for: the ledger that budgets are held against."""

    provider = models.CharField(max_length=20)
    model = models.CharField(max_length=100)
    team = models.ForeignKey(Team, on_delete=models.SET_NULL, null=True, related_name="+")
    summary = models.ForeignKey(
        "summaries.Summary", on_delete=models.SET_NULL, null=True, related_name="calls"
    )
    at = models.DateTimeField()
    tokens_in = models.PositiveIntegerField()
    tokens_out = models.PositiveIntegerField()
    cost_usd = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)

    objects = VendorCallQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["at", "team"], name="vendor_call_at"),
            models.Index(fields=["provider", "at"], name="vendor_call_provider"),
        ]

    def __str__(self) -> str:
        return f"Call of {self.provider} at {self.at:%Y-%m-%d %H:%M}"


class TeamTexts(models.Model):
    """What a team has chosen for its texts, where it differs from the settings."""

    team = models.OneToOneField(Team, on_delete=models.CASCADE, related_name="texts")
    provider = models.CharField(
        max_length=20,
        blank=True,
        choices=[("offline", "Offline"), ("anthropic", "Anthropic"), ("bedrock", "Bedrock")],
        help_text="Empty: what the settings say.",
    )
    monthly_budget_usd = models.DecimalField(
        "budget a month [USD]",
        max_digits=9,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="Beyond it texts are written offline until the month ends. Empty: no limit.",
    )

    class Meta:
        verbose_name_plural = "texts of teams"

    def __str__(self) -> str:
        return f"Texts of {self.team}"
