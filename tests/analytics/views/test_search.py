from datetime import timedelta

import pytest
from django.urls import reverse

from analytics.engine.vocabulary import Stimulus
from analytics.models import Session
from analytics.session_search import compose_search
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

SEARCH, COMPARE = "/search/", "/compare/"
THREE_BY_THREE_W = [120.0] * 300 + ([330.0] * 180 + [120.0] * 120) * 3 + [120.0] * 300


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def coach(client, team):
    coach = make_coach(team)
    client.force_login(coach)
    return coach


@pytest.fixture
def athlete(coach, team):
    athlete = make_athlete(team=team)
    athlete.thresholds.create(date=STARTED_AT.date(), critical_power_w=300.0)
    return athlete


def ride(athlete, days_ago: int = 0, **ride) -> Session:
    return make_session(athlete=athlete, started_at=STARTED_AT - timedelta(days=days_ago), **ride)


def found(coach, **typed: str) -> list[Session]:
    return list(compose_search(coach, typed).sessions)


def test_a_coach_finds_own_athletes_sessions_only(client, athlete):
    own = ride(athlete, title="Own ride")
    make_session(title="canary")

    page = client.get(SEARCH).text

    assert own.get_absolute_url() in page
    assert "canary" not in page


def test_sessions_are_found_by_athlete_dates_and_stimulus(coach, athlete):
    new, old = ride(athlete), ride(athlete, 30)
    other = ride(make_athlete(team=athlete.team), 1)
    Session.objects.filter(pk=old.pk).update(stimulus=Stimulus.RACE)
    day = str(new.local_date)

    assert found(coach) == [new, other, old]
    assert found(coach, athlete=str(athlete.pk)) == [new, old]
    assert found(coach, since=day, until=day) == [new]
    assert found(coach, stimulus="R") == [old]
    assert found(coach, stimulus="R", since=day) == []


def test_sessions_are_found_by_structure(coach, athlete):
    intervals = ride(athlete, power_w=THREE_BY_THREE_W)
    ride(athlete, 1)

    assert found(coach, structure="3x3") == [intervals]
    assert found(coach, structure="3x180s") == [intervals]
    assert found(coach, structure="3x") == [intervals]
    assert found(coach, structure="5x5") == []


def test_sessions_are_found_by_having_set_a_record(coach, athlete):
    ride(athlete, 2)
    better = ride(athlete, 1, power_w=[230.0] * 600)
    ride(athlete, 0, power_w=[180.0] * 600)

    assert found(coach, record="yes") == [better]


def test_pages_by_key_show_every_session_once(coach, athlete):
    sessions = [ride(athlete, days_ago) for days_ago in range(5)]

    seen, typed = [], {}
    while True:
        page = compose_search(coach, typed, rows_a_page=2)
        seen += page.sessions
        if not page.next_address:
            break
        typed = {"before": page.next_address.partition("before=")[2]}

    assert seen == sessions


def test_a_saved_address_keeps_the_search_and_the_form(client, athlete):
    ride(athlete)

    page = client.get(SEARCH, {"athlete": athlete.pk, "since": "2026-01-02", "record": "yes"})

    assert page.context["view"].address == f"?athlete={athlete.pk}&since=2026-01-02&record=yes"
    assert 'value="2026-01-02"' in page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    (
        ({"athlete": "9999"}, "no athlete “9999” of yours"),
        ({"athlete": "٣"}, "no athlete “٣” of yours"),
        ({"since": "yesterday"}, "“yesterday” is no date"),
        ({"until": "2026-02-30"}, "“2026-02-30” is no date"),
        ({"stimulus": "hard"}, "“hard” is no stimulus"),
        ({"structure": "<i>"}, "“&lt;i&gt;” is no structure"),
        ({"before": "now"}, "“now” is no place in the list"),
    ),
)
def test_nonsense_is_named_and_ignored(client, athlete, typed, told):
    session = ride(athlete)

    page = client.get(SEARCH, typed)

    assert page.status_code == 200
    assert told in page.text
    assert session.get_absolute_url() in page.text


def test_athletes_are_compared_on_one_curve(client, athlete):
    other = make_athlete(team=athlete.team)
    ride(athlete)
    ride(other)

    page = client.get(COMPARE, {"athlete": [athlete.pk, other.pk], "window": "all"})

    chart = page.context["view"].chart
    assert [series.label for series in chart.series] == [str(athlete), str(other)]
    assert 'role="img"' in page.text


def test_sessions_are_compared_on_one_curve(client, athlete):
    sessions = [ride(athlete, days_ago) for days_ago in (0, 1)]

    chart = client.get(COMPARE, {"session": [s.pk for s in sessions]}).context["view"].chart

    assert {point.address for series in chart.series for point in series.points.values()} == {
        session.get_absolute_url() for session in sessions
    }


@pytest.mark.parametrize(
    ("asked", "told"),
    (
        ({"athlete": ["x", "1"]}, "“x” is no number of athletes"),
        ({"session": ["999998", "999999"]}, "2 of the sessions asked for are not there"),
        ({"session": [str(number) for number in range(900_000, 900_007)]}, "At most 6 sessions"),
        ({"window": "ever"}, "“ever” is no window"),
    ),
)
def test_nonsense_to_compare_is_named_and_ignored(client, athlete, asked, told):
    page = client.get(COMPARE, asked)

    assert page.status_code == 200
    assert told in page.text


def test_foreign_athletes_and_sessions_are_not_compared(client, athlete):
    foreign = make_session()

    for asked in ({"athlete": [athlete.pk, foreign.athlete_id]}, {"session": [foreign.pk]}):
        page = client.get(COMPARE, asked)
        assert page.context["view"].chart is None
        assert str(foreign.athlete) not in page.text


@pytest.mark.parametrize("rows", (1, 3))
def test_query_counts_do_not_grow_with_rows(client, athlete, rows, django_assert_num_queries):
    for days_ago in range(rows):
        ride(athlete, days_ago)

    with django_assert_num_queries(4):
        client.get(reverse("analytics:search"), {"structure": "1x"})
    with django_assert_num_queries(4):
        client.get(SEARCH)
