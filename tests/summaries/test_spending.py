from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest

from summaries.models import Summary, TeamTexts, VendorCall
from summaries.spending import months_before, prompts_in_use, spending, terms_of_teams
from tests.make import make_session, make_team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 15, 12, tzinfo=UTC)


def call(team, at=NOW, usd: str | None = "0.50"):
    VendorCall.objects.create(
        provider="anthropic",
        model="claude-sonnet-5-5",
        team=team,
        at=at,
        tokens_in=1000,
        tokens_out=100,
        cost_usd=None if usd is None else Decimal(usd),
    )


def test_the_ledger_is_added_up_by_month_and_team():
    near, far = make_team(name="Alders"), make_team(name="Birches")
    for team, at in ((near, NOW), (near, NOW), (far, NOW), (near, NOW - timedelta(days=30))):
        call(team, at)
    call(far, usd=None)
    call(near, NOW - timedelta(days=400))

    told = [
        (row.month.month, row.team, row.calls, row.tokens_in, row.usd, row.unpriced)
        for row in spending(NOW)
    ]

    assert told == [
        (3, "Alders", 2, 2000, 1.0, 0),
        (3, "Birches", 2, 2000, 0.5, 1),
        (2, "Alders", 1, 1000, 0.5, 0),
    ]


@pytest.mark.parametrize(
    ("months", "first"),
    ((0, "2026-03"), (2, "2026-01"), (3, "2025-12"), (15, "2024-12")),
)
def test_months_are_counted_back_over_the_year(months, first):
    assert months_before(NOW, months) == datetime.fromisoformat(f"{first}-01T00:00Z")


def test_a_teams_choice_and_its_spent_budget_are_told():
    near, far = make_team(name="Alders"), make_team(name="Birches")
    TeamTexts.objects.create(team=near, provider="bedrock", monthly_budget_usd=Decimal("0.50"))
    call(near)

    terms = {row.team: row for row in terms_of_teams(default="anthropic", budget_usd=0, now=NOW)}

    assert (terms[near].provider, terms[near].is_own_choice) == ("bedrock", True)
    assert terms[near].is_stopped
    assert (terms[far].provider, terms[far].is_own_choice) == ("anthropic", False)
    assert not terms[far].is_stopped


def test_a_budget_of_all_stops_every_team():
    make_team()
    call(make_team())

    terms = terms_of_teams(default="anthropic", budget_usd=0.5, now=NOW)

    assert [row.is_stopped for row in terms] == [True, True]


def test_prompts_are_told_with_where_they_were_used():
    first, second = make_session(), make_session()
    for session, version in ((first, "2026-01-01"), (second, "2026-03-01")):
        Summary.objects.filter(session=session).delete()
        Summary.objects.create(
            session=session,
            version=1,
            requested_at=NOW,
            due_at=NOW,
            prompt_version=version,
            model="m",
        )

    told = [(row.prompt_version, row.model, row.texts, row.teams) for row in prompts_in_use()]

    assert told == [("2026-03-01", "m", 1, 1), ("2026-01-01", "m", 1, 1)]
