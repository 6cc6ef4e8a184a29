"""Held against twins: peaks, peaks after work, the curve, load over days, the two-parameter fit."""

import math
from datetime import date, timedelta

import numpy as np
import pandas as pd

from analytics.engine import durability, load, peaks
from analytics.engine.mean_maximal import curve_durations_s, mean_maximal_curve
from analytics.engine.power_model import CriticalPowerFit, Effort, Refusal, fit_critical_power
from analytics.engine.recording import FloatArray
from bench import ride_twins, season_twins, twins
from bench.power_pairs import CP_W, Pair, Values, readable
from bench.whole_rides import columns_of, of_power, ride_of

WORN_DURATIONS_S, WORN_MASS_KG = (1, 5, 60, 1200), 15.0  # so light that an hour reaches levels
DAYS = 60
START = load.LoadState(fitness=55.0, fatigue=80.0)
FIT_DURATIONS_S = (180, 300, 420, 600, 900, 1200)


def rows_of(found: tuple[peaks.PeakPower, ...]) -> list[tuple[float, ...]]:
    return [(each.duration_s, each.power_w, each.start_s, each.unsure_s) for each in found]


def worn(power_w: FloatArray) -> list[tuple[float, ...]]:
    found = durability.find_worn_peaks(
        of_power(readable(power_w)), WORN_DURATIONS_S, mass_kg=WORN_MASS_KG
    )
    levels = [each.level for each in found]
    return [(level, *row) for level, row in zip(levels, rows_of(found), strict=True)]


def levels_of(power_w: FloatArray) -> list[list[float]]:
    found = durability.find_levels(ride_of(readable(power_w)), critical_power_w=CP_W)
    return [
        [each.start_s, each.prior_work_kj, each.prior_mean_power_w, each.prior_intensity or 0.0]
        for each in found
    ]


def levels_twin(power_w: Values) -> list[list[float]]:
    columns = columns_of(twins.readable(power_w))
    paused = [state == season_twins.PAUSED for state in columns["status"]]
    return season_twins.levels(columns["power_w"], paused, CP_W)


def running_sums(power_w: FloatArray) -> list[list[float]]:
    patched = np.arange(power_w.size) % 89 == 3
    sums = peaks.add_up_seconds(ride_of(readable(power_w)), patched=patched)
    return [sums.work_steps.tolist(), sums.unsure_s.tolist()]


def season(power_w: FloatArray) -> list[list[float]]:
    return table(power_w, START).to_numpy().tolist()


def table(power_w: FloatArray, start: load.LoadState | None = None) -> pd.DataFrame:
    loads = season_twins.loads_of(power_w.tolist())
    days = pd.date_range(season_twins.FIRST_DAY, periods=len(loads))
    return load.follow_load(pd.Series(loads, index=days, dtype=float), start=start)


def sessions_of(power_w: Values) -> list[tuple[date, float | None]]:
    """Some days with two sessions, some with none, some loads unknown, some days outside."""
    first = season_twins.FIRST_DAY - timedelta(days=5)
    return [
        (first + timedelta(days=number * 7 // 9), value if twins.known(value) else None)
        for number, value in enumerate(power_w[:400])
    ]


def days_of(power_w: FloatArray) -> list[list[float]]:
    first, last = season_twins.FIRST_DAY, season_twins.FIRST_DAY + timedelta(days=DAYS)
    return (
        load.add_up_days(sessions_of(power_w.tolist()), first=first, last=last).to_numpy().tolist()
    )


def days_twin(power_w: Values) -> list[list[float]]:
    first = season_twins.FIRST_DAY
    return season_twins.days(sessions_of(power_w), first, first + timedelta(days=DAYS))


def efforts_of(power_w: Values) -> list[Effort]:
    """Take a few seconds of power for how far best efforts are from 280 W and 20 kJ."""
    known = [value for value in power_w if twins.known(value)]
    return [
        Effort(duration_s, 280 + 20_000 / duration_s + value % 9, season_twins.FIRST_DAY)
        for duration_s, value in zip(FIT_DURATIONS_S, known, strict=False)
    ]


def fit(power_w: FloatArray) -> list[float] | None:
    found = fit_critical_power(efforts_of(power_w.tolist()))
    if isinstance(found, Refusal):
        return None
    return figures(found)


def figures(found: CriticalPowerFit) -> list[float]:
    return [
        found.critical_power_w,
        found.w_prime_j,
        found.critical_power_error_w,
        found.w_prime_error_j,
    ]


def fit_twin(power_w: Values) -> list[float] | None:
    """Refuse fewer than three efforts, too alike ones, and errors above 5 and 10 %."""
    efforts = efforts_of(power_w)
    if len(efforts) < 3 or efforts[-1].duration_s < 2 * efforts[0].duration_s:
        return None
    found = season_twins.line(
        [(each.duration_s, each.power_w * each.duration_s) for each in efforts]
    )
    return found if found[2] <= 0.05 * found[0] and found[3] <= 0.1 * found[1] else None


def grid_twin(power_w: Values) -> list[float]:
    """Look at every window of the durations of the grid."""
    work = [0]
    for value in power_w:
        work.append(work[-1] + (round(value * ride_twins.STEPS) if twins.known(value) else 0))
    if not any(map(twins.known, power_w)):
        return [math.nan] * len(curve_durations_s(len(power_w)))
    return [
        max(after - before for before, after in zip(work, work[d:], strict=False))
        / (ride_twins.STEPS * d)
        for d in curve_durations_s(len(power_w))
    ]


SEASON_PAIRS: dict[str, Pair] = {
    "find_peak_powers": (
        # As repair leaves power: what no meter measured is gone.
        lambda p: rows_of(peaks.find_peak_powers(of_power(readable(p)))),
        lambda p: ride_twins.peaks(p, peaks.STANDARD_DURATIONS_S),
    ),
    "has_power": (
        lambda p: peaks.has_power(of_power(readable(p))),
        lambda p: any(map(twins.known, p)),
    ),
    "add_up_seconds": (
        running_sums,
        lambda p: season_twins.running(columns_of(twins.readable(p))),
    ),
    "find_worn_peaks": (
        worn,
        lambda p: season_twins.worn_peaks(p, WORN_DURATIONS_S, WORN_MASS_KG),
    ),
    "find_levels": (levels_of, levels_twin),
    "mean_maximal_curve": (
        lambda p: mean_maximal_curve(of_power(p), range(1, p.size + 1)),
        ride_twins.every_peak,
    ),
    "mean_maximal_curve: 1 % grid": (
        lambda p: mean_maximal_curve(of_power(readable(p)), curve_durations_s(p.size)),
        grid_twin,
    ),
    "follow_load": (
        season,
        lambda p: season_twins.season(season_twins.loads_of(p), START.fitness, START.fatigue),
    ),
    "sum_weeks": (
        lambda p: load.sum_weeks(table(p)).to_numpy().tolist(),
        lambda p: season_twins.weeks(season_twins.loads_of(p)),
    ),
    "add_up_days": (days_of, days_twin),
    "fit_critical_power": (fit, fit_twin),
}
