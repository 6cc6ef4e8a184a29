from datetime import date, timedelta

import pytest

from analytics.engine.vocabulary import Window
from analytics.record_book import mark_records_due
from analytics.record_ledger import Series, best_on, list_reigns
from analytics.tasks import decide_records_task
from tests.make import make_athlete, make_coach, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

FIRST = STARTED_AT.date()


@pytest.fixture
def athlete():
    athlete = make_athlete(team=make_team())
    for days, power_w in ((0, 220.0), (30, 240.0), (100, 230.0)):
        make_session(
            athlete=athlete, power_w=[power_w] * 400, started_at=STARTED_AT + timedelta(days=days)
        )
    return athlete


def reigns_of(athlete, window):
    return [
        (
            reign.value,
            (reign.since - FIRST).days,
            reign.until and (reign.until - FIRST).days,
        )
        for reign in list_reigns(athlete, Series(300, window))
    ]


def test_a_record_of_all_time_stands_until_it_is_beaten(athlete):
    assert reigns_of(athlete, Window.ALL_TIME) == [(240.0, 30, None), (220.0, 0, 30)]


def test_a_record_of_eight_weeks_ends_when_it_leaves_them(athlete):
    assert reigns_of(athlete, Window.EIGHT_WEEKS) == [(240.0, 30, 87)]


@pytest.mark.parametrize(
    ("days", "window", "power_w"),
    (
        (-1, Window.ALL_TIME, None),
        (0, Window.ALL_TIME, 220.0),
        (29, Window.ALL_TIME, 220.0),
        (120, Window.ALL_TIME, 240.0),
        (120, Window.EIGHT_WEEKS, 230.0),
        (200, Window.EIGHT_WEEKS, None),
    ),
)
def test_the_best_on_a_day(athlete, days, window, power_w):
    best = best_on(athlete, FIRST + timedelta(days=days), Series(300, window))

    assert (best and best.power_w) == power_w


def test_the_page_answers_and_keeps_what_was_typed_beside_its_fault(athlete, client):
    client.force_login(make_coach(athlete.team))
    address = f"/athletes/{athlete.pk}/records/"
    day = date.isoformat(FIRST + timedelta(days=10))

    page = client.get(address, {"duration_s": 300, "window": "all", "on": day}).content.decode()
    assert "5:00 best (all time) was <strong>220" in page
    assert "240" in page

    page = client.get(address, {"on": "3rd of May"}).content.decode()
    assert "Write a date such as 2024-05-03." in page
    assert "3rd of May" in page
    assert client.get(f"/athletes/{athlete.pk + 1}/records/").status_code == 404


def test_in_watts_per_kilogram_the_lighter_ride_holds_the_record(athlete, client):
    athlete.sessions.update(mass_kg=80.0)
    last = athlete.sessions.latest("started_at")
    athlete.sessions.filter(pk=last.pk).update(mass_kg=70.0)
    mark_records_due(athlete, FIRST)
    decide_records_task(athlete_id=athlete.pk)
    asked = Series(300, Window.ALL_TIME, per_kg=True)

    found = list_reigns(athlete, asked)

    assert [round(reign.value, 2) for reign in found] == [3.29, 3.0, 2.75]
    assert found[0].session == last
    assert best_on(athlete, last.local_date, asked).session == last
    client.force_login(make_coach(athlete.team))
    question = {"duration_s": 300, "window": "all", "measure": "kg", "on": last.local_date}
    page = client.get(f"/athletes/{athlete.pk}/records/", question).text
    assert "<strong>3.29 W/kg</strong> (230" in page
    assert '<td class="number">3.00 W/kg</td>' in page


def test_a_level_of_prior_work_has_a_ledger_of_its_own(athlete, client):
    client.force_login(make_coach(athlete.team))
    address = f"/athletes/{athlete.pk}/records/"

    page = client.get(address, {"duration_s": 300, "level": 40, "window": "all"}).text

    assert "No record over this duration yet." in page
    assert "After 40 kJ/kg" in page
    assert "Choose one of the levels." in client.get(address, {"level": 7}).text
