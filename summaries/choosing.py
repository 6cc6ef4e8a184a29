"""Which provider writes a text: the one wanted, unless the money or the service has run out."""

from dataclasses import dataclass
from datetime import datetime

from analytics.models import Team
from summaries.models import ProviderStanding, TeamTexts, VendorCall

OFFLINE = "offline"


@dataclass(frozen=True, slots=True)
class Choice:
    """A provider by name, and what the coach should know of the choice."""

    provider: str
    note: str = ""


def wanted_provider(team: Team, *, wanted: str, default: str) -> str:
    """Name the provider that is asked for: by the request, else the team, else the settings."""
    if wanted:
        return wanted
    of_team = TeamTexts.objects.filter(team=team).values_list("provider", flat=True).first()
    return of_team or default


def choose_provider(
    team: Team,
    *,
    wanted: str,
    default: str,
    budget_usd: float,
    now: datetime,
    has_price: bool = True,
) -> Choice:
    """Choose who writes, and say so where it is not who was wanted.

    A budget cannot be held with a model whose price is not known, so that one is not asked.
    """
    name = wanted_provider(team, wanted=wanted, default=default)
    if name == OFFLINE:
        return Choice(name)
    if not has_price and has_budget(team, budget_usd=budget_usd):
        return Choice(
            OFFLINE,
            "Written offline: there is a budget, and the price of the chosen model is not known.",
        )
    if budget_is_spent(team, budget_usd=budget_usd, now=now):
        return Choice(OFFLINE, "Written offline: the budget for this month is spent.")
    standing = ProviderStanding.objects.filter(provider=name).first()
    if standing is not None and standing.is_left_alone(now=now):
        return Choice(
            OFFLINE,
            f"Written offline: the writing service failed {standing.faults_in_a_row} times in a "
            f"row, the last time with “{standing.last_fault}”",
        )
    return Choice(name)


def has_budget(team: Team, *, budget_usd: float) -> bool:
    limited = TeamTexts.objects.filter(team=team, monthly_budget_usd__isnull=False)
    return bool(budget_usd) or limited.exists()


def budget_is_spent(team: Team, *, budget_usd: float, now: datetime) -> bool:
    """Hold the month's ledger against the whole product's budget and the team's own."""
    since = month_start(now)
    if budget_usd and VendorCall.objects.spent_usd(since=since) >= budget_usd:
        return True
    of_team = TeamTexts.objects.filter(team=team).first()
    if of_team is None or of_team.monthly_budget_usd is None:
        return False
    return VendorCall.objects.spent_usd(since=since, team=team) >= of_team.monthly_budget_usd


def month_start(now: datetime) -> datetime:
    return now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
