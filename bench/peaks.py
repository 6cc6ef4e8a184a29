"""Mean-maximal power of a 24-hour ride: ours beside pandas and beside a plain loop, in one run.

python -m bench.peaks
"""

from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from time import perf_counter

import numpy as np
import pandas as pd

from analytics.engine.durability import find_worn_peaks
from analytics.engine.mean_maximal import curve_durations_s, mean_maximal_curve
from analytics.engine.peaks import STANDARD_DURATIONS_S, find_peak_powers
from analytics.engine.stream import Stream

RIDE_S = 24 * 3600
ROUNDS = 9
LOOPED_DURATIONS_S = (1, 60, 1200)
# Measured once on a ride of this length: GoldenCheetah's C++ over its own grid of 893 durations
# took 0.27 of pandas' time over 18. So its time in this run is derived, not measured.
PANDAS_DURATIONS_S = STANDARD_DURATIONS_S[:18]
GOLDEN_CHEETAH_SHARE = 0.27


def day_long_ride() -> Stream:
    random = np.random.default_rng(1)
    swell_w = 100 * np.sin(np.arange(RIDE_S) / 700)
    power_w = np.rint(np.clip(random.normal(200, 80, RIDE_S) + swell_w, 0, None))
    nothing = np.full(RIDE_S, np.nan)
    status = np.zeros(RIDE_S, dtype=np.uint8)
    return Stream(datetime(2026, 5, 1, tzinfo=UTC), status, power_w, *[nothing] * 8)


def pandas_rolling(power_w: pd.Series, durations_s: tuple[int, ...]) -> list[float]:
    return [float(power_w.rolling(duration_s).mean().max()) for duration_s in durations_s]


def plain_loop(power_w: list[float], durations_s: tuple[int, ...]) -> list[float]:
    bests = []
    for duration_s in durations_s:
        work_j = best_j = sum(power_w[:duration_s])
        for leaving_w, coming_w in zip(power_w, power_w[duration_s:], strict=False):
            work_j += coming_w - leaving_w
            best_j = max(best_j, work_j)
        bests.append(best_j / duration_s)
    return bests


def median_ms(compute: Callable[[], object]) -> float:
    took_s = []
    for _ in range(ROUNDS):
        began = perf_counter()
        compute()
        took_s.append(perf_counter() - began)
    return 1000 * median(took_s)


def main() -> None:
    ride = day_long_ride()
    series, watts = pd.Series(ride.power_w), ride.power_w.tolist()
    grid_s = curve_durations_s(RIDE_S)

    ours_w = [peak.power_w for peak in find_peak_powers(ride)]
    np.testing.assert_allclose(ours_w, pandas_rolling(series, STANDARD_DURATIONS_S), rtol=1e-9)
    np.testing.assert_allclose(
        mean_maximal_curve(ride, LOOPED_DURATIONS_S), plain_loop(watts, LOOPED_DURATIONS_S)
    )

    standard_ms = median_ms(lambda: find_peak_powers(ride))
    rolling_ms = median_ms(lambda: pandas_rolling(series, STANDARD_DURATIONS_S))
    loop_ms = median_ms(lambda: plain_loop(watts, LOOPED_DURATIONS_S)) / len(LOOPED_DURATIONS_S)
    worn_ms = median_ms(lambda: find_worn_peaks(ride, mass_kg=70.0))
    grid_ms = median_ms(lambda: mean_maximal_curve(ride, grid_s))
    derived_ms = GOLDEN_CHEETAH_SHARE * median_ms(
        lambda: pandas_rolling(series, PANDAS_DURATIONS_S)
    )

    count = len(STANDARD_DURATIONS_S)
    print(f"24-hour ride, medians of {ROUNDS}, all in this run")
    print(f"  {count} standard durations, windows and quality    {standard_ms:8.2f} ms")
    print(f"  the same at four levels of work               {worn_ms:8.2f} ms")
    print(f"  pandas rolling, {count} durations                  {rolling_ms:8.2f} ms")
    print(f"  plain loop, {count} durations (from {len(LOOPED_DURATIONS_S)})             "
          f"{count * loop_ms:8.2f} ms")  # fmt: skip
    print(f"  1 % grid, {len(grid_s)} durations                     {grid_ms:8.2f} ms")
    print(f"  GoldenCheetah, its grid of 893 (derived)      {derived_ms:8.2f} ms")
    print(f"  GoldenCheetah / ours: grid {derived_ms / grid_ms:.1f}, "
          f"standard durations {derived_ms / standard_ms:.1f}")  # fmt: skip
    print(f"  pandas / ours {rolling_ms / standard_ms:.1f}, loop / ours "
          f"{count * loop_ms / standard_ms:.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
