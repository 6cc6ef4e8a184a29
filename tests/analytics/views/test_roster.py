import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.agenda import raise_item
from analytics.athlete_state import work_out_state
from analytics.engine.vocabulary import AgendaKind
from analytics.models import AthleteState, AuditEntry
from analytics.roster_page import COLUMNS, compose_roster
from tests.make import make_athlete, make_coach, make_session, make_team

pytestmark = pytest.mark.django_db

ROSTER = "/athletes/"


@pytest.fixture
def team():
    return make_team(name="Own team")


@pytest.fixture
def coach(client, team):
    coach = make_coach(team)
    client.force_login(coach)
    return coach


def names_in(view) -> list[str]:
    return [row.athlete.last_name for row in view.rows]


def with_form(team, name: str, form: float | None):
    athlete = make_athlete(team=team, last_name=name)
    AthleteState.objects.create(athlete=athlete, form=form, as_of=timezone.localdate())
    return athlete


def test_a_row_shows_where_the_athlete_stands(client, coach, team):
    session = make_session(
        athlete=make_athlete(team=team), started_at=timezone.now() - timedelta(days=1)
    )
    work_out_state(session.athlete, now=timezone.now())

    page = client.get(ROSTER)

    assert session.get_absolute_url() in page.text
    assert page.context["view"].rows[0].state.timer_7_days_s == session.timer_s


@pytest.mark.parametrize(
    ("sort", "names"),
    (
        ("", ["Arendt", "Brandt", "Curie"]),
        ("-name", ["Curie", "Brandt", "Arendt"]),
        ("form", ["Brandt", "Curie", "Arendt"]),  # unknown comes last either way
        ("-form", ["Curie", "Brandt", "Arendt"]),
    ),
)
def test_every_order_puts_what_is_missing_last(coach, team, sort, names):
    for name, form in (("Curie", 5.0), ("Arendt", None), ("Brandt", -20.0)):
        with_form(team, name, form)

    assert names_in(compose_roster(coach, {"sort": sort})) == names


@pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.key)
def test_every_column_sorts(client, coach, team, column):
    make_athlete(team=team)

    page = client.get(ROSTER, {"sort": f"-{column.key}"})

    assert page.context["view"].ignored == []
    assert 'aria-sort="descending"' in page.text


def test_open_decisions_are_counted_and_sorted_by(coach, team):
    busy = make_athlete(team=team, last_name="Zola")
    make_athlete(team=team, last_name="Auden")
    for subject in "ab":
        raise_item(
            busy,
            kind=AgendaKind.FORM,
            subject=subject,
            evidence="e",
            address="/",
            now=timezone.now(),
        )

    view = compose_roster(coach, {"sort": "-open"})

    assert [row.open_decisions for row in view.rows] == [2, 0]


def test_a_coach_of_two_teams_can_look_at_one(client, coach, team):
    other = make_team()
    coach.memberships.create(team=other)
    make_athlete(team=team, last_name="Curie")
    make_athlete(team=other, last_name="Brandt")

    page = client.get(ROSTER, {"team": other.pk})

    assert names_in(page.context["view"]) == ["Brandt"]
    assert f'<option value="{other.pk}" selected>' in page.text


@pytest.mark.parametrize(
    ("asked", "told"),
    (
        ({"sort": "shoe size"}, "“shoe size” is no column"),
        ({"team": "9999"}, "There is no team “9999” of yours"),
        ({"page": "many"}, "“many” is no page"),
        ({"page": "0"}, "“0” is no page"),
        ({"team": "<b>"}, "“&lt;b&gt;”"),
    ),
)
def test_nonsense_is_named_and_ignored(client, coach, team, asked, told):
    athlete = make_athlete(team=team)

    page = client.get(ROSTER, asked)

    assert page.status_code == 200
    assert told in page.text
    assert str(athlete) in page.text


def test_a_foreign_team_is_like_one_that_is_not_there(client, coach, team):
    make_athlete(team=team)
    foreign = make_team(name="Secret squad")

    page = client.get(ROSTER, {"team": foreign.pk})

    assert "Secret squad" not in page.text
    assert "There is no team" in page.text


def test_long_rosters_come_in_pages(coach, team):
    for number in range(5):
        make_athlete(team=team, last_name=f"Rider{number}")

    first = compose_roster(coach, {}, rows_a_page=2)
    last = compose_roster(coach, {"page": "3"}, rows_a_page=2)

    assert (names_in(first), first.has_next) == (["Rider0", "Rider1"], True)
    assert (names_in(last), last.has_next) == (["Rider4"], False)


def test_the_csv_holds_what_is_shown_and_nothing_that_runs(client, coach, team):
    with_form(team, "=cmd()", -20.0)
    make_athlete(team=team)
    make_athlete(last_name="Foreign")

    answer = client.get(reverse("analytics:roster-csv"), {"sort": "-form"})

    assert answer["Content-Type"].startswith("text/csv")
    assert AuditEntry.objects.get(act="athletes.exported").actor == coach
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == [column.heading for column in COLUMNS]
    assert len(rows) == 3
    assert {len(row) for row in rows} == {len(COLUMNS)}
    assert rows[1][9] == "-20"
    assert "Foreign" not in answer.text


def test_query_counts_do_not_grow_with_rows(client, coach, team, django_assert_num_queries):
    with_form(team, "First", 1.0)
    with django_assert_num_queries(4):
        client.get(ROSTER)
    for name in ("Second", "Third"):
        with_form(team, name, 2.0)
    with django_assert_num_queries(4):
        client.get(ROSTER)
