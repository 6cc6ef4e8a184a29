"""Brute-force twins of what is computed over a whole ride: peaks, climbs, distance, sets."""

import math
from collections.abc import Sequence
from itertools import accumulate, pairwise

import numpy as np

from analytics.engine.recording import FloatArray
from bench.twins import known, mean_power

STEPS = 64  # of a watt: what power is rounded to before it is summed


def cadence_of(power_w: Sequence[float]) -> list[float]:
    """Lay a cadence beside power: standing still, pedalling, nonsense, by the second."""
    kinds = (90.0, 62.5, math.nan, 0.0, math.inf, 0.4, 105.0, 88.0)
    return [kinds[(second // 3) % len(kinds)] for second in range(len(power_w))]


def heart_of(power_w: Sequence[float]) -> list[float]:
    """Derive a heart rate from power, as broken as the power is."""
    return [value / 2 + 40 if known(value) else value for value in power_w]


def altitude_of(power_w: Sequence[float]) -> list[float]:
    """Climb with power above 200 W and fall below; broken where power is."""
    height_m, heights_m = 300.0, []
    for value in power_w:
        if known(value):
            height_m += (min(value, 1000) - 200) / 300
        heights_m.append(height_m if known(value) else value)
    return heights_m


def distance_of(power_w: Sequence[float]) -> list[float]:
    """Ride on at 6 m/s, the counter reset now and then; broken where power is."""
    return [
        6.0 * (second % 1500) if known(value) else math.nan for second, value in enumerate(power_w)
    ]


def torque(power_w: Sequence[float]) -> list[float]:
    return torque_of(power_w, cadence_of(power_w))


def torque_of(power_w: Sequence[float], cadence_rpm: Sequence[float]) -> list[float]:
    return [
        value / (2 * math.pi * rpm / 60) if known(value) and 1 <= rpm < math.inf else math.nan
        for value, rpm in zip(power_w, cadence_rpm, strict=True)
    ]


def mean_torque(power_w: Sequence[float]) -> float | None:
    pedalled = [value for value in torque(power_w) if not math.isnan(value)]
    return math.fsum(pedalled) / len(pedalled) if pedalled else None


def beats(power_w: Sequence[float]) -> list[float]:
    return [value for value in heart_of(power_w) if 0 < value <= 1000]


def mean_heart_rate(power_w: Sequence[float]) -> float | None:
    found = beats(power_w)
    return math.fsum(found) / len(found) if found else None


def max_heart_rate(power_w: Sequence[float]) -> float | None:
    return max(beats(power_w), default=None)


def heart_rate_zones(power_w: Sequence[float], threshold_bpm: float) -> list[int] | None:
    found = beats(power_w)
    counts = [0] * 5
    for value in found:
        counts[sum(100 * value >= edge * threshold_bpm for edge in (68, 83, 94, 105))] += 1
    return counts if found else None


def ridden(power_w: Sequence[float]) -> float | None:
    way = [value for value in distance_of(power_w) if not math.isnan(value)]
    steps = [after - before for before, after in pairwise(way)]
    return math.fsum(step for step in steps if step > 0) if way else None


def running_mean(values: Sequence[float], window: int) -> list[float]:
    half = window // 2
    means = []
    for middle in range(len(values)):
        near = values[max(middle - half, 0) : middle + half + 1]
        means.append(math.fsum(near) / len(near))
    return means


def turns(values: Sequence[float], hysteresis: float) -> list[int]:
    """Follow a zigzag second by second; of a plateau the first second."""
    lows, highs = list(accumulate(values, min)), list(accumulate(values, max))
    far = (
        second
        for second, value in enumerate(values)
        if max(value - lows[second], highs[second] - value) >= hysteresis
    )
    extreme = next(far, None)
    if extreme is None:
        return []
    sign = 1 if values[extreme] - lows[extreme] >= hysteresis else -1
    found = [values.index(lows[extreme] if sign > 0 else highs[extreme])]
    for second in range(extreme + 1, len(values)):
        ahead = sign * (values[second] - values[extreme])
        if ahead > 0:
            extreme = second
        elif -ahead >= hysteresis:
            found.append(extreme)
            extreme, sign = second, -sign
    return [*found, extreme]


def denoised(heights_m: Sequence[float]) -> tuple[list[float], float]:
    steps = [after - before for before, after in pairwise(heights_m)]
    reversals = sum(one * other < 0 for one, other in pairwise(steps))
    if reversals < 0.005 * len(heights_m):
        return list(heights_m), 1.0
    return running_mean(heights_m, 15), 3.0


def gain_and_loss(power_w: Sequence[float]) -> list[float] | None:
    return gain_and_loss_of(altitude_of(power_w))


def gain_and_loss_of(altitude_m: Sequence[float]) -> list[float] | None:
    heights_m = [value for value in altitude_m if -1000 <= value <= 12_000]
    if not heights_m:
        return None
    smooth_m, hysteresis_m = denoised(heights_m)
    found = [smooth_m[turn] for turn in turns(smooth_m, hysteresis_m)]
    steps = [after - before for before, after in pairwise(found)]
    return [
        math.fsum(step for step in steps if step > 0),
        -math.fsum(step for step in steps if step < 0),
    ]


def climbs(power_w: Sequence[float]) -> list[tuple[float, float]]:
    """Gain and length of each climb [m]."""
    way = distance_of(power_w)
    places = [
        (height_m, way[second])
        for second, height_m in enumerate(altitude_of(power_w))
        if -1000 <= height_m <= 12_000 and not math.isnan(way[second])
    ]
    if len(places) < 2:
        return []
    smooth_m, _ = denoised([height_m for height_m, _ in places])
    lifted = [height - 0.02 * far for height, (_, far) in zip(smooth_m, places, strict=True)]
    found = turns(lifted, 15.0)
    stretches = [
        (smooth_m[top] - smooth_m[foot], places[top][1] - places[foot][1])
        for foot, top in pairwise(found)
    ]
    return [(up, far) for up, far in stretches if up >= 50 and far > 0 and 100 * up >= 3 * far]


def every_peak(power_w: Sequence[float]) -> list[float]:
    """The best mean of each duration from 1 s to the whole ride; none without power [W]."""
    steps = [round(value * STEPS) if known(value) else 0 for value in power_w]
    best = [0] * len(steps)
    for start in range(len(steps)):
        total = 0
        for duration, step in enumerate(steps[start:]):
            total += step
            best[duration] = max(best[duration], total)
    has_power = any(known(value) for value in power_w)
    return [
        total / (STEPS * (duration + 1)) if has_power else math.nan
        for duration, total in enumerate(best)
    ]


def peaks(power_w: Sequence[float], durations_s: Sequence[int]) -> list[tuple[float, ...]]:
    """Duration, power, start, unsure seconds: the best window that may count, else the best."""
    if not any(known(value) for value in power_w):
        return []
    steps = [round(value * STEPS) if known(value) else 0 for value in power_w]
    unsure = [0 if known(value) else 1 for value in power_w]
    return [
        _peak(steps, unsure, duration_s) for duration_s in durations_s if duration_s <= len(steps)
    ]


def _peak(steps: list[int], unsure: list[int], duration_s: int) -> tuple[float, ...]:
    total, doubtful = sum(steps[:duration_s]), sum(unsure[:duration_s])
    best = best_sure = (total, 0, doubtful)
    is_sure = doubtful <= 0.05 * duration_s
    for start in range(1, len(steps) - duration_s + 1):
        total += steps[start + duration_s - 1] - steps[start - 1]
        doubtful += unsure[start + duration_s - 1] - unsure[start - 1]
        if total > best[0]:
            best = (total, start, doubtful)
        if doubtful <= 0.05 * duration_s and (not is_sure or total > best_sure[0]):
            best_sure, is_sure = (total, start, doubtful), True
    total, start, doubtful = best_sure if is_sure else best
    return duration_s, total / STEPS / duration_s, start, doubtful


def set_statistics(power_w: Sequence[float], efforts: Sequence[tuple[int, int]]) -> list[float]:
    """Mean power weighted by duration, fade and spread [%], coverage, from the seconds."""
    means_w = [mean_power(power_w[start_s:end_s]) for start_s, end_s in efforts]
    lengths_s = [end_s - start_s for start_s, end_s in efforts]
    known_w = [each for each in means_w if each is not None]
    weights_s = sum(s for each, s in zip(means_w, lengths_s, strict=True) if each is not None)
    works_j = [each * s for each, s in zip(means_w, lengths_s, strict=True) if each is not None]
    first_w, last_w = means_w[0], means_w[-1]
    fade = spread = math.nan
    if len(efforts) > 1 and first_w and last_w is not None:
        fade = 100 * (last_w / first_w - 1)
    if len(known_w) > 1 and any(known_w):
        middle = math.fsum(known_w) / len(known_w)
        squares = math.fsum((each - middle) ** 2 for each in known_w)
        spread = 100 * math.sqrt(squares / (len(known_w) - 1)) / middle
    mean_w = math.fsum(works_j) / weights_s if weights_s else math.nan
    return [mean_w, fade, spread, weights_s / sum(lengths_s)]


def swing(power_w: Sequence[float]) -> float:
    """Spread of 5-s means over their mean, both ragged ends left out; on readable power."""
    values = [value / 250 if known(value) else 0.0 for value in power_w]
    blocks = [values[at : at + 5] for at in range(0, len(values) - len(values) % 5, 5)]
    means = [math.fsum(block) / 5 for block in blocks][1:-1]
    if not any(means):
        return 0.0
    mean = math.fsum(means) / len(means)
    return math.sqrt(math.fsum((each - mean) ** 2 for each in means) / len(means)) / mean


def as_signal(power_w: FloatArray) -> FloatArray:
    """Readable power over 250 W, as the measures of a signal take it."""
    return np.where((power_w >= 0) & (power_w <= 100_000), power_w, 0.0) / 250
