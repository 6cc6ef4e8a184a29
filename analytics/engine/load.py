"""Load over days: fitness, fatigue and form from the training load of each local day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import exp, isfinite
from typing import Any

import pandas as pd

FITNESS_DAYS = 42
FATIGUE_DAYS = 7

LoadOfDay = tuple[date, float | None]  # a session's local day and training load; None: unknown


@dataclass(frozen=True, slots=True)
class LoadState:
    """Fitness and fatigue at the end of the day before the first one."""

    fitness: float = 0.0
    fatigue: float = 0.0


def add_up_days(loads: Iterable[LoadOfDay], *, first: date, last: date) -> pd.DataFrame:
    """Add up the training load of each local day.

    Parameters
    ----------
    loads : iterable of (date, float or None)
        Local day and training load of each session, in any order; None where a
        session's load is unknown.
    first, last : date
        The days to cover, both inside; sessions outside are left out.

    Returns
    -------
    DataFrame
        One row a day, rest days included: ``load`` (0 on a rest day),
        ``sessions`` and ``sessions_without_load``. An unknown load adds nothing,
        and the last column says so.

    Raises
    ------
    ValueError
        If ``last`` is before ``first``, or a load is negative or not finite.
    """
    if last < first:
        raise ValueError(f"last day {last} is before first day {first}")
    days = pd.date_range(first, last, freq="D", name="day")
    rows = [_checked(day, load) for day, load in loads if first <= day <= last]
    sessions = pd.DataFrame(rows, columns=["day", "load", "sessions", "sessions_without_load"])
    sessions["day"] = pd.DatetimeIndex(sessions["day"])
    sums = sessions.groupby("day").sum().reindex(days, fill_value=0)
    return sums.astype({"load": float, "sessions": int, "sessions_without_load": int})


def follow_load(daily_load: "pd.Series[Any]", *, start: LoadState | None = None) -> pd.DataFrame:
    """Compute fitness, fatigue and form of each day from the daily load.

    Parameters
    ----------
    daily_load : Series of float
        Training load of consecutive days, 0 on rest days, indexed by day.
    start : LoadState, optional
        State at the end of the day before; nothing ridden if left out.

    Returns
    -------
    DataFrame
        Indexed like ``daily_load``: ``load``, ``fitness``, ``fatigue``, ``form``.
        Form is that of the morning: yesterday's fitness less yesterday's fatigue.

    Raises
    ------
    ValueError
        If a load is missing.

    Notes
    -----
    ``X_d = X_{d-1} + (L_d - X_{d-1}) (1 - exp(-1 / tau))`` with tau 42 days
    for fitness and 7 for fatigue. The state of a day holds all that came before.

    References
    ----------
    .. [1] E. W. Banister, T. W. Calvert, M. V. Savage and T. Bach, "A systems
       model of training for athletic performance," Aust. J. Sports Med.,
       vol. 7, pp. 57-61, 1975.
    """
    if daily_load.isna().any():
        raise ValueError("daily_load must not have missing days: a rest day is 0")
    start = LoadState() if start is None else start
    load = daily_load.astype(float)
    fitness = _smooth(load, start.fitness, FITNESS_DAYS)
    fatigue = _smooth(load, start.fatigue, FATIGUE_DAYS)
    form = (fitness - fatigue).shift(1)
    if not form.empty:
        form.iloc[0] = start.fitness - start.fatigue
    return pd.DataFrame({"load": load, "fitness": fitness, "fatigue": fatigue, "form": form})


def sum_weeks(season: pd.DataFrame) -> pd.DataFrame:
    """Sum a season by weeks that start on Monday.

    Returns
    -------
    DataFrame
        Indexed by Monday: ``load`` (sum), ``fitness`` and ``fatigue`` at the end
        of the week, ``ramp`` (fitness gained in the week; NaN in the first, whose
        start is not known). First and last week may be incomplete.
    """
    monday = pd.DatetimeIndex(season.index).to_period("W-SUN").start_time.rename("monday")
    weeks = season.groupby(monday).agg({"load": "sum", "fitness": "last", "fatigue": "last"})
    return weeks.assign(ramp=weeks["fitness"].diff())


def _smooth(load: "pd.Series[Any]", before: float, tau_days: int) -> "pd.Series[Any]":
    # ewm starts from its first value, so the state of the day before goes in front.
    values = pd.concat([pd.Series([before]), load.reset_index(drop=True)], ignore_index=True)
    smoothed = values.ewm(alpha=1 - exp(-1 / tau_days), adjust=False).mean()
    return pd.Series(smoothed.to_numpy()[1:], index=load.index)


def _checked(day: date, load: float | None) -> tuple[date, float, int, int]:
    if load is None:
        return day, 0.0, 1, 1
    if not (isfinite(load) and load >= 0):
        raise ValueError(f"training load of {day} must be finite and not negative, not {load}")
    return day, float(load), 1, 0
