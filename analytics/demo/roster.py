"""Who is in the demo: two teams, their coaches and six athletes, all invented."""

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from analytics.demo.people import (
    Athlete,
    Coach,
    DatedMass,
    DatedThresholds,
    Home,
    Team,
)

SEASON_WEEKS = 39
THRESHOLD_WEEKS = (0, 6, 13, 20, 27, 34)  # a test closes the week before each but the first
WEIGHING_WEEKS = tuple(range(0, SEASON_WEEKS, 3))
FTP_OF_CRITICAL_POWER = 0.96


@dataclass(frozen=True, slots=True)
class _Sketch:
    """An athlete before the season has dates; figures of the first day."""

    first_name: str
    last_name: str
    time_zone: str
    rest_weekdays: tuple[int, int]
    home: Home
    critical_power_w: float
    power_factors: tuple[float, ...]  # of critical power, one for each of THRESHOLD_WEEKS
    w_prime_j: float
    threshold_heart_rate_bpm: float
    mass_kg: float
    mass_change_kg: float  # over the season
    sprint_w: float
    resting_heart_rate_bpm: float
    max_heart_rate_bpm: float
    cadence_rpm: float


_TILEN = _Sketch(
    "Tilen", "Hrast", "Europe/Ljubljana", (0, 4), Home(46.62, 16.17, 205.0, 0.030),
    critical_power_w=318.0, power_factors=(1.0, 1.018, 1.041, 1.012, 1.052, 1.079),
    w_prime_j=19500.0, threshold_heart_rate_bpm=172.0, mass_kg=67.4, mass_change_kg=-2.1,
    sprint_w=1130.0, resting_heart_rate_bpm=44.0, max_heart_rate_bpm=194.0, cadence_rpm=91.0,
)  # fmt: skip
_MAJA = _Sketch(
    "Maja", "Jelovec", "Europe/Ljubljana", (0, 3), Home(46.55, 15.92, 240.0, 0.034),
    critical_power_w=238.0, power_factors=(1.0, 1.025, 1.033, 1.061, 1.055, 1.092),
    w_prime_j=15200.0, threshold_heart_rate_bpm=176.0, mass_kg=58.1, mass_change_kg=-1.2,
    sprint_w=905.0, resting_heart_rate_bpm=48.0, max_heart_rate_bpm=197.0, cadence_rpm=93.0,
)  # fmt: skip
_OSKAR = _Sketch(
    "Oskar", "Birkelund", "Europe/Oslo", (1, 4), Home(60.82, 11.21, 180.0, 0.024),
    critical_power_w=352.0, power_factors=(1.0, 0.991, 1.022, 1.037, 1.030, 1.051),
    w_prime_j=23800.0, threshold_heart_rate_bpm=168.0, mass_kg=79.6, mass_change_kg=-1.6,
    sprint_w=1310.0, resting_heart_rate_bpm=42.0, max_heart_rate_bpm=189.0, cadence_rpm=87.0,
)  # fmt: skip
_IMOGEN = _Sketch(
    "Imogen", "Fairley", "Europe/London", (0, 4), Home(52.61, 0.74, 35.0, 0.018),
    critical_power_w=224.0, power_factors=(1.0, 1.031, 1.047, 1.040, 1.068, 1.101),
    w_prime_j=14100.0, threshold_heart_rate_bpm=174.0, mass_kg=61.8, mass_change_kg=-1.9,
    sprint_w=820.0, resting_heart_rate_bpm=50.0, max_heart_rate_bpm=192.0, cadence_rpm=89.0,
)  # fmt: skip
_DEWI = _Sketch(
    "Dewi", "Larkspur", "Europe/London", (1, 3), Home(52.68, 0.52, 20.0, 0.016),
    critical_power_w=292.0, power_factors=(1.0, 1.012, 1.029, 1.001, 1.019, 1.046),
    w_prime_j=24600.0, threshold_heart_rate_bpm=170.0, mass_kg=76.2, mass_change_kg=0.8,
    sprint_w=1340.0, resting_heart_rate_bpm=46.0, max_heart_rate_bpm=191.0, cadence_rpm=94.0,
)  # fmt: skip
_CALEB = _Sketch(
    "Caleb", "Stonemill", "America/Denver", (2, 4), Home(39.68, -103.42, 1490.0, 0.020),
    critical_power_w=274.0, power_factors=(1.0, 1.022, 1.035, 1.049, 1.058, 1.072),
    w_prime_j=18300.0, threshold_heart_rate_bpm=161.0, mass_kg=83.5, mass_change_kg=-3.4,
    sprint_w=1045.0, resting_heart_rate_bpm=52.0, max_heart_rate_bpm=181.0, cadence_rpm=85.0,
)  # fmt: skip


def demo_teams(first_date: date, draw: np.random.Generator) -> tuple[Team, ...]:
    """Bring the two teams into being on the season's first day."""
    return (
        Team(
            "Linden Racing",
            (_coach("Nika", "Zorko"),),
            tuple(_athlete(sketch, first_date, draw) for sketch in (_TILEN, _MAJA, _OSKAR)),
        ),
        Team(
            "Sedgefen Wheelers",
            (_coach("Harriet", "Wold"),),
            tuple(_athlete(sketch, first_date, draw) for sketch in (_IMOGEN, _DEWI, _CALEB)),
        ),
    )


def _user_name(first_name: str, last_name: str) -> str:
    return f"{first_name}.{last_name}".lower()


def _coach(first_name: str, last_name: str) -> Coach:
    return Coach(_user_name(first_name, last_name), first_name, last_name)


def _athlete(sketch: _Sketch, first_date: date, draw: np.random.Generator) -> Athlete:
    return Athlete(
        user_name=_user_name(sketch.first_name, sketch.last_name),
        first_name=sketch.first_name,
        last_name=sketch.last_name,
        time_zone=sketch.time_zone,
        rest_weekdays=sketch.rest_weekdays,
        home=sketch.home,
        masses=_weighings(sketch, first_date, draw),
        thresholds=_tested(sketch, first_date),
        sprint_w=sketch.sprint_w,
        resting_heart_rate_bpm=sketch.resting_heart_rate_bpm,
        max_heart_rate_bpm=sketch.max_heart_rate_bpm,
        cadence_rpm=sketch.cadence_rpm,
    )


def _weighings(
    sketch: _Sketch, first_date: date, draw: np.random.Generator
) -> tuple[DatedMass, ...]:
    trend_kg = [sketch.mass_change_kg * week / SEASON_WEEKS for week in WEIGHING_WEEKS]
    return tuple(
        DatedMass(
            first_date + timedelta(weeks=week),
            round(sketch.mass_kg + change_kg + float(draw.normal(0, 0.25)), 1),
        )
        for week, change_kg in zip(WEIGHING_WEEKS, trend_kg, strict=True)
    )


def _tested(sketch: _Sketch, first_date: date) -> tuple[DatedThresholds, ...]:
    weeks_and_factors = zip(THRESHOLD_WEEKS, sketch.power_factors, strict=True)
    return tuple(
        DatedThresholds(
            from_date=first_date + timedelta(weeks=week),
            critical_power_w=float(round(sketch.critical_power_w * factor)),
            w_prime_j=float(round(sketch.w_prime_j * (0.6 + 0.4 * factor), -2)),
            ftp_w=float(round(FTP_OF_CRITICAL_POWER * sketch.critical_power_w * factor)),
            threshold_heart_rate_bpm=sketch.threshold_heart_rate_bpm + step // 2,
        )
        for step, (week, factor) in enumerate(weeks_and_factors)
    )
