import pytest
from django.urls import reverse

from tests.make import make_athlete, make_coach, make_session, make_team

pytestmark = pytest.mark.django_db


@pytest.fixture
def athlete(client):
    team = make_team()
    client.force_login(make_coach(team))
    return make_athlete(team=team)


def ledger(client, athlete, **asked: str):
    return client.get(reverse("analytics:athlete-records", args=[athlete.pk]), asked)


def test_the_form_of_the_ledger_says_what_is_shown(client, athlete):
    make_session(athlete=athlete, power_w=[220.0] * 1300)

    page = ledger(client, athlete)

    asked = page.context["asked"]
    assert f'<option value="{asked.duration_s}" selected>20:00</option>' in page.text
    assert f'value="{page.context["on"]:%Y-%m-%d}"' in page.text
    assert "220 W" in page.text


@pytest.mark.parametrize(
    ("asked", "told"),
    (
        ({"on": "yesterday"}, "Write a date such as 2024-05-03."),
        ({"duration_s": "61"}, "Choose one of the durations."),
        ({"window": "ever"}, "Choose one of the windows."),
    ),
)
def test_nonsense_is_named_beside_its_field_and_ignored(client, athlete, asked, told):
    make_session(athlete=athlete, power_w=[220.0] * 1300)

    page = ledger(client, athlete, **asked)

    assert told in page.text
    assert "220 W" in page.text
