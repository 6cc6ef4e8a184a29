"""Brute-force twins of the vectorised functions: plain loops, straight from the definitions."""

import math
from collections.abc import Mapping, Sequence

import numpy as np

from analytics.engine.recording import FloatArray

PAUSED = 3  # of a second's status


def known(value: float) -> bool:
    return 0 <= value <= 100_000


def watts(power_w: Sequence[float]) -> list[float]:
    """Take 0 W where nothing is known."""
    return [value if known(value) else 0.0 for value in power_w]


def readable(power_w: Sequence[float]) -> list[float]:
    """Leave power as repair leaves it: what no meter measured is gone."""
    return [value if known(value) else math.nan for value in power_w]


def mean_power(power_w: Sequence[float]) -> float | None:
    values = [value for value in power_w if known(value)]
    return math.fsum(values) / len(values) if values else None


def work_kj(power_w: Sequence[float]) -> float | None:
    values = [value for value in power_w if known(value)]
    return math.fsum(values) / 1000 if values else None


def weighted_power(power_w: Sequence[float]) -> float | None:
    fourths = []
    for end in range(30, len(power_w) + 1):
        window = [value for value in power_w[end - 30 : end] if known(value)]
        if len(window) >= 15:
            fourths.append((math.fsum(window) / len(window)) ** 4)
    return (math.fsum(fourths) / len(fourths)) ** 0.25 if fourths else None


def xpower(power_w: Sequence[float]) -> float | None:
    y, fourths = 0.0, []
    for value in power_w:
        if known(value):
            y += (value - y) / 26
            fourths.append(y**4)
    return (math.fsum(fourths) / len(fourths)) ** 0.25 if fourths else None


def balance_differential(power_w: Sequence[float], cp_w: float, w_prime_j: float) -> list[float]:
    left_j, balance = w_prime_j, []
    for value in power_w:
        if known(value) and value >= cp_w:
            left_j -= value - cp_w
        elif known(value):
            left_j = w_prime_j - (w_prime_j - left_j) * math.exp(-(cp_w - value) / w_prime_j)
        balance.append(left_j)
    return balance


def balance_integral(power_w: Sequence[float], cp_w: float, w_prime_j: float) -> list[float]:
    below = [value for value in power_w if known(value) and value < cp_w]
    depth_w = cp_w - math.fsum(below) / len(below) if below else 0.0
    tau_s = 546 * math.exp(-0.01 * depth_w) + 316
    spent_j, balance = 0.0, []
    for value in power_w:
        if known(value):
            spent_j = spent_j * math.exp(-1 / tau_s) + max(0.0, value - cp_w)
        balance.append(w_prime_j - spent_j)
    return balance


def lowest_balance(
    columns: Mapping[str, Sequence[float]], cp_w: float, w_prime_j: float
) -> float | None:
    """Follow the balance with a pause as 0 W; None without power."""
    if not any(map(math.isfinite, columns["power_w"])):
        return None
    states = zip(columns["power_w"], columns["status"], strict=True)
    power_w = [0.0 if state == PAUSED else value for value, state in states]
    return min(balance_differential(power_w, cp_w, w_prime_j))


def scan(factors: Sequence[float], addends: Sequence[float], start: float) -> list[float]:
    found, y = [], start
    for factor, addend in zip(factors, addends, strict=True):
        y = factor * y + addend
        found.append(y)
    return found


def zones_on_edges(values: Sequence[float]) -> list[int]:
    """Count below 10, from 10, from 20 and from 30."""
    counts = [0] * 4
    for value in values:
        counts[sum(value >= edge for edge in (10, 20, 30))] += 1
    return counts


def power_zones(power_w: Sequence[float], threshold_w: float) -> list[int] | None:
    values = [value for value in power_w if known(value)]
    counts = [0] * 7
    for value in values:
        edges = (55, 75, 90, 105, 120, 150)
        counts[sum(100 * value >= edge * threshold_w for edge in edges)] += 1
    return counts if values else None


def decoupling(power_w: Sequence[float], heart_bpm: Sequence[float]) -> float | None:
    """Friel's, with the conditions of the engine; None where it does not apply."""
    beats = [0 < value <= 1000 for value in heart_bpm]
    weighted_w, mean_w = weighted_power(power_w), mean_power(power_w)
    if len(power_w) < 2400 or not weighted_w or not mean_w or weighted_w / mean_w > 1.1:
        return None
    if sum(beats) < 0.95 * len(power_w):
        return None
    middle = 600 + (len(power_w) - 600) // 2
    ratios = []
    for part in (range(600, middle), range(middle, len(power_w))):
        both = [second for second in part if beats[second] and known(power_w[second])]
        work = math.fsum(power_w[second] for second in both)
        beaten = math.fsum(heart_bpm[second] for second in both)
        ratios.append(work / beaten if both else None)
    first, second_half = ratios
    if first is None or second_half is None or first <= 0:
        return None
    return 100 * (first - second_half) / first


def load_curve(loads: Sequence[float], tau_days: float, *, start: float = 0.0) -> list[float]:
    level, levels = start, []
    for load in loads:
        level += (load - level) * (1 - math.exp(-1 / tau_days))
        levels.append(level)
    return levels


def adversarial(length_s: int, kind: str, seed: int) -> FloatArray:
    """Make power that has broken such functions before."""
    random = np.random.default_rng((seed, length_s))
    power_w = np.rint(np.clip(random.normal(220, 90, length_s), 0, None))
    if kind == "gaps" and length_s:
        for start in random.integers(0, length_s, 1 + length_s // 60):
            power_w[start : start + int(random.integers(1, 40))] = np.nan
    elif kind == "nonsense":
        spoilt = random.random(length_s) < 0.2
        power_w[spoilt] = random.choice([np.nan, np.inf, -np.inf, -5, 1e300, 1e5 + 1], spoilt.sum())
    elif kind == "nothing":
        power_w[:] = np.nan
    elif kind == "steps":
        power_w = np.where(np.arange(length_s) // 37 % 2, 400.0, 0.0)
    return power_w
