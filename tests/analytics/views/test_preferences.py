import pytest

from analytics.models import CoachPreferences
from tests.make import make_athlete, make_coach, make_session, make_team

pytestmark = pytest.mark.django_db

PREFERENCES = "/preferences/"


@pytest.fixture
def coach(client):
    coach = make_coach(make_team())
    client.force_login(coach)
    return coach


def test_minutes_and_units_are_kept_for_one_user(client, coach):
    answer = client.post(PREFERENCES, {"minutes_a_day": 25, "units": "imperial"}, follow=True)

    assert "Your preferences are kept." in answer.text
    kept = CoachPreferences.objects.of(coach)
    assert (kept.minutes_a_day, kept.units) == (25, "imperial")
    assert CoachPreferences.objects.of(make_coach()).units == "metric"


@pytest.mark.parametrize(
    ("minutes", "told"),
    (
        ("many", "Write a whole number of minutes"),
        ("0", "greater than or equal to 1"),
        ("241", "less than or equal to 240"),
        ("", "This field is required"),
    ),
)
def test_nonsense_is_told_beside_the_field_and_nothing_typed_is_lost(client, coach, minutes, told):
    page = client.post(PREFERENCES, {"minutes_a_day": minutes, "units": "imperial"})

    assert told in page.text
    assert f'value="{minutes}"' in page.text or not minutes
    assert not CoachPreferences.objects.exists()


def test_pages_are_shown_in_the_units_of_their_reader(client, coach):
    athlete = make_athlete(team=coach.memberships.get().team)
    session = make_session(athlete=athlete)
    address = session.get_absolute_url()

    assert "32.3 km/h" in client.get(address).text

    CoachPreferences.objects.create(user=coach, units="imperial")

    page = client.get(address).text
    assert "20.1 mph" in page
    assert "km/h" not in page
    lanes = client.get(f"{address}stream.json").json()["lanes"]
    assert "mph" in [lane["unit"] for lane in lanes]


def test_the_keys_are_listed(client, coach):
    assert "<kbd>" in client.get("/keyboard/").text
