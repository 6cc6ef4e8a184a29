"""Held against twins: what finds and measures intervals, and the sets made of them."""

import math
from collections.abc import Callable

import numpy as np

from analytics.engine import change_points, detection_levels, detection_signal, record_checks
from analytics.engine.interval_figures import measure_interval
from analytics.engine.intervals import LabelledInterval, label_stretches
from analytics.engine.recording import FloatArray
from analytics.engine.rider import Rider
from analytics.engine.sets import DetectedSet, detect_sets
from analytics.engine.stretches import Stretch
from analytics.engine.vocabulary import IntervalSource
from bench import axis_twins, interval_twins, ride_twins, twins
from bench.axis_pairs import numbers
from bench.power_pairs import CP_W, Pair, Values, readable
from bench.whole_rides import columns_of, of_power, ride_of

PENALTY = 40_000.0  # W^2: a step of 100 W over 8 s
SIDE_S = 60


def thirds(size: int) -> tuple[int, int]:
    """Bounds of an interval that leaves something on both sides where it can."""
    return size // 3, max(2 * size // 3, size // 3 + 1)


def of_some(compute: Callable[[FloatArray], object]) -> Callable[[FloatArray], object]:
    """Ask nothing about an interval of a ride without a second."""
    return lambda power_w: compute(power_w) if power_w.size else None


def of_any(compute: Callable[[Values], object]) -> Callable[[Values], object]:
    return lambda power_w: compute(power_w) if power_w else None


def coasting(power_w: Values) -> Values:
    """Stop pedalling for 0 to 13 s in every minute."""
    return [0.0 if at % 60 < at // 60 % 14 else value for at, value in enumerate(power_w)]


def signal_of(power_w: FloatArray) -> FloatArray:
    return detection_signal.prepare_signal(np.array(coasting(power_w.tolist())), CP_W)


def signal_list(power_w: Values) -> Values:
    return interval_twins.signal(coasting(power_w), CP_W)


def untied(power_w: Values) -> Values:
    """Add what keeps steps from being equal: of equal ones, rounding would choose."""
    return [value + 3 * math.sin(second**2) for second, value in enumerate(twins.watts(power_w))]


def segmentation_cost(power_w: FloatArray) -> float:
    values = untied(power_w.tolist())
    edges = change_points.find_change_points(np.array(values), PENALTY).tolist()
    return interval_twins.squares(values, edges) + PENALTY * max(len(edges) - 2, 0)


def bouts_of(power_w: FloatArray) -> tuple[detection_levels.Bout, ...]:
    signal = signal_of(power_w)
    return detection_levels.find_bouts(signal, change_points.find_change_points(signal, 0.5))


def measures(bout: detection_levels.Bout) -> list[float]:
    return [bout.mean, bout.contrast, bout.height]


def bout_of(power_w: FloatArray) -> list[float]:
    sums = np.concatenate(([0.0], np.cumsum(signal_of(power_w))))
    return measures(detection_levels.measure_bout(sums, *thirds(power_w.size)))


def bouts_twin(power_w: Values) -> list[list[float]]:
    """Measure, second by second, the bouts that were chosen."""
    signal = signal_list(power_w)
    found = bouts_of(np.array(power_w, dtype=np.float64))
    return [interval_twins.bout(signal, each.start_s, each.end_s) for each in found]


def interval_of(power_w: FloatArray) -> list[float]:
    found = measure_interval(ride_of(readable(power_w)), *thirds(power_w.size))
    return numbers([getattr(found, name) for name in found.__slots__])


def interval_twin(power_w: Values) -> list[float]:
    columns = columns_of(twins.readable(power_w))
    start, end = thirds(len(power_w))
    return numbers(interval_twins.interval(columns, start, min(end, len(power_w))))


def burst_of(power_w: FloatArray) -> object:
    spiky_w = np.array(axis_twins.spiked(readable(power_w).tolist()))
    return record_checks.find_burst(spiky_w, slice(*thirds(power_w.size)))


def burst_twin(power_w: Values) -> object:
    spiky_w = axis_twins.spiked(twins.readable(power_w))
    return interval_twins.burst(spiky_w, *thirds(len(power_w)))


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
    efforts = label_stretches(stretches, of_power(power_w), Rider(critical_power_w=CP_W))
    return list(efforts), detect_sets(efforts)


def set_statistics(power_w: FloatArray) -> list[list[float]]:
    rows = [
        (each.mean_power_w, each.fade_percent, each.spread_percent, each.power_coverage)
        for each in rides_sets(power_w)[1]
    ]
    return [[math.nan if value is None else value for value in row] for row in rows]


def set_statistics_twin(power_w: Values) -> list[list[float]]:
    efforts, sets = rides_sets(np.array(power_w, dtype=np.float64))
    return [
        ride_twins.set_statistics(
            power_w, [(efforts[i].start_s, efforts[i].end_s) for i in each.efforts]
        )
        for each in sets
    ]


INTERVAL_PAIRS: dict[str, Pair] = {
    "prepare_signal": (signal_of, signal_list),
    "measure_noise": (
        lambda p: detection_signal.measure_noise(signal_of(p)),
        lambda p: interval_twins.noise(signal_list(p)),
    ),
    "measure_swing": (
        lambda p: detection_signal.measure_swing(ride_twins.as_signal(p)),
        ride_twins.swing,
    ),
    "measure_pedalled_height": (
        of_some(
            lambda p: detection_signal.measure_pedalled_height(
                signal_of(p), *thirds(p.size), SIDE_S
            )
        ),
        of_any(lambda p: interval_twins.pedalled_height(signal_list(p), *thirds(len(p)), SIDE_S)),
    ),
    "find_change_points": (
        segmentation_cost,
        lambda p: interval_twins.cheapest(untied(p), PENALTY),
    ),
    "measure_bout": (
        of_some(bout_of),
        of_any(lambda p: interval_twins.bout(signal_list(p), *thirds(len(p)))),
    ),
    "find_bouts": (lambda p: [measures(each) for each in bouts_of(p)], bouts_twin),
    "measure_interval": (interval_of, interval_twin),
    "find_burst": (of_some(burst_of), of_any(burst_twin)),
    "detect_sets": (set_statistics, set_statistics_twin),
}
