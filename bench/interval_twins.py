"""Brute-force twins of what finds and measures intervals, and of a session's own sums."""

import math
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import accumulate, pairwise
from statistics import fmean, median

from bench.axis_twins import runs
from bench.ride_twins import gain_and_loss_of, torque_of
from bench.twins import known, mean_power, weighted_power, work_kj

PAUSED = 3
Columns = Mapping[str, Sequence[float]]


def signal(power_w: Sequence[float], cp_w: float) -> list[float]:
    missing = [not known(value) for value in power_w]
    found = [
        0.0 if is_missing else min(value / cp_w, 4.0)
        for value, is_missing in zip(power_w, missing, strict=True)
    ]
    _draw_over(found, missing, 30)
    _draw_over(found, [value < 0.1 for value in found], 8)
    return found


def _draw_over(values: list[float], gaps: Sequence[bool], longest_s: int) -> None:
    for start, end in runs(gaps):
        if start > 0 and end < len(values) and end - start <= longest_s:
            step = (values[end] - values[start - 1]) / (end - start + 1)
            for second in range(start, end):
                values[second] = values[start - 1] + step * (second - start + 1)


def noise(values: Sequence[float]) -> float:
    steps = [abs(b - a) for a, b in pairwise(values) if a >= 0.1 and b >= 0.1]
    if len(steps) < 10:
        return 1.0
    return median(steps) / median(value for value in values if value >= 0.1)


def pedalled_height(values: Sequence[float], start: int, end: int, side: int) -> float:
    levels = []
    for part in (values[max(start - side, 0) : start], values[end : end + side]):
        pedalled = [value for value in part if value >= 0.1]
        if part:
            levels.append(fmean(pedalled if 3 * len(pedalled) >= len(part) else part))
    return fmean(values[start:end]) - min(levels) if levels else 0.0


