"""Brute-force twins of the comparison of two recordings of one ride."""

import math
from collections.abc import Mapping, Sequence

Columns = Mapping[str, Sequence[float]]


def overlap(columns: Columns, later_s: int) -> tuple[float, float | None]:
    """Compare a ride with itself, recorded ``later_s`` later on a meter that reads 5 % more."""
    size = len(columns["power_w"])
    shared = max(0.0, size - later_s) / size if size else 0.0
    if shared < 0.8:
        return shared, None
    found = [
        value
        for shift in range(later_s - 120, later_s + 121, 5)
        if (value := _agreement(columns, shift)) is not None
    ]
    return shared, max(found, default=None)


def _agreement(columns: Columns, shift: int) -> float | None:
    """Average the correlations of power, heart rate and cadence at one shift of the clocks."""
    found = []
    for name, factor in (("power_w", 1.05), ("heart_rate_bpm", 1.0), ("cadence_rpm", 1.0)):
        one, other = list(columns[name]), [factor * value for value in columns[name]]
        moved = other[-shift:] if shift < 0 else [math.nan] * shift + other
        value = _correlation(_means(one), _means(moved))
        if value is not None:
            found.append(value)
    return math.fsum(found) / len(found) if found else None


def _means(values: Sequence[float]) -> list[float]:
    means = []
    for at in range(0, len(values) - len(values) % 5, 5):
        known = [value for value in values[at : at + 5] if math.isfinite(value)]
        means.append(math.fsum(known) / len(known) if known else math.nan)
    return means


def _correlation(one: Sequence[float], other: Sequence[float]) -> float | None:
    pairs = [(a, b) for a, b in zip(one, other, strict=False) if a == a and b == b]
    if len(pairs) < 24:
        return None
    a_mean = math.fsum(a for a, _ in pairs) / len(pairs)
    b_mean = math.fsum(b for _, b in pairs) / len(pairs)
    together = math.fsum((a - a_mean) * (b - b_mean) for a, b in pairs)
    a_square = math.fsum((a - a_mean) ** 2 for a, _ in pairs)
    b_square = math.fsum((b - b_mean) ** 2 for _, b in pairs)
    scale = math.sqrt(a_square * b_square)
    size = min(len(one), len(other))
    return together / scale if scale > 1e-9 * size else None


def has_a_tenth_more(one: int, other: int) -> bool:
    return one >= 1.1 * other and one > other
