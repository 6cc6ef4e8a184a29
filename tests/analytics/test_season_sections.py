from datetime import timedelta

import pytest

from analytics.engine.vocabulary import Stimulus
from analytics.models import Session, Thresholds
from analytics.season_sections import compose_calendar, compose_load, compose_volume
from tests.make import make_athlete, make_session
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

TODAY = STARTED_AT.date()  # a Sunday


@pytest.fixture
def athlete():
    athlete = make_athlete()
    Thresholds.objects.create(
        athlete=athlete, date=TODAY - timedelta(days=500), ftp_w=250.0, critical_power_w=260.0
    )
    return athlete


def ride(athlete, days_ago: int, **ride) -> Session:
    return make_session(athlete=athlete, started_at=STARTED_AT - timedelta(days=days_ago), **ride)


def test_a_year_of_load_leads_to_its_sessions_and_marks_its_records(athlete):
    ride(athlete, 400)
    first = ride(athlete, 10)
    second = ride(athlete, 10, power_w=[220.0] * 600)

    section = compose_load(athlete, today=TODAY)

    assert len(section.days) == 365
    (day,) = section.ridden
    assert set(day.sessions) == {
        (each.get_absolute_url(), each.heading) for each in (first, second)
    }
    assert day.load.load == pytest.approx((first.training_load or 0) + (second.training_load or 0))
    assert day.record == "220 W over 10:00"
    place = section.payload["days"].index(str(first.local_date))
    assert section.payload["addresses"][place] in (
        first.get_absolute_url(),
        second.get_absolute_url(),
    )
    assert section.payload["addresses"][place + 1] is None


def test_volume_is_summed_by_week_and_stimulus(athlete):
    ride(athlete, 0)
    ride(athlete, 6, power_w=[150.0] * 1200)
    ride(athlete, 7)
    Session.objects.update(stimulus=Stimulus.AEROBIC)

    volume = compose_volume(athlete, today=TODAY)

    newest, before = volume.weeks[:2]
    assert newest.timer_s == 1800
    assert before.timer_s == 600
    assert newest.by_stimulus == [(Stimulus.AEROBIC, 1800)]
    assert f"since={newest.first_date}" in newest.address
    assert len(volume.weeks) == len(volume.bars.bars) == 26
    assert sum(zone.duration_s for zone in volume.zones) == 2400


def test_an_empty_season_has_sections_that_say_so(athlete):
    assert compose_load(athlete, today=TODAY).days == []
    volume = compose_volume(athlete, today=TODAY)
    assert (volume.stimuli, volume.zones) == ([], [])


def test_the_calendar_has_whole_weeks_newest_first(athlete):
    session = ride(athlete, 0)

    weeks = compose_calendar(athlete, today=TODAY)

    assert {len(week) for week in weeks} == {7}
    sunday = weeks[0][-1]
    assert (sunday.date, sunday.is_today, list(sunday.sessions)) == (TODAY, True, [session])