def bout(values: Sequence[float], start: int, end: int) -> list[float]:
    """Mean, contrast above the higher side, height above both."""
    side = min(max((end - start) // 2, 10), 120)
    mean = fmean(values[start:end])
    parts = (values[max(start - side, 0) : start], values[end : end + side])
    sides = [fmean(part) for part in parts if part] or [mean]
    return [mean, mean - max(sides), mean - fmean(sides)]


def squares(values: Sequence[float], edges: Sequence[int]) -> float:
    """Add up the squared distances of each segment from its own mean."""
    total = 0.0
    for start, end in pairwise(edges):
        mean = fmean(values[start:end])
        total += math.fsum((value - mean) ** 2 for value in values[start:end])
    return total


def steps_of(values: Sequence[float]) -> list[int]:
    """List both ends, and where the means of 5 s before and after differ the most."""
    size = len(values)
    if size <= 10:
        return list(range(size + 1))
    apart = [0.0] * (size + 1)
    for at in range(1, size):
        apart[at] = abs(fmean(values[at : at + 5]) - fmean(values[max(at - 5, 0) : at]))
    tops = (at for at in range(1, size) if apart[at - 1] <= apart[at] > apart[at + 1])
    return [0, *tops, size]


def merged(values: Sequence[float], positions: list[int], limit: float) -> list[int]:
    """Drop, the least first among neighbours, what splits two stretches of nearly one mean."""
    while len(positions) > 2:
        saved = [math.inf, math.inf]
        for before, at, after in zip(positions, positions[1:], positions[2:], strict=False):
            step = fmean(values[at:after]) - fmean(values[before:at])
            saved.insert(-1, step * step * (after - at) * (at - before) / (after - before))
        kept = [
            at
            for i, at in enumerate(positions)
            if not (saved[i] < limit and saved[i - 1] >= saved[i] < saved[i + 1])
        ]
        if len(kept) == len(positions):
            break
        positions = kept
    return positions


def cheapest(values: Sequence[float], penalty: float) -> float:
    """The least that squares and penalties cost, over all splits at the positions left."""
    if not values:
        return 0.0
    positions = merged(values, steps_of(values), 0.05 * penalty)
    middle = fmean(values)
    sums = list(accumulate((value - middle for value in values), initial=0.0))
    whole = math.fsum((value - middle) ** 2 for value in values)
    costs = [-penalty]
    for last, end in enumerate(positions[1:], 1):
        splits = (
            costs[i] - (sums[end] - sums[start]) ** 2 / (end - start)
            for i, start in enumerate(positions[:last])
        )
        costs.append(min(splits) + penalty)
    return whole + costs[-1]


def estimate(power_w: Sequence[float]) -> float | None:
    values = [value if known(value) else 0.0 for value in power_w]
    if not any(values):
        return None
    found = [
        share * best_sum(values, duration) / duration
        for duration, share in ((1200, 0.95), (480, 0.9), (300, 0.85), (180, 0.75))
        if duration <= len(values)
    ]
    return max(*(found or [fmean(values)]), median(value for value in values if value > 0))


def best_sum(values: Sequence[float], duration_s: int) -> float:
    best = total = math.fsum(values[:duration_s])
    for leaving, coming in zip(values, values[duration_s:], strict=False):
        total += coming - leaving
        best = max(best, total)
    return best


def average(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None


def interval(columns: Columns, start: int, end: int) -> list[float | None]:
    """Compute the figures of [start, end), in the order of ``IntervalFigures``."""
    runs_on = [second for second in range(start, end) if columns["status"][second] != PAUSED]
    inside = {name: [column[second] for second in runs_on] for name, column in columns.items()}
    power_w = inside["power_w"]
    beats = [value for value in inside["heart_rate_bpm"] if 0 < value <= 1e9]
    turns = [value for value in inside["cadence_rpm"] if 0 < value <= 1e9]
    way = [value for value in columns["distance_m"][max(start - 1, 0) : end] if abs(value) <= 1e9]
    torques = [value for value in torque_of(power_w, inside["cadence_rpm"]) if value == value]
    gain = gain_and_loss_of(inside["altitude_m"])
    return [
        mean_power(power_w),
        weighted_power(power_w),
        max(filter(known, power_w), default=None),
        average(beats),
        max(beats, default=None),
        average(turns),
        average(torques),
        average([value for value in inside["speed_mps"] if 0 <= value <= 1e9]),
        max(way[-1] - way[0], 0.0) if len(way) >= 2 else None,
        work_kj(power_w),
        gain[0] if gain else None,
    ]


def moving(columns: Columns) -> int:
    speeds, way_m = columns["speed_mps"], columns["distance_m"]
    places = [second for second, value in enumerate(way_m) if abs(value) <= 1e9]
    count = 0
    for second, speed in enumerate(speeds):
        moves = speed > 0.5 or columns["cadence_rpm"][second] > 0
        if not math.isfinite(speed) and len(places) > 1 and second > 0:
            moves = (
                moves or between(second, places, way_m) - between(second - 1, places, way_m) > 0.5
            )
        count += moves and columns["status"][second] != PAUSED
    return count


def between(second: int, places: Sequence[int], values: Sequence[float]) -> float:
    """Read a value on the line from the known place before to the one after; flat at the ends."""
    after = bisect_left(places, second)
    if after == len(places):
        return values[places[-1]]
    right = places[after]
    if right == second or after == 0:
        return values[right]
    left = places[after - 1]
    return values[left] + (values[right] - values[left]) * (second - left) / (right - left)


def totals(columns: Columns) -> list[float | None]:
    """Timer, mean and highest cadence, highest speed, mean temperature."""
    runs_on = [second for second, state in enumerate(columns["status"]) if state != PAUSED]
    turns = [columns["cadence_rpm"][second] for second in runs_on]
    turns = [value for value in turns if 0 < value <= 1000]
    speeds = [value for value in columns["speed_mps"] if -1 < value <= 200]
    degrees = [value for value in columns["temperature_c"] if -100 < value <= 100]
    return [
        len(runs_on),
        average(turns),
        max(turns, default=None),
        max(speeds, default=None),
        average(degrees),
    ]


def burst(power_w: Sequence[float], start: int, end: int) -> tuple[int, int] | None:
    """Find the second or two around the highest that stand far above those two seconds away."""
    highest = max(range(start, end), key=lambda second: (weight(power_w[second]), -second))
    if weight(power_w[highest]) <= 700 or highest < 2 or highest + 2 >= len(power_w):
        return None
    around = max(power_w[highest - 2], power_w[highest + 2])
    if not weight(power_w[highest]) > 2.5 * around:
        return None
    tall = [s for s in range(highest - 1, highest + 2) if power_w[s] > 1.5 * around]
    return tall[0], tall[-1] + 1


def weight(value: float) -> float:
    return value if known(value) else 0.0
