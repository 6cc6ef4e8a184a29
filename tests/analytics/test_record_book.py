from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.engine.peaks import PeakPower
from analytics.models import Record, Session
from analytics.tasks import decide_records_task
from tests.make import make_athlete, make_past, make_ridden, make_session
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

PEAK = PeakPower(300, 0, 200.0, 0, 0, eligible=True)


def ride(athlete, power_w: float, *, days: int) -> Session:
    started_at = STARTED_AT + timedelta(days=days)
    return make_session(athlete=athlete, power_w=[power_w] * 400, started_at=started_at)


def windows(session: Session, *, duration_s=300) -> dict[str, float | None]:
    return dict(
        session.records.filter(duration_s=duration_s, level=0).values_list("window", "previous_w")
    )


def test_the_first_ride_sets_baselines():
    session = ride(make_athlete(), 200, days=0)

    assert windows(session) == {"all": None}


def test_each_window_is_compared_on_its_own():
    athlete = make_athlete()
    ride(athlete, 250, days=-400)
    ride(athlete, 240, days=-100)
    ride(athlete, 220, days=-10)

    session = ride(athlete, 245, days=0)

    assert windows(session) == {"8w": 220.0, "1y": 240.0}


def test_another_athletes_bests_do_not_count():
    ride(make_athlete(), 300, days=-5)

    assert windows(ride(make_athlete(), 200, days=0)) == {"all": None}


def test_an_old_ride_imported_late_takes_back_the_records_after_it():
    athlete = make_athlete()
    first = ride(athlete, 200, days=-20)
    later = ride(athlete, 230, days=0)
    assert windows(later) == {"8w": 200.0, "1y": 200.0, "all": 200.0}

    ride(athlete, 240, days=-10)

    assert windows(later) == {}
    assert windows(first) == {"all": None}


def test_an_implausible_peak_waits_and_later_rides_are_not_held_to_it():
    athlete = make_athlete()
    make_past(athlete, 200.0, before=STARTED_AT - timedelta(days=20))
    doubtful = ride(athlete, 280, days=-10)
    session = ride(athlete, 210, days=0)

    assert doubtful.peaks.get(duration_s=300, level=0).quarantine
    assert windows(doubtful) == {}
    assert windows(session)["all"] == 200.0


def test_deciding_in_any_order_of_import_gives_the_same_records():
    days_and_powers = [(-90, 220.0), (-60, 240.0), (-30, 235.0), (-3, 242.0), (0, 250.0)]
    in_order, shuffled = make_athlete(), make_athlete()
    for days, power_w in days_and_powers:
        ride(in_order, power_w, days=days)
    for position in (3, 0, 4, 2, 1):
        days, power_w = days_and_powers[position]
        ride(shuffled, power_w, days=days)

    def records_of(athlete):
        return list(
            Record.objects.filter(session__athlete=athlete)
            .order_by("session__started_at", "level", "duration_s", "window")
            .values_list("session__local_date", "level", "duration_s", "window", "previous_w")
        )

    assert records_of(shuffled) == records_of(in_order)
    assert records_of(in_order)


def test_a_newest_ride_costs_the_same_queries_after_10_and_after_100_others():
    def queries_after(rides: int) -> int:
        athlete = make_athlete()
        for days in range(rides, 0, -1):
            make_ridden(athlete, STARTED_AT - timedelta(days=days), [PEAK])
        decide_records_task(athlete_id=athlete.pk)
        with CaptureQueriesContext(connection) as queries:
            make_ridden(athlete, STARTED_AT, [replace(PEAK, power_w=210.0)])
        athlete.refresh_from_db()
        assert athlete.records_due_from is None  # it was decided at once
        return len(queries)

    assert queries_after(10) == queries_after(100)
