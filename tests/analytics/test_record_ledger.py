import re
from datetime import date, timedelta
from operator import attrgetter
from random import Random

import pytest

from analytics.engine.peaks import PeakPower
from analytics.engine.vocabulary import Window
from analytics.models import Peak
from analytics.record_book import mark_records_due
from analytics.record_ledger import A_PAGE, Series, best_on, list_reigns
from analytics.tasks import decide_records_task
from tests.make import make_athlete, make_coach, make_ridden, make_session, make_team
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
        for reign in list_reigns(athlete, Series(300, window)).reigns
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
    last = athlete.sessions.latest("started_at")
    athlete.masses.create(date=FIRST, mass_kg=80.0)
    athlete.masses.create(date=last.local_date, mass_kg=70.0)
    mark_records_due(athlete, FIRST)
    decide_records_task(athlete_id=athlete.pk)
    asked = Series(300, Window.ALL_TIME, per_kg=True)

    found = list_reigns(athlete, asked).reigns

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


def test_a_gain_too_small_for_a_record_is_the_best_all_the_same(athlete):
    make_session(
        athlete=athlete, power_w=[241.0] * 400, started_at=STARTED_AT + timedelta(days=110)
    )
    asked = Series(300, Window.ALL_TIME)

    assert reigns_of(athlete, Window.ALL_TIME)[0] == (240.0, 30, None)
    bests = [best_on(athlete, FIRST + timedelta(days=days), asked) for days in (109, 110)]
    assert [best.power_w for best in bests] == [240.0, 241.0]


@pytest.mark.parametrize(
    ("day", "told"),
    (
        ("0001-01-01", "There are no rides before 1970"),
        ("9999-12-31", "That day is yet to come"),
        ("2024-02-30", "Write a date such as 2024-05-03."),
        ("1" * 5000, "Write a date such as 2024-05-03."),
        ("2024-05-03\x00", "Write a date such as 2024-05-03."),
    ),
)
@pytest.mark.parametrize("window", Window)
def test_a_day_that_cannot_be_is_told_beside_the_field(athlete, client, day, told, window):
    client.force_login(make_coach(athlete.team))

    answer = client.get(f"/athletes/{athlete.pk}/records/", {"window": window.value, "on": day})

    assert answer.status_code == 200
    assert told in answer.text


@pytest.fixture
def many():
    """More records of all time than a page holds: a gain a day, two on the last."""
    athlete = make_athlete(team=make_team())
    for number in range(A_PAGE + 2):
        started_at = STARTED_AT + timedelta(days=min(number, A_PAGE))
        make_ridden(
            athlete, started_at, [PeakPower(300, 0, 200.0 + 2 * number, 0, 0, eligible=True)]
        )
    decide_records_task(athlete_id=athlete.pk)
    return athlete


def test_many_records_come_a_page_at_a_time_and_none_is_lost(many):
    asked = Series(300, Window.ALL_TIME)

    first = list_reigns(many, asked)
    second = list_reigns(many, asked, older_than=first.older_than)

    reigns = [*first.reigns, *second.reigns]
    assert [reign.value for reign in reigns] == [302.0 - 2 * n for n in range(A_PAGE + 2)]
    assert [reign.until for reign in reigns] == [None, *(each.since for each in reigns[:-1])]
    assert second.older_than is None


def test_the_pages_of_a_ledger_lead_to_one_another(many, client, django_assert_max_num_queries):
    client.force_login(make_coach(many.team))
    address = f"/athletes/{many.pk}/records/"
    asked = {"duration_s": 300, "window": "all"}

    page = client.get(address, asked).text
    (older,) = re.findall(r"older_than=(\d+)", page)
    with django_assert_max_num_queries(8):
        last = client.get(address, asked | {"older_than": older}).text

    assert "200 W" in last
    assert ("Older records" in last, "Newest records" in last) == (False, True)
    assert "There is no such place" in client.get(address, {"older_than": "9" * 5000}).text
    assert client.get(address, asked | {"older_than": many.pk + 10**9}).status_code == 200


def test_the_best_on_any_day_equals_a_look_at_every_peak():
    """Whatever was decided, moved or weighed meanwhile."""
    draw = Random(5)  # noqa: S311 - the same season at every run
    athlete = make_athlete()
    for day in (0, 15, 30):
        athlete.masses.create(date=FIRST + timedelta(days=day), mass_kg=draw.uniform(60, 80))
    for day in draw.sample(range(240), 25):
        power_w = draw.choice([200.0, 200.6, 201.0, 230.0, 290.0])
        peak = PeakPower(300, 0, power_w, 0, 0, eligible=True)
        make_ridden(athlete, STARTED_AT + timedelta(days=day), [peak])
    decide_records_task(athlete_id=athlete.pk)

    for day in range(-1, 250, 4):
        on = FIRST + timedelta(days=day)
        peaks = Peak.objects.filter(
            session__athlete=athlete, session__local_date__lte=on, quarantine=""
        ).order_by("session__started_at")
        for per_kg in (False, True):
            found = best_on(athlete, on, Series(300, Window.ALL_TIME, per_kg=per_kg))
            value = attrgetter("w_per_kg" if per_kg else "power_w")
            assert found == max(peaks, key=value, default=None)
