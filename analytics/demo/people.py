"""The demo's people: what is known of them, and what they are able to do on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np


@dataclass(frozen=True, slots=True)
class DatedMass:
    """Body mass from a day on."""

    from_date: date
    mass_kg: float


@dataclass(frozen=True, slots=True)
class DatedThresholds:
    """Thresholds from a day on."""

    from_date: date
    critical_power_w: float
    w_prime_j: float
    ftp_w: float
    threshold_heart_rate_bpm: float


@dataclass(frozen=True, slots=True)
class Coach:
    user_name: str
    first_name: str
    last_name: str


@dataclass(frozen=True, slots=True)
class Home:
    """Farmland where an athlete's invented loops begin."""

    latitude_deg: float
    longitude_deg: float
    altitude_m: float
    hilliness: float  # typical grade of its hills, as a fraction


@dataclass(frozen=True, slots=True)
class Athlete:
    """An athlete of the demo, with what the team knows and what only the simulation does."""

    user_name: str
    first_name: str
    last_name: str
    time_zone: str
    rest_weekdays: tuple[int, int]  # Monday is 0
    home: Home
    masses: tuple[DatedMass, ...]  # in order of date
    thresholds: tuple[DatedThresholds, ...]  # in order of date
    sprint_w: float  # best second on the season's first day
    resting_heart_rate_bpm: float
    max_heart_rate_bpm: float
    cadence_rpm: float


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    coaches: tuple[Coach, ...]
    athletes: tuple[Athlete, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """What an athlete is able to do on one day."""

    critical_power_w: float
    w_prime_j: float
    ftp_w: float
    threshold_heart_rate_bpm: float
    mass_kg: float
    sprint_w: float


def form_on(athlete: Athlete, day: date) -> Form:
    """Tell what an athlete is able to do on a day.

    Parameters
    ----------
    athlete : Athlete
        Whose history is looked at.
    day : date
        Any day; outside the season the nearest known values hold.

    Returns
    -------
    Form
        Thresholds and mass interpolated between the dated ones: fitness grows from
        day to day, while the team learns of it only after a test. The best second
        grows with critical power.
    """
    dates = [thresholds.from_date.toordinal() for thresholds in athlete.thresholds]

    def on_day(values: Sequence[float], ordinals: Sequence[int] = dates) -> float:
        return float(np.interp(day.toordinal(), ordinals, values))

    critical_power_w = on_day([known.critical_power_w for known in athlete.thresholds])
    return Form(
        critical_power_w=critical_power_w,
        w_prime_j=on_day([known.w_prime_j for known in athlete.thresholds]),
        ftp_w=on_day([known.ftp_w for known in athlete.thresholds]),
        threshold_heart_rate_bpm=on_day(
            [known.threshold_heart_rate_bpm for known in athlete.thresholds]
        ),
        mass_kg=on_day(
            [known.mass_kg for known in athlete.masses],
            [known.from_date.toordinal() for known in athlete.masses],
        ),
        sprint_w=athlete.sprint_w * critical_power_w / athlete.thresholds[0].critical_power_w,
    )
