"""Every page that lists rows costs the same queries for many, and tells nonsense in its address."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from analytics.agenda import raise_item
from analytics.engine.vocabulary import AgendaKind, Units
from analytics.models import Athlete, CoachPreferences, ImportBatch, Team
from summaries.models import TextBatch
from tests.make import import_fit, make_athlete, make_coach, make_fit, make_team
from tests.make.imports import make_batch

pytestmark = pytest.mark.django_db

METRIC = re.compile(r"\d (?:km|km/h|m|kg)\b")
HARD, EASY = [320.0] * 300, [120.0] * 180
LISTS_OF_AN_ATHLETE = (
    "athlete-detail",
    "athlete-load",
    "athlete-curves",
    "athlete-volume",
    "athlete-calendar",
    "athlete-proposals",
    "athlete-records",
    "upload",
)
LISTS = (
    "/",
    "/athletes/",
    "/athletes.csv",
    "/search/",
    "/search/?structure=2x5&record=yes",
    "/compare/",
    "/imports/",
    "/texts/",
    "/texts/batches/",
    "/upload-tokens/",
)


@pytest.fixture
def team(client):
    team = make_team()
    client.force_login(make_coach(team))
    return team


def ride_of(athlete: Athlete, days_ago: int) -> None:
    power_w = [150.0] * 600 + 2 * (HARD + EASY) + [200.0 + days_ago] * 60
    started_at = timezone.now() - timedelta(days=days_ago)
    import_fit(athlete, make_fit(power_w, started_at=started_at), name=f"{days_ago}.fit")


def add_row(team: Team, first: Athlete, number: int) -> None:
    """Add one of everything that any list has a row for, for a new athlete and for the first."""
    now = timezone.now()
    for athlete in (first, make_athlete(team=team)):
        ride_of(athlete, 4 - number)
        athlete.masses.create(date=now - timedelta(days=number), mass_kg=60.0 + number)
        raise_item(
            athlete,
            kind=AgendaKind.FORM,
            subject=f"row {number}",
            evidence="Form is low.",
            address="/",
            now=now,
        )
        make_batch(athlete, {f"{number}.fit": make_fit([170.0 + number] * 400)})
    TextBatch.objects.create(
        team=team, title=str(number), provider="offline", started_at=now, seen_at=now
    )


def counted(client: Client, addresses: list[str]) -> dict[str, int]:
    """Count the queries of a visit to each."""
    counts = {}
    for address in addresses:
        cache.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(address)
        assert answer.status_code == 200, address
        counts[address] = len(queries)
    return counts


def test_no_list_takes_more_queries_for_three_rows_than_for_one(client, team):
    first = make_athlete(team=team)
    add_row(team, first, 1)
    addresses = [
        *LISTS,
        *(reverse(f"analytics:{name}", args=[first.pk]) for name in LISTS_OF_AN_ATHLETE),
        ImportBatch.objects.earliest("pk").get_absolute_url(),
    ]
    counted(client, addresses)  # what is remembered by the process is not counted
    with_one = counted(client, addresses)
    for number in (2, 3):
        add_row(team, first, number)

    assert counted(client, addresses) == with_one
    assert max(with_one.values()) <= 12  # of curves that nothing is remembered of


def test_whoever_reads_in_miles_and_pounds_meets_no_other_unit(client, team):
    athlete = make_athlete(team=team)
    add_row(team, athlete, 1)
    CoachPreferences.objects.create(user=team.coaches.get(), units=Units.IMPERIAL)
    session = athlete.sessions.latest("started_at")
    addresses = [
        *(address for address in LISTS if not address.startswith("/texts/")),  # written before
        *(reverse(f"analytics:{name}", args=[athlete.pk]) for name in LISTS_OF_AN_ATHLETE),
        session.get_absolute_url(),
        reverse("analytics:session-same", args=[session.pk]),
        reverse("analytics:session-intervals", args=[session.pk]),
    ]

    told = {address: METRIC.findall(client.get(address).text) for address in addresses}

    assert {address: found for address, found in told.items() if found} == {}
    assert "mph" in client.get(session.get_absolute_url()).text


@pytest.mark.parametrize(
    ("address", "nonsense"),
    (
        ("/athletes/", "page=first"),
        ("/athletes/", "page=-1"),
        ("/athletes/", "sort=shoe-size"),
        ("/athletes/", "team=999999"),
        ("/athletes/", "team=ours"),
        ("/search/", "athlete=999999"),
        ("/search/", "since=yesterday"),
        ("/search/", "until=2026-02-30"),
        ("/search/", "stimulus=XX"),
        ("/search/", "structure=many"),
        ("/search/", "before=now"),
        ("/compare/", "athlete=everybody"),
        ("/compare/", "session=last"),
        ("/compare/", "window=forever"),
        ("/imports/", "page=last"),
        ("/imports/", "page=0"),
    ),
)
def test_nonsense_in_the_address_of_a_list_is_named_and_ignored(client, team, address, nonsense):
    ride_of(make_athlete(team=team), 1)
    value = nonsense.partition("=")[2]

    page = client.get(f"{address}?{nonsense}")

    assert page.status_code == 200
    assert f"“{value}”" in page.text
    assert "<h1>" in page.text


@pytest.mark.parametrize("nonsense", ("page=last", "show=good"))
def test_nonsense_in_the_address_of_an_import_is_named_and_ignored(client, team, nonsense):
    batch = make_batch(make_athlete(team=team), {"a.fit": make_fit()})

    page = client.get(f"{batch.get_absolute_url()}?{nonsense}").text

    assert f"“{nonsense.partition('=')[2]}”" in page
    assert "a.fit" in page
