import pytest
from django.urls import reverse

from analytics.models import AuditEntry
from summaries.models import TeamTexts
from tests.make import make_role, make_team

pytestmark = pytest.mark.django_db
PAGE = "/admin/summaries/teamtexts/providers/"


@pytest.fixture
def operator(client):
    operator = make_role("operator")
    client.force_login(operator)
    return operator


def test_the_active_provider_and_each_teams_are_told(client, operator):
    team = make_team(name="Alders")
    TeamTexts.objects.create(team=team, provider="bedrock", monthly_budget_usd=5)

    page = client.get(PAGE).text

    assert "offline (active)" in page
    assert "bedrock (own choice)" in page
    assert "5.00" in page
    assert "No vendor was called." in page


def test_a_test_says_that_a_provider_works_and_is_told_in_the_trail(client, operator):
    page = client.post(PAGE, {"provider": "offline"}).text

    assert "offline works." in page
    assert "its text passes the check" in page
    entry = AuditEntry.objects.get(act="provider.tested")
    assert (entry.actor, entry.subject) == (operator, "provider offline")


def test_a_test_gives_the_reason_that_there_is(client, operator, settings):
    settings.BEDROCK_MODEL = ""

    page = client.post(PAGE, {"provider": "bedrock"}).text

    assert "bedrock does not work." in page
    assert "BEDROCK_MODEL" in page


def test_an_auditor_looks_and_tests_nothing(client):
    client.force_login(make_role("auditor"))

    page = client.get(PAGE)

    assert page.status_code == 200
    assert "Test it now" not in page.text
    assert client.post(PAGE, {"provider": "offline"}).status_code == 403


def test_what_is_chosen_for_a_team_is_told_in_the_trail(client, operator):
    team = make_team(name="Alders")
    form = {"team": team.pk, "provider": "bedrock", "monthly_budget_usd": "5"}

    client.post(reverse("admin:summaries_teamtexts_add"), form)

    entry = AuditEntry.objects.get(act="team.texts_chosen")
    assert (entry.subject, entry.detail) == (
        "team Alders",
        {"provider": "bedrock", "budget_usd": "5"},
    )


@pytest.mark.parametrize("teams", (1, 3))
def test_the_page_takes_the_same_queries_however_many_teams(
    client, operator, django_assert_num_queries, teams
):
    for _ in range(teams):
        TeamTexts.objects.create(team=make_team(), monthly_budget_usd=5)

    with django_assert_num_queries(11):
        client.get(PAGE)
