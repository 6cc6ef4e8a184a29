"""Brute-force twins of what is computed over days and over efforts, and of peaks after work."""

import math
from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from bench.ride_twins import STEPS, peaks
from bench.twins import known, load_curve

FIRST_DAY = date(2025, 11, 5)
FILLED, PAUSED = 1, 3


def loads_of(power_w: Sequence[float]) -> list[float]:
    """Take the first 400 seconds of power for the loads of days."""
    return [value % 150 if known(value) else 0.0 for value in power_w[:400]]


def season(loads: Sequence[float], fitness: float, fatigue: float) -> list[list[float]]:
    """Load, fitness, fatigue, and the form of each morning."""
    fit = load_curve(loads, 42, start=fitness)
    tired = load_curve(loads, 7, start=fatigue)
    mornings = zip([fitness, *fit], [fatigue, *tired], strict=True)
    form = [one - other for one, other in mornings][: len(loads)]
    return [list(row) for row in zip(loads, fit, tired, form, strict=True)]


def weeks(loads: Sequence[float]) -> list[list[float]]:
    """Sum by weeks from Monday: load, fitness and fatigue at the end, fitness gained."""
    days = season(loads, 0.0, 0.0)
    found: dict[date, list[float]] = {}
    for number, (load, fitness, fatigue, _) in enumerate(days):
        day = FIRST_DAY + timedelta(days=number)
        monday = day - timedelta(days=day.weekday())
        total = found[monday][0] if monday in found else 0.0
        found[monday] = [total + load, fitness, fatigue]
    rows, before = [], math.nan
    for load, fitness, fatigue in found.values():
        rows.append([load, fitness, fatigue, fitness - before])
        before = fitness
    return rows


def days(
    sessions: Sequence[tuple[date, float | None]], first: date, last: date
) -> list[list[float]]:
    """Load, sessions and sessions without a load of each day."""
    rows = []
    for number in range((last - first).days + 1):
        found = [load for day, load in sessions if day == first + timedelta(days=number)]
        rows.append([sum(load or 0.0 for load in found), len(found), found.count(None)])
    return rows


def line(points: Sequence[tuple[float, float]]) -> list[float]:
    """Slope, intercept and their standard errors, by the normal equations."""
    n = len(points)
    x, y = math.fsum(x for x, _ in points), math.fsum(y for _, y in points)
    xx, xy = math.fsum(x * x for x, _ in points), math.fsum(x * y for x, y in points)
    scale = n * xx - x * x
    slope, start = (n * xy - x * y) / scale, (xx * y - x * xy) / scale
    left = math.fsum((y - start - slope * x) ** 2 for x, y in points) / (n - 2)
    return [slope, start, math.sqrt(left * n / scale), math.sqrt(left * xx / scale)]


def level_starts(power_w: Sequence[float], works_j: Sequence[float]) -> list[int | None]:
    """The first second before which each work was done; None where it leaves no second."""
    done, starts = 0, [0 if work_j <= 0 else None for work_j in works_j]
    for second, value in enumerate(power_w):
        done += round(value * STEPS) if known(value) else 0
        for position, work_j in enumerate(works_j):
            if starts[position] is None and done >= work_j * STEPS and second + 1 < len(power_w):
                starts[position] = second + 1
    return starts


def worn_peaks(
    power_w: Sequence[float], durations_s: Sequence[int], mass_kg: float
) -> list[tuple[float, ...]]:
    """Level, duration, power, start and unsure seconds of the best window after each level."""
    levels = (10, 20, 30, 40)
    starts = level_starts(power_w, [1000.0 * level * mass_kg for level in levels])
    return [
        (level, duration_s, best_w, start + own, unsure)
        for level, start in zip(levels, starts, strict=True)
        if start is not None and any(known(value) for value in power_w)
        for duration_s, best_w, own, unsure in tail_peaks(power_w[start:], durations_s)
    ]


def tail_peaks(power_w: Sequence[float], durations_s: Sequence[int]) -> list[tuple[float, ...]]:
    """Give peaks also where no second of the rest has power: 0 W then."""
    if any(known(value) for value in power_w):
        return peaks(power_w, durations_s)
    return [(d, 0.0, 0, d) for d in durations_s if d <= len(power_w)]


def levels(power_w: Sequence[float], paused: Sequence[bool], cp_w: float) -> list[list[float]]:
    """Start, work [kJ], mean power on the timer and its share of critical power, by level."""
    works_j = [1000.0 * level for level in (500, 1000, 1500, 2000)]
    rows = []
    for start in level_starts(power_w, works_j):
        if start is not None and any(known(value) for value in power_w):
            done_j = sum(round(v * STEPS) for v in power_w[:start] if known(v)) / STEPS
            mean_w = done_j / paused[:start].count(False)
            rows.append([start, done_j / 1000, mean_w, mean_w / cp_w])
    return rows


def running(columns: Mapping[str, Sequence[float]]) -> list[list[int]]:
    """Running sums of power in steps, and of seconds filled, patched or without power."""
    work, unsure = [0], [0]
    for second, value in enumerate(columns["power_w"]):
        state = columns["status"][second]
        is_unsure = state == FILLED or (state != PAUSED and not known(value)) or second % 89 == 3
        work.append(work[-1] + (round(value * STEPS) if known(value) else 0))
        unsure.append(unsure[-1] + is_unsure)
    return [work, unsure]
