from dataclasses import replace
from datetime import date, timedelta

import pytest

from analytics.engine.season_watch import (
    AthleteHistory,
    FileGlance,
    LoadOfMorning,
    PeakGlance,
    RecordGlance,
    SessionGlance,
    watch_season,
)
from analytics.engine.vocabulary import AgendaKind, Window

TODAY = date(2026, 5, 20)
FRESH_DATES = {"mass_date": TODAY, "thresholds_date": TODAY}


def days_ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def ridden(*days: int, load: float = 60.0, decoupling: float | None = None):
    """Sessions so many days ago, oldest first, numbered by the day."""
    return [
        SessionGlance(day, days_ago(day), "Endurance ride", load, decoupling)
        for day in sorted(days, reverse=True)
    ]


def watch(today: date = TODAY, **history):
    return watch_season(AthleteHistory(**{**FRESH_DATES, **history}), today=today)


def kinds(notices) -> list[AgendaKind]:
    return [notice.kind for notice in notices]


def test_a_quiet_season_gives_nothing():
    assert watch() == []
    assert watch(sessions=ridden(*range(1, 90, 2))) == []


def test_a_doubtful_peak_is_one_notice_a_session_however_old():
    peaks = [PeakGlance(7, days_ago(200), seconds, 1500.0, "far above") for seconds in (5, 1, 10)]

    (notice,) = watch(quarantined=peaks)

    assert (notice.kind, notice.session_id) == (AgendaKind.QUARANTINED_PEAK, 7)
    assert "1500 W over 1 s" in notice.evidence
    assert "and 2 more peaks on" in notice.evidence


@pytest.mark.parametrize(("age_days", "told"), ((0, 1), (14, 1), (15, 0)))
def test_a_failed_file_is_news_for_two_weeks(age_days, told):
    file = FileGlance(
        "recording 3", "/there/", days_ago(age_days), "ride.fit", "The file holds no ride."
    )

    assert len(watch(failed=[file])) == told


def mornings(*forms: float):
    return [
        LoadOfMorning(days_ago(len(forms) - 1 - number), form, 70.0, 110.0)
        for number, form in enumerate(forms)
    ]


def test_low_form_is_one_notice_for_the_whole_stretch():
    (first,) = watch(mornings=mornings(-10, -31, -35))
    (longer,) = watch_season(
        AthleteHistory(mornings=mornings(-10, -31, -35, -36), **FRESH_DATES), today=TODAY
    )

    assert "below \N{MINUS SIGN}30 since 19 May" in first.evidence
    assert "Form is \N{MINUS SIGN}35" in first.evidence
    assert first.subject == "since 2026-05-19"
    assert longer.subject == "since 2026-05-18"


@pytest.mark.parametrize("forms", ((), (-29.9,), (-30.0,), (-40.0, -12.0)))
def test_form_that_is_not_below_thirty_today_is_no_news(forms):
    assert watch(mornings=mornings(*forms)) == []


def hard_last_day(silent_days: int):
    easy = ridden(*range(silent_days + 2, silent_days + 40, 2))
    return [*easy, *ridden(silent_days, load=200.0)]


@pytest.mark.parametrize(("silent_days", "told"), ((1, 0), (2, 0), (3, 1), (28, 1), (29, 0)))
def test_silence_after_a_hard_day_is_told_beyond_the_usual_gap(silent_days, told):
    assert len(watch(sessions=hard_last_day(silent_days))) == told


def test_silence_after_an_easy_day_is_a_rest():
    sessions = [*hard_last_day(20), *ridden(10, load=20.0)]

    assert watch(sessions=sessions) == []


@pytest.mark.parametrize(("percent", "told"), ((3.0, 0), (4.1, 0), (9.0, 1), (-6.0, 1)))
def test_decoupling_is_told_outside_the_athletes_own_band(percent, told):
    usual = [
        *ridden(10, 20, 30, decoupling=1.0),
        *ridden(40, 50, 60, decoupling=3.0),
    ]
    usual.sort(key=lambda session: session.day)

    notices = watch(sessions=[*usual, *ridden(1, decoupling=percent)])

    assert kinds(notices) == [AgendaKind.DECOUPLING] * told


def test_four_rides_are_no_band():
    usual = ridden(10, 20, 30, 40, decoupling=1.0)

    assert watch(sessions=[*usual, *ridden(1, decoupling=30.0)]) == []


def record(duration_s: int, window: Window, **more) -> RecordGlance:
    fields = {"session_id": 5, "day": days_ago(1), "power_w": 400.0, "previous_w": 380.0}
    return RecordGlance(duration_s=duration_s, window=window, **{**fields, **more})


def test_records_of_one_ride_are_one_notice_led_by_the_widest_window():
    (notice,) = watch(
        records=[
            record(60, Window.EIGHT_WEEKS, previous_w=100.0),
            record(300, Window.ALL_TIME, power_w=372.0, previous_w=360.0),
            record(300, Window.EIGHT_WEEKS, power_w=372.0, previous_w=350.0),
        ]
    )

    assert notice.evidence.startswith(
        "Best of all time over 5:00 and 1 more record on 19 May: 372 W, 12 W more"
    )
    assert notice.day == date(2026, 5, 19)


def test_an_old_record_is_no_news():
    assert watch(records=[record(60, Window.ALL_TIME, day=days_ago(15))]) == []


def test_old_figures_are_told_of_an_athlete_who_rides():
    sessions = ridden(3)
    old = {"sessions": sessions, "mass_date": days_ago(57), "thresholds_date": None}

    (notice,) = watch(**old)

    assert notice.evidence == "Weight from 24 Mar, 2026; Thresholds unknown: older than 8 weeks."
    assert watch(**{**old, "sessions": ridden(57)}) == []
    assert watch(sessions=sessions, mass_date=days_ago(56), thresholds_date=days_ago(56)) == []


def test_the_same_history_gives_the_same_notices():
    history = AthleteHistory(sessions=hard_last_day(5), mornings=mornings(-35), **FRESH_DATES)

    assert watch_season(history, today=TODAY) == watch_season(replace(history), today=TODAY)
