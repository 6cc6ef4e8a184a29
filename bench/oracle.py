"""The engine's vectorised functions against their brute-force twins: equal, and how much faster.

python -m bench.oracle [--short]
"""

import math
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from time import perf_counter

import numpy as np
import pandas as pd

from analytics.engine import climbing, heart, power, w_prime, zones
from analytics.engine.detection_signal import measure_swing
from analytics.engine.intervals import LabelledInterval, label_stretches
from analytics.engine.load import follow_load
from analytics.engine.mean_maximal import mean_maximal_curve
from analytics.engine.peaks import STANDARD_DURATIONS_S, find_peak_powers
from analytics.engine.recording import FloatArray
from analytics.engine.rider import Rider
from analytics.engine.sets import DetectedSet, detect_sets
from analytics.engine.stream import Stream
from analytics.engine.stretches import Stretch
from analytics.engine.totals import ridden_distance
from analytics.engine.vocabulary import IntervalSource
from bench import ride_twins, twins

LENGTHS_S = (0, 1, 2, 15, 29, 30, 31, 63, 64, 65, 600, 3600)
DAY_S = 86_400
KINDS = ("clean", "gaps", "nonsense", "nothing", "steps")
SEEDS = range(3)
CP_W, W_PRIME_J, FTP_W, THRESHOLD_BPM = 280.0, 20_000.0, 270.0, 165.0
TOLERANCE = 1e-9  # relative

Pair = tuple[Callable[[FloatArray], object], Callable[[list[float]], object]]

# Twins that look at every window are asked for no more than this.
LONGEST_S = {"mean_maximal_curve": 600, "detect_sets": 3600}


def cadence(power_w: FloatArray) -> FloatArray:
    return np.array(ride_twins.cadence_of(power_w.tolist()), dtype=np.float64)


def pulse(power_w: FloatArray) -> FloatArray:
    return np.array(ride_twins.heart_of(power_w.tolist()), dtype=np.float64)


def height(power_w: FloatArray) -> FloatArray:
    return np.array(ride_twins.altitude_of(power_w.tolist()), dtype=np.float64)


def way(power_w: FloatArray) -> FloatArray:
    return np.array(ride_twins.distance_of(power_w.tolist()), dtype=np.float64)


def gain_and_loss(power_w: FloatArray) -> tuple[float | None, float | None] | None:
    found = climbing.elevation_gain_and_loss(height(power_w))
    return None if found[0] is None else found


def stream_of(power_w: FloatArray) -> Stream:
    nothing = np.full(power_w.size, np.nan)
    status = np.zeros(power_w.size, dtype=np.uint8)
    return Stream(datetime(2026, 5, 1, tzinfo=UTC), status, power_w, *[nothing] * 8)


def standard_peaks(power_w: FloatArray) -> list[tuple[float, ...]]:
    # As repair leaves power: what no meter measured is gone.
    readable_w = np.where((power_w >= 0) & (power_w <= 100_000), power_w, np.nan)
    return [
        (peak.duration_s, peak.power_w, peak.start_s, peak.unsure_s)
        for peak in find_peak_powers(stream_of(readable_w))
    ]


def rides_sets(power_w: FloatArray) -> tuple[list[LabelledInterval], tuple[DetectedSet, ...]]:
    """Label an effort of 40 to 80 s in every 100 s, and put them into sets."""
    stretches = [
        Stretch(
            at_s,
            min(at_s + 40 + at_s % 41, power_w.size),
            is_work=True,
            source=IntervalSource.LAP,
            confidence=1.0,
        )
        for at_s in range(0, power_w.size, 100)
    ]
    efforts = label_stretches(stretches, stream_of(power_w), Rider(critical_power_w=CP_W))
    return list(efforts), detect_sets(efforts)


def set_statistics(power_w: FloatArray) -> list[list[float]]:
    rows = [
        (each.mean_power_w, each.fade_percent, each.spread_percent, each.power_coverage)
        for each in rides_sets(power_w)[1]
    ]
    return [[math.nan if value is None else value for value in row] for row in rows]


def set_statistics_twin(power_w: list[float]) -> list[list[float]]:
    efforts, sets = rides_sets(np.array(power_w, dtype=np.float64))
    return [
        ride_twins.set_statistics(
            power_w, [(efforts[i].start_s, efforts[i].end_s) for i in each.efforts]
        )
        for each in sets
    ]


