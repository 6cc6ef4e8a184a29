from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.agenda import raise_item
from analytics.engine.vocabulary import AgendaKind
from analytics.models import Thresholds
from tests.make import make_athlete, make_coach, make_session, make_team

pytestmark = pytest.mark.django_db

SECTIONS = ("load", "curves", "volume", "calendar")


@pytest.fixture
def athlete(client):
    team = make_team()
    client.force_login(make_coach(team))
    return make_athlete(team=team)


def ride(athlete, days_ago: int):
    return make_session(athlete=athlete, started_at=timezone.now() - timedelta(days=days_ago))


def address_of(athlete, section: str) -> str:
    return reverse(f"analytics:athlete-{section}", args=[athlete.pk])


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_stands_inside_the_page_and_on_its_own(client, athlete, section):
    ride(athlete, 1)

    alone = client.get(address_of(athlete, section))
    inside = client.get(address_of(athlete, section), headers={"HX-Request": "true"})

    assert "<html" in alone.text
    assert "<html" not in inside.text
    assert "<h2>" in inside.text


@pytest.mark.parametrize("section", SECTIONS)
def test_a_section_of_an_athlete_without_rides_makes_sense(client, athlete, section):
    assert client.get(address_of(athlete, section)).status_code == 200


@pytest.mark.parametrize("section", SECTIONS)
def test_another_teams_sections_are_not_there(client, athlete, section):
    assert client.get(address_of(make_athlete(), section)).status_code == 404


def test_the_page_shows_open_decisions_and_the_history(client, athlete):
    athlete.masses.create(date="2026-01-01", mass_kg=70.5)
    Thresholds.objects.create(athlete=athlete, date="2026-02-01", ftp_w=301.0, w_prime_j=20_100)
    raise_item(
        athlete,
        kind=AgendaKind.FORM,
        subject="a",
        evidence="Form is low",
        address="/",
        now=timezone.now(),
    )

    page = client.get(athlete.get_absolute_url()).text

    for told in ("Form is low", "70.5 kg", "301 W", "20.1 kJ"):
        assert told in page


def test_every_point_of_the_load_table_leads_to_its_session(client, athlete):
    sessions = [ride(athlete, days_ago) for days_ago in (1, 3)]

    page = client.get(address_of(athlete, "load")).text

    for session in sessions:
        assert f'href="{session.get_absolute_url()}"' in page


def test_the_curves_are_worked_out_once_for_each_state_of_the_season(
    client, athlete, django_assert_num_queries
):
    ride(athlete, 2)
    assert "200 W" in client.get(address_of(athlete, "curves")).text
    with django_assert_num_queries(4):
        client.get(address_of(athlete, "curves"))

    stronger = timezone.now() - timedelta(days=1)
    make_session(athlete=athlete, power_w=[250.0] * 600, started_at=stronger)

    page = client.get(address_of(athlete, "curves")).text
    assert "250 W" in page
    assert "200 W" not in page


@pytest.mark.parametrize("rows", (1, 3))
def test_query_counts_do_not_grow_with_rows(
    client, athlete, rows, django_assert_num_queries, django_assert_max_num_queries
):
    for days_ago in range(1, rows + 1):
        ride(athlete, days_ago)

    with django_assert_num_queries(7):
        client.get(athlete.get_absolute_url())
    for section in SECTIONS:
        with django_assert_max_num_queries(12):  # of curves, where nothing is remembered
            client.get(address_of(athlete, section))
        with django_assert_max_num_queries(8):
            client.get(address_of(athlete, section))
