"""The demo's season: who rides what on which day, before anything is ridden."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

import numpy as np

from analytics.demo.people import Athlete, Team
from analytics.demo.readiness import readiness_of
from analytics.demo.roster import SEASON_WEEKS, THRESHOLD_WEEKS, demo_teams
from analytics.demo.workout import RideKind, Workout
from analytics.demo.workouts import make_workout

SATURDAY = 5
WINTER_MONTHS = (11, 12, 1, 2)
TEST_WEEKS = tuple(week - 1 for week in THRESHOLD_WEEKS if week)
EASY_WEEKS = tuple(week - 3 for week in TEST_WEEKS)
FIRST_RACE_WEEK = 15
STRUCTURED = (
    RideKind.SWEET_SPOT,
    RideKind.THRESHOLD,
    RideKind.OVER_UNDERS,
    RideKind.VO2MAX,
    RideKind.MICRO_INTERVALS,
    RideKind.SPRINTS,
    RideKind.TORQUE,
    RideKind.LATE_EFFORTS,
    RideKind.ACTIVATION,
    RideKind.TEST,
)
# What the two hard days of a week are chosen from, in the first, second and last third.
HARD_KINDS = (
    (RideKind.SWEET_SPOT, RideKind.TORQUE, RideKind.THRESHOLD, RideKind.SPRINTS),
    (RideKind.THRESHOLD, RideKind.OVER_UNDERS, RideKind.VO2MAX, RideKind.MICRO_INTERVALS),
    (RideKind.VO2MAX, RideKind.MICRO_INTERVALS, RideKind.SPRINTS, RideKind.OVER_UNDERS),
)


class Oddity(StrEnum):
    """Something that happens to one ride of the season and that an import must live with."""

    POWER_SPIKE = "power spike"
    DROPOUT = "dropout"
    CAFE_STOP = "café stop"
    NO_POWER = "no power"


class LapStyle(StrEnum):
    """Who marks the laps of a ride."""

    WORKOUT_STEPS = "workout steps"  # the head unit, which carries the plan
    BY_HAND = "by hand"
    EVERY_5_KM = "every 5 km"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class PlannedRide:
    """One ride of one athlete, with all that decides how it will be ridden."""

    athlete: Athlete
    starts_at: datetime  # aware, in the athlete's time zone
    workout: Workout
    lap_style: LapStyle
    is_indoor: bool
    readiness: float  # power of the day against the athlete's form, about 1
    seed: tuple[int, ...]  # of everything random in the ride
    oddity: Oddity | None = None

    @property
    def kind(self) -> RideKind:
        return self.workout.kind

    @property
    def title(self) -> str:
        return self.workout.title

    @property
    def local_date(self) -> date:
        return self.starts_at.date()


@dataclass(frozen=True, slots=True)
class Season:
    first_date: date
    last_date: date
    teams: tuple[Team, ...]
    rides: tuple[PlannedRide, ...]  # in the order in which they start

    @property
    def athletes(self) -> tuple[Athlete, ...]:
        return tuple(athlete for team in self.teams for athlete in team.athletes)


def plan_season(seed: int, last_date: date) -> Season:
    """Plan nine months of two teams.

    Parameters
    ----------
    seed : int
        Not negative; equal seeds and days give equal seasons.
    last_date : date
        The season's last local day. Its last ride may end as late as six in the
        morning of the next day, UTC: who wants no ride in the future passes the date
        of thirty hours ago.

    Returns
    -------
    Season
        39 weeks with five rides of each athlete a week. Each oddity happens once.
    """
    first_date = last_date - timedelta(days=7 * SEASON_WEEKS - 1)
    teams = demo_teams(first_date, np.random.default_rng([seed]))
    athletes = [athlete for team in teams for athlete in team.athletes]
    rides = [
        ride
        for number, athlete in enumerate(athletes)
        for ride in _ride_season(athlete, first_date, (seed, number))
    ]
    rides.sort(key=lambda ride: (ride.starts_at, ride.athlete.user_name))
    return Season(first_date, last_date, teams, tuple(_with_oddities(rides)))


def _ride_season(
    athlete: Athlete, first_date: date, seed: tuple[int, int]
) -> Iterator[PlannedRide]:
    draw = np.random.default_rng(seed)
    dates: list[date] = []
    workouts: list[Workout] = []
    for week in range(SEASON_WEEKS):
        kinds = _kinds_of_week(week, seed[1], draw)
        for day, kind in _placed(kinds, athlete, first_date + timedelta(weeks=week)):
            dates.append(day)
            workouts.append(make_workout(kind, draw))
    readiness = readiness_of(dates, workouts, draw)
    for number, (day, workout) in enumerate(zip(dates, workouts, strict=True)):
        is_indoor = _is_indoor(day, workout, draw)
        yield PlannedRide(
            athlete=athlete,
            starts_at=_start(athlete, day, draw),
            workout=workout,
            lap_style=_lap_style(workout, draw, is_indoor=is_indoor),
            is_indoor=is_indoor,
            readiness=readiness[number],
            seed=(*seed, number),
        )


def _placed(
    kinds: list[RideKind], athlete: Athlete, first_date: date
) -> list[tuple[date, RideKind]]:
    """Give the five rides of a week to its days from Monday to Sunday, then sort by date.

    The seven days may begin on any weekday; the two last rides are the weekend's.
    """
    week = [first_date + timedelta(days=day) for day in range(7)]
    free = [day for day in week if day.weekday() not in athlete.rest_weekdays]
    return sorted(zip(sorted(free, key=date.weekday), kinds, strict=True))


def _kinds_of_week(week: int, athlete_number: int, draw: np.random.Generator) -> list[RideKind]:
    """Choose the five rides of a week, Monday to Sunday."""
    if week in TEST_WEEKS:
        return [
            RideKind.RECOVERY,
            RideKind.ACTIVATION,
            RideKind.TEST,
            RideKind.ENDURANCE,
            RideKind.LONG,
        ]
    first, second = draw.permutation(len(HARD_KINDS[0]))[:2]
    pool = HARD_KINDS[week * len(HARD_KINDS) // SEASON_WEEKS]
    if week in EASY_WEEKS:
        return [RideKind.RECOVERY, pool[first], RideKind.RECOVERY, *[RideKind.ENDURANCE] * 2]
    if week >= FIRST_RACE_WEEK and (week + athlete_number) % 3 == 0:
        return [
            pool[first],
            RideKind.ENDURANCE,
            RideKind.ACTIVATION,
            RideKind.RACE,
            RideKind.ENDURANCE,
        ]
    fourth = RideKind.LATE_EFFORTS if draw.random() < 0.25 else RideKind.ENDURANCE
    return [pool[first], RideKind.ENDURANCE, pool[second], fourth, RideKind.LONG]


def _is_indoor(day: date, workout: Workout, draw: np.random.Generator) -> bool:
    share = 0.65 if day.month in WINTER_MONTHS else 0.12
    is_at_home = workout.kind in STRUCTURED and workout.kind is not RideKind.LATE_EFFORTS
    return bool(draw.random() < share) and is_at_home


def _lap_style(workout: Workout, draw: np.random.Generator, *, is_indoor: bool) -> LapStyle:
    if is_indoor:
        return LapStyle.WORKOUT_STEPS
    if workout.kind in STRUCTURED:
        return list(LapStyle)[int(draw.choice(4, p=(0.25, 0.3, 0.2, 0.25)))]
    return LapStyle.EVERY_5_KM if draw.random() < 0.4 else LapStyle.NONE


def _start(athlete: Athlete, day: date, draw: np.random.Generator) -> datetime:
    """Start in the morning of a weekend and after work in the week."""
    earliest_minute = 60 * 9 if day.weekday() >= SATURDAY else 60 * 16 + 45
    hour, minute = divmod(earliest_minute + int(draw.integers(0, 106)), 60)
    clock = time(hour, minute, int(draw.integers(0, 60)), tzinfo=ZoneInfo(athlete.time_zone))
    return datetime.combine(day, clock)


def _with_oddities(rides: list[PlannedRide]) -> list[PlannedRide]:
    """Let each oddity happen once, in the season's last weeks, to different athletes."""
    odd = list(rides)
    by_athlete: dict[str, list[int]] = defaultdict(list)
    for position, ride in enumerate(rides):
        if not ride.is_indoor:
            by_athlete[ride.athlete.user_name].append(position)
    kinds = {
        Oddity.POWER_SPIKE: RideKind.ENDURANCE,
        Oddity.DROPOUT: RideKind.ENDURANCE,
        Oddity.CAFE_STOP: RideKind.LONG,
        Oddity.NO_POWER: RideKind.ENDURANCE,
    }
    for (oddity, kind), positions in zip(kinds.items(), by_athlete.values(), strict=False):
        latest = [position for position in positions if rides[position].kind is kind][-1]
        odd[latest] = replace(rides[latest], oddity=oddity)
    return odd
