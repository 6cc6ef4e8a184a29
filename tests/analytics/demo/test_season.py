from collections import Counter
from datetime import date, timedelta

import pytest

from analytics.demo.season import LapStyle, Oddity, plan_season
from analytics.demo.workout import RideKind

WEEKDAYS = range(7)


def test_equal_seeds_and_days_plan_equal_seasons(season):
    assert plan_season(1, season.last_date) == season


def test_another_seed_plans_another_season(season):
    assert plan_season(2, season.last_date).rides != season.rides


@pytest.mark.parametrize("weekday", WEEKDAYS)
def test_everyone_rides_five_times_in_each_of_39_weeks(weekday):
    season = plan_season(1, date(2026, 11, 16) + timedelta(days=weekday))

    weeks = Counter(
        (ride.athlete.user_name, (ride.local_date - season.first_date).days // 7)
        for ride in season.rides
    )

    assert len(weeks) == 6 * 39
    assert set(weeks.values()) == {5}
    assert len(season.rides) == 1170


def test_rides_lie_inside_the_season_in_order(season):
    starts = [ride.starts_at for ride in season.rides]

    assert starts == sorted(starts)
    assert season.first_date <= season.rides[0].local_date
    assert season.rides[-1].local_date <= season.last_date
    assert (season.last_date - season.first_date).days == 39 * 7 - 1


def test_rides_start_in_daylight_where_the_athlete_lives(season):
    assert {7 <= ride.starts_at.hour <= 18 for ride in season.rides} == {True}
    assert {ride.starts_at.tzinfo.key == ride.athlete.time_zone for ride in season.rides} == {True}


def test_nobody_rides_on_rest_days_or_twice_a_day(season):
    days = Counter((ride.athlete.user_name, ride.local_date) for ride in season.rides)

    assert set(days.values()) == {1}
    assert not any(ride.local_date.weekday() in ride.athlete.rest_weekdays for ride in season.rides)


@pytest.mark.parametrize("weekday", WEEKDAYS)
def test_long_rides_and_races_are_on_weekends(weekday):
    season = plan_season(1, date(2026, 11, 16) + timedelta(days=weekday))

    days = {
        ride.local_date.weekday()
        for ride in season.rides
        if ride.kind in (RideKind.LONG, RideKind.RACE)
    }

    assert days == {5, 6}


def test_every_athlete_rides_every_kind(season):
    for athlete in season.athletes:
        kinds = {ride.kind for ride in season.rides if ride.athlete is athlete}
        assert kinds >= {
            RideKind.ENDURANCE,
            RideKind.THRESHOLD,
            RideKind.VO2MAX,
            RideKind.MICRO_INTERVALS,
            RideKind.SPRINTS,
            RideKind.OVER_UNDERS,
            RideKind.TEST,
            RideKind.RACE,
        }, athlete.user_name
    assert {ride.kind for ride in season.rides} == set(RideKind)


def test_new_thresholds_follow_a_test(season):
    tests = [ride for ride in season.rides if ride.kind is RideKind.TEST]

    for athlete in season.athletes:
        days = [ride.local_date for ride in tests if ride.athlete is athlete]
        known_from = [thresholds.from_date for thresholds in athlete.thresholds[1:]]
        waits = [(known - day).days for known, day in zip(known_from, days, strict=True)]
        assert all(0 < wait <= 7 for wait in waits)


def test_every_oddity_happens_once_to_a_ride_that_suits_it(season):
    odd = {ride.oddity: ride for ride in season.rides if ride.oddity}

    assert Counter(ride.oddity for ride in season.rides if ride.oddity) == dict.fromkeys(Oddity, 1)
    assert odd[Oddity.POWER_SPIKE].kind is RideKind.ENDURANCE
    assert odd[Oddity.CAFE_STOP].kind is RideKind.LONG
    assert len({ride.athlete.user_name for ride in odd.values()}) == 4
    assert not any(ride.is_indoor for ride in odd.values())


def test_all_lap_styles_occur_and_the_trainer_carries_the_plan(season):
    assert {ride.lap_style for ride in season.rides} == set(LapStyle)
    indoors = [ride for ride in season.rides if ride.is_indoor]
    assert {ride.lap_style for ride in indoors} == {LapStyle.WORKOUT_STEPS}
    assert {ride.local_date.weekday() < 5 for ride in indoors} == {True}


def test_ride_seeds_are_all_different(season):
    assert len({ride.seed for ride in season.rides}) == len(season.rides)