PAIRS: dict[str, Pair] = {
    "detect_sets": (set_statistics, set_statistics_twin),
    "mean_power": (power.mean_power, twins.mean_power),
    "weighted_power": (power.weighted_power, twins.weighted_power),
    "xpower": (power.xpower, twins.xpower),
    "w_prime_balance_differential": (
        lambda p: w_prime.w_prime_balance_differential(p, CP_W, W_PRIME_J),
        lambda p: twins.balance_differential(p, CP_W, W_PRIME_J),
    ),
    "w_prime_balance_integral": (
        lambda p: w_prime.w_prime_balance_integral(p, CP_W, W_PRIME_J),
        lambda p: twins.balance_integral(p, CP_W, W_PRIME_J),
    ),
    "power_zone_seconds": (
        lambda p: zones.power_zone_seconds(p, FTP_W),
        lambda p: twins.power_zones(p, FTP_W),
    ),
    "max_power": (power.max_power, lambda p: max(filter(twins.known, p), default=None)),
    "work_kj": (power.work_kj, twins.work_kj),
    "torque_nm": (lambda p: power.torque_nm(p, cadence(p)), ride_twins.torque),
    "mean_torque": (lambda p: power.mean_torque(p, cadence(p)), ride_twins.mean_torque),
    "mean_heart_rate": (lambda p: heart.mean_heart_rate(pulse(p)), ride_twins.mean_heart_rate),
    "max_heart_rate": (lambda p: heart.max_heart_rate(pulse(p)), ride_twins.max_heart_rate),
    "heart_rate_zone_seconds": (
        lambda p: zones.heart_rate_zone_seconds(pulse(p), THRESHOLD_BPM),
        lambda p: ride_twins.heart_rate_zones(p, THRESHOLD_BPM),
    ),
    "ridden_distance": (lambda p: ridden_distance(way(p)), ride_twins.ridden),
    "elevation_gain_and_loss": (gain_and_loss, ride_twins.gain_and_loss),
    "find_climbs": (
        lambda p: [
            (climb.gain_m, climb.length_m) for climb in climbing.find_climbs(height(p), way(p))
        ],
        ride_twins.climbs,
    ),
    "measure_swing": (lambda p: measure_swing(ride_twins.as_signal(p)), ride_twins.swing),
    "find_peak_powers": (standard_peaks, lambda p: ride_twins.peaks(p, STANDARD_DURATIONS_S)),
    "mean_maximal_curve": (
        lambda p: mean_maximal_curve(stream_of(p), range(1, p.size + 1)),
        ride_twins.every_peak,
    ),
    "decoupling_percent": (
        lambda p: heart.decoupling_percent(p, beats_of(len(p))),
        lambda p: twins.decoupling(p, beats_of(len(p)).tolist()),
    ),
}


def beats_of(length_s: int) -> FloatArray:
    """A heart rate that drifts, with a lost strap now and then."""
    second = np.arange(length_s)
    return np.where(second % 50 == 7, 0.0, 130 + second / 200)


def streams(lengths_s: tuple[int, ...]) -> Iterator[tuple[str, FloatArray]]:
    for length_s in lengths_s:
        for kind in KINDS:
            for seed in SEEDS:
                name = f"{kind}, {length_s} s, seed {seed}"
                yield name, twins.adversarial(length_s, kind, seed)


def differ(ours: object, twin: object) -> bool:
    """Tell answers apart beyond rounding; None equals None only."""
    if ours is None or twin is None:
        return ours is not twin
    one, other = np.asarray(ours, dtype=float), np.asarray(twin, dtype=float)
    return one.shape != other.shape or not np.allclose(
        one, other, rtol=TOLERANCE, atol=1e-6, equal_nan=True
    )


def fitting(name: str, lengths_s: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(each for each in lengths_s if each <= LONGEST_S.get(name, DAY_S))


def disagreements(name: str, lengths_s: tuple[int, ...]) -> list[str]:
    ours, twin = PAIRS[name]
    return [
        stream_name
        for stream_name, power_w in streams(fitting(name, lengths_s))
        if differ(ours(power_w), twin(power_w.tolist()))
    ]


def load_disagrees() -> bool:
    loads = np.random.default_rng(5).gamma(2, 40, 400)
    days = pd.date_range("2025-11-01", periods=loads.size)
    season = follow_load(pd.Series(loads, index=days))
    return differ(season["fitness"], twins.load_curve(loads.tolist(), 42)) or differ(
        season["fatigue"], twins.load_curve(loads.tolist(), 7)
    )


def took_ms(compute: Callable[[], object], rounds: int) -> float:
    took_s = []
    for _ in range(rounds):
        began = perf_counter()
        compute()
        took_s.append(perf_counter() - began)
    return 1000 * min(took_s)


def main() -> None:
    lengths_s = LENGTHS_S if "--short" in sys.argv else (*LENGTHS_S, DAY_S)
    day_w = twins.adversarial(DAY_S, "gaps", 0)
    print(f"{'function':32}{'streams':>8}{'unlike':>8}{'24 h [ms]':>11}{'loop [ms]':>11}{'x':>6}")
    for name, (ours, twin) in PAIRS.items():
        unlike = disagreements(name, lengths_s)
        timed_w = day_w[: LONGEST_S.get(name, DAY_S)]
        ours_ms = took_ms(partial(ours, timed_w), 9)
        twin_ms = took_ms(partial(twin, timed_w.tolist()), 1)
        count = len(fitting(name, lengths_s)) * len(KINDS) * len(SEEDS)
        row = f"{name:32}{count:8}{len(unlike):8}{ours_ms:11.2f}{twin_ms:11.0f}"
        print(f"{row}{twin_ms / ours_ms:6.0f}")
        for stream_name in unlike:
            print(f"    {stream_name}")
    print(f"{'follow_load':32}{1:8}{int(load_disagrees()):8}")


if __name__ == "__main__":
    main()
