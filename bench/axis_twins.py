"""Brute-force twins of what puts a ride on its axis: the clock, gaps, way and speed, repair."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import groupby, pairwise
from statistics import median

LAST_AT_S = 253_402_300_799
WEEK_S = 7 * 86_400


def clock(at_s: Sequence[float]) -> tuple[list[int], list[int], list[float]] | None:
    """Rows in the order of time, the second of each, and the share of it that each stands for."""
    dated = [row for row, at in enumerate(at_s) if 0 <= at <= LAST_AT_S]
    if not dated:
        return None
    times = {row: round(at_s[row], 6) for row in dated}
    rows = _densest_week(sorted(dated, key=lambda row: times[row]), times)
    first = math.floor(times[rows[0]])
    ordered = sorted({times[row] for row in rows})
    alike = Counter(times[row] for row in rows)
    following = dict(pairwise([*ordered, math.inf]))
    shares = []
    for row in rows:
        at = times[row]
        end = min(following[at], math.floor(at) + 1)
        shares.append((end - at) / alike[at])
    seconds = [math.floor(times[row]) - first for row in rows]
    sums = dict.fromkeys(seconds, 0.0)
    for second, share in zip(seconds, shares, strict=True):
        sums[second] += share
    return rows, seconds, [s / sums[second] for second, s in zip(seconds, shares, strict=True)]


def _densest_week(rows: list[int], times: dict[int, float]) -> list[int]:
    seconds = [math.floor(times[row]) for row in rows]
    if seconds[-1] - seconds[0] < WEEK_S:
        return rows
    counts = [
        sum(0 <= other - at < WEEK_S for other in seconds[i:]) for i, at in enumerate(seconds)
    ]
    first = counts.index(max(counts))
    return rows[first : first + counts[first]]


def short_gaps(known: Sequence[bool], paused: Sequence[bool], limit_s: int) -> list[bool]:
    found, last = [False] * len(known), None
    for second, is_known in enumerate(known):
        if not is_known or paused[second]:
            continue
        if last is not None and 1 < second - last <= limit_s + 1:
            gap = range(last + 1, second)
            if not any(paused[each] for each in gap):
                for each in gap:
                    found[each] = True
        last = second
    return found


def filled(
    values: Sequence[float], paused: Sequence[bool], limit_s: int, *, zero_is_still: bool
) -> list[float]:
    short = short_gaps([math.isfinite(value) for value in values], paused, limit_s)
    result = list(values)
    for start, end in runs(short):
        left, right = values[start - 1], values[end]
        for second in range(start, end):
            along = (second - start + 1) / (end - start + 1)
            result[second] = left + (right - left) * along
            if zero_is_still and (left == 0) != (right == 0):
                result[second] = left if along <= 0.5 else right
    return result


def runs(marks: Sequence[bool]) -> list[tuple[int, int]]:
    """List the stretches of True as [start, end)."""
    found, at = [], 0
    for mark, group in groupby(marks):
        length = len(list(group))
        if mark:
            found.append((at, at + length))
        at += length
    return found


def spans_of(power_w: Sequence[float]) -> list[tuple[float, float]]:
    """Make start and stop events of power: some run backwards, some never end."""
    return [
        (at + 0.5 - value % 7, at + value / 9) for at, value in enumerate(power_w) if at % 60 == 0
    ]


def paused_by_events(size: int, spans: Sequence[tuple[float, float]]) -> list[bool]:
    paused = [True] * size
    for start, end in spans:
        first = 0 if math.isnan(start) else max(start, -1)
        last = 0 if math.isnan(end) else min(max(end, 0), size)
        for second in range(max(math.floor(first), 0), math.ceil(last)):
            paused[second] = False
    return paused


def paused_by_gaps(has_row: Sequence[bool], way_m: Sequence[float], spacing_s: float) -> list[bool]:
    paused = [False] * len(has_row)
    rows = [second for second, there in enumerate(has_row) if there]
    for before, after in pairwise(rows):
        is_long = after - before > max(60, 10 * spacing_s)
        stands = abs(way_m[after] - way_m[before]) < after - before
        if is_long or (spacing_s <= 1 and after - before > 4 and stands):
            paused[before + 1 : after] = [True] * (after - before - 1)
    return paused


def ways_m(latitudes: Sequence[float], longitudes: Sequence[float]) -> list[float]:
    """Measure along the sphere from each place to the next, by the angle of two vectors."""
    return [
        angle(one, other) * 6_371_008.8 if all(map(math.isfinite, (*one, *other))) else math.nan
        for one, other in pairwise(zip(latitudes, longitudes, strict=True))
    ]


def angle(one: tuple[float, float], other: tuple[float, float]) -> float:
    (ax, ay, az), (bx, by, bz) = place(*one), place(*other)
    across = math.hypot(ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx)
    return math.atan2(across, ax * bx + ay * by + az * bz)


def place(latitude: float, longitude: float) -> tuple[float, float, float]:
    up, east = math.radians(latitude), math.radians(longitude)
    return math.cos(up) * math.cos(east), math.cos(up) * math.sin(east), math.sin(up)


def way_by_positions(latitudes: Sequence[float], longitudes: Sequence[float]) -> list[float]:
    way_m, last, found = 0.0, None, []
    for second, here in enumerate(zip(latitudes, longitudes, strict=True)):
        if not all(map(math.isfinite, here)):
            found.append(math.nan)
            continue
        if last is not None:
            step_m = angle(last[1], here) * 6_371_008.8
            way_m += step_m if step_m <= 50 * (second - last[0]) else 0.0
        last = second, here
        found.append(way_m)
    return found


def way_by_speed(speeds: Sequence[float]) -> list[float]:
    way_m, found = 0.0, []
    for speed in speeds:
        is_known = abs(speed) <= 1e7
        way_m += speed if is_known else 0.0
        found.append(way_m if is_known else math.nan)
    return found


def speed_by_way(way_m: Sequence[float], window_s: int) -> list[float]:
    found = []
    for second, value in enumerate(way_m):
        low = high = second
        while low > max(second - window_s // 2, 0) and math.isfinite(way_m[low - 1]):
            low -= 1
        while high < min(second + window_s // 2, len(way_m) - 1) and math.isfinite(way_m[high + 1]):
            high += 1
        speed = (way_m[high] - way_m[low]) / (high - low) if high > low else math.nan
        found.append(speed if math.isfinite(value) and 0 <= speed <= 50 else math.nan)
    return found


def possible(latitudes: Sequence[float], longitudes: Sequence[float]) -> list[tuple[float, float]]:
    return [
        (up, east)
        if abs(up) <= 90 and math.isfinite(east) and (up, east) != (0, 0)
        else (math.nan, math.nan)
        for up, east in zip(latitudes, longitudes, strict=True)
    ]


def unwrapped(longitudes: Sequence[float]) -> list[float]:
    turns, last, found = 0, None, []
    for value in longitudes:
        if abs(value) <= 180:
            if last is not None and abs(value - last) > 180:
                turns += 1 if value < last else -1
            last = value
        found.append(value + 360 * turns if abs(value) <= 180 else math.nan)
    return found


def wrapped(value: float) -> float:
    if not math.isfinite(value) or abs(value) <= 180:
        return value
    while value >= 180:
        value -= 360
    while value < -180:
        value += 360
    return value


def spiked(power_w: Sequence[float]) -> list[float]:
    """Put bursts of one, two and three seconds into power."""
    return [
        1600.0 if second % 101 == 50 else 1300.0 if second % 103 in (7, 8) else value
        for second, value in enumerate(power_w)
    ]


def isolated(power_w: Sequence[float]) -> list[bool]:
    """Mark the seconds above 700 W, 2.5 x the median around and 1.8 x both neighbours."""
    values = [min(max(value, -1e9), 1e9) if not math.isnan(value) else value for value in power_w]
    found = [False] * len(values)
    for second in range(1, len(values) - 1):
        value, beside = values[second], (values[second - 1], values[second + 1])
        if value > 700 and all(value > 1.8 * other for other in beside):
            around = [each for each in values[max(second - 7, 0) : second + 8] if each == each]
            found[second] = value > 2.5 * median(around)
    return found


def bridged(values: Sequence[float], bad: Sequence[bool]) -> list[float]:
    result = [math.nan if is_bad else value for value, is_bad in zip(values, bad, strict=True)]
    for start, end in runs(bad):
        if start > 0 and end < len(values) and end - start <= 3:
            step = (values[end] - values[start - 1]) / (end - start + 1)
            for second in range(start, end):
                result[second] = values[start - 1] + step * (second - start + 1)
    return result


def repaired(values: Sequence[float], highest: float, *, is_power: bool) -> list[float]:
    impossible = [value > highest or value < 0 for value in values]
    good = [math.nan if bad else value for value, bad in zip(values, impossible, strict=True)]
    alone = isolated(good) if is_power else [False] * len(values)
    bad = [one or other for one, other in zip(impossible, alone, strict=True)]
    return bridged(values, bad)


def times_of(power_w: Sequence[float]) -> list[float]:
    """Make times of power: several in a second, steps back, gaps, none, a jump of eight days."""
    jumps = power_w.count(400.0) if len(power_w) > 60 else 0
    return [
        1_780_000_000
        + row * 7 // 8
        + (int(value) % 10) / 10
        - (30 if row % 41 == 40 else 0)
        + (8 * 86_400 if jumps and row > 0.6 * len(power_w) else 0)
        if 0 <= value <= 100_000
        else math.nan
        if row % 3
        else 1_780_000_000 + row
        for row, value in enumerate(power_w)
    ]


def axis(at_s: Sequence[float], power_w: Sequence[float]) -> list[list[float]] | None:
    """Power and status of each second: weighted means, pauses by gaps, short gaps filled."""
    read = clock(at_s)
    if read is None or not any(power_w[row] == power_w[row] for row in read[0]):
        return None
    size = read[1][-1] + 1
    sums, weights, has_row = [0.0] * size, [0.0] * size, [False] * size
    for row, second, share in zip(*read, strict=True):
        has_row[second] = True
        if power_w[row] == power_w[row]:
            sums[second] += share * power_w[row]
            weights[second] += share
    values = [total / all_ if all_ else math.nan for total, all_ in zip(sums, weights, strict=True)]
    rows = [second for second, there in enumerate(has_row) if there]
    spacing_s = median(after - before for before, after in pairwise(rows)) if len(rows) > 1 else 1.0
    paused = paused_by_gaps(has_row, [math.nan] * size, spacing_s)
    mended = filled(values, paused, 3, zero_is_still=False)
    short = short_gaps(has_row, paused, 3)
    status = []
    for second, there in enumerate(has_row):
        was_filled = math.isnan(values[second]) and not math.isnan(mended[second])
        is_filled = short[second] or was_filled
        status.append(3.0 if paused[second] else 1.0 if is_filled else 0.0 if there else 2.0)
    return [mended, status]


def stored(columns: Mapping[str, Sequence[float]]) -> list[list[float]]:
    """Round to a tenth what is finite, as the stored columns do; beyond 32 bits cut."""
    return [
        [
            min(max(round(value / 0.1), -(2**31)), 2**31 - 1) * 0.1
            if math.isfinite(value)
            else math.nan
            for value in columns[name]
        ]
        for name in ("power_w", "heart_rate_bpm", "altitude_m")
    ]
