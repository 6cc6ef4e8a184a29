"""What texts cost: tokens and dollars by month and team, and which prompts wrote them."""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Count, Max, Min, Q, Sum
from django.db.models.functions import TruncMonth

from analytics.models import Team
from summaries.choosing import month_start
from summaries.models import Summary, TeamTexts, VendorCall

MONTHS_TOLD = 6
LATEST_TEXTS = 20_000


@dataclass(frozen=True, slots=True)
class Spending:
    """One team's calls of one month; no team: of teams that are gone, or of tests."""

    month: datetime
    team: str
    calls: int
    tokens_in: int
    tokens_out: int
    usd: float
    unpriced: int  # calls whose price nobody has told: they cost more than nothing


def spending(now: datetime) -> list[Spending]:
    """Add the ledger up, the latest month first."""
    added = (
        VendorCall.objects.filter(at__gte=months_before(now, MONTHS_TOLD - 1))
        .annotate(month=TruncMonth("at", tzinfo=UTC))
        .values("month", "team__name")
        .annotate(
            calls=Count("pk"),
            tokens_in=Sum("tokens_in"),
            tokens_out=Sum("tokens_out"),
            usd=Sum("cost_usd"),
            unpriced=Count("pk", filter=Q(cost_usd=None)),
        )
        .order_by("-month", "team__name")
    )
    return [
        Spending(
            month=row["month"],
            team=row["team__name"] or "no team",
            calls=row["calls"],
            tokens_in=row["tokens_in"],
            tokens_out=row["tokens_out"],
            usd=float(row["usd"] or 0),
            unpriced=row["unpriced"],
        )
        for row in added
    ]


def months_before(now: datetime, months: int) -> datetime:
    """Give the beginning of the month that lies so many months back."""
    years, month = divmod(now.month - 1 - months, 12)
    return month_start(now).replace(year=now.year + years, month=month + 1)


@dataclass(frozen=True, slots=True)
class TeamTerms:
    """Who writes for a team, and how its month stands against its budget."""

    team: Team
    provider: str
    is_own_choice: bool
    spent_usd: float
    budget_usd: float | None
    is_stopped: bool


def terms_of_teams(*, default: str, budget_usd: float, now: datetime) -> list[TeamTerms]:
    """Tell of each team which provider is active and whether the budget stops its calls."""
    own = {row.team_id: row for row in TeamTexts.objects.all()}
    since = month_start(now)
    spent = dict(
        VendorCall.objects.filter(at__gte=since)
        .order_by()
        .values_list("team")
        .annotate(usd=Sum("cost_usd"))
    )
    all_spent = budget_usd > 0 and float(sum(filter(None, spent.values()))) >= budget_usd
    terms = []
    for team in Team.objects.all():
        chosen = own.get(team.pk)
        limit = None if chosen is None else chosen.monthly_budget_usd
        used = float(spent.get(team.pk) or 0)
        terms.append(
            TeamTerms(
                team=team,
                provider=(chosen.provider if chosen else "") or default,
                is_own_choice=bool(chosen and chosen.provider),
                spent_usd=used,
                budget_usd=None if limit is None else float(limit),
                is_stopped=all_spent or (limit is not None and used >= limit),
            )
        )
    return terms


@dataclass(frozen=True, slots=True)
class PromptUse:
    """Where a version of the prompt was used, with which model."""

    prompt_version: str
    model: str
    texts: int
    teams: int
    first: datetime
    last: datetime


def prompts_in_use() -> list[PromptUse]:
    """Tell which versions of the prompt wrote the latest texts, and for how many teams."""
    newest = Summary.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
    latest = Summary.objects.filter(pk__gt=newest - LATEST_TEXTS).exclude(prompt_version="")
    used = (
        latest.order_by()
        .values("prompt_version", "model")
        .annotate(
            texts=Count("pk"),
            teams=Count("session__athlete__team", distinct=True),
            first=Min("requested_at"),
            last=Max("requested_at"),
        )
        .order_by("-prompt_version", "model")
    )
    return [PromptUse(**row) for row in used]
