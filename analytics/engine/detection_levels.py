"""Bouts: stretches that stand above what surrounds them, at the scale that fits best.

Segments of constant mean form a tree. Lower a water line over the ride: each
island that appears or grows is a node, the islands that it swallows are its
children. A node's prominence is the square of its height above its two sides
times the root of its duration. The best disjoint nodes are the bouts: a long
effort wins over the waves on it, repetitions win over the whole that they form
with their recoveries.
"""

from dataclasses import dataclass
from itertools import pairwise
from math import sqrt

import numpy as np
from numpy.typing import NDArray

from analytics.engine.recording import FloatArray

LEAST_MEAN = 0.75  # of critical power; below it nothing is work
LEAST_CONTRAST = 0.15  # of critical power, above either side
SHORTEST_REST_S = 45
REST_SHARE = 0.10  # of the shorter effort beside it
REST_DEPTH = 0.75  # of the power of the weaker effort beside it
LONGEST_LAPSE_S = 30
LAPSE_SHARE = 0.07  # of the two parts of an effort
LAPSE_POWER_RATIO = 1.2
NARROWEST_SIDE_S = 10
WIDEST_SIDE_S = 120


@dataclass(frozen=True, slots=True)
class Bout:
    """A stretch above its surroundings; powers as fractions of critical power."""

    start_s: int
    end_s: int
    mean: float
    contrast: float  # above the higher of its two sides
    height: float  # above both sides together

    @property
    def duration_s(self) -> int:
        return self.end_s - self.start_s

    @property
    def prominence(self) -> float:
        return self.height * self.height * sqrt(self.duration_s)


@dataclass(frozen=True, slots=True)
class _Island:
    """The best disjoint bouts inside one connected stretch above the water line."""

    first: int  # segment
    last: int
    bouts: tuple[Bout, ...]


def find_bouts(signal: FloatArray, edges: NDArray[np.int64]) -> tuple[Bout, ...]:
    """Choose the disjoint bouts that together stand out most.

    Parameters
    ----------
    signal : ndarray of float, shape (n,)
        Power as a fraction of critical power, finite.
    edges : ndarray of int, shape (m + 1,)
        Edges of its segments, from 0 to n, as ``find_change_points`` gives them.

    Returns
    -------
    tuple of Bout
        In the order of time. Parts of one effort that a junction or a bend cut in
        two are joined.
    """
    if edges.size < 2:
        return ()
    sums = np.concatenate(([0.0], np.cumsum(signal)))
    means = np.diff(sums[edges]) / np.diff(edges)
    islands: dict[int, _Island] = {}  # by first and by last segment
    for segment in np.argsort(-means, kind="stable").tolist():
        left, right = islands.get(segment - 1), islands.get(segment + 1)
        first = left.first if left else segment
        last = right.last if right else segment
        inner = tuple(bout for island in (left, right) if island for bout in island.bouts)
        whole = measure_bout(sums, int(edges[first]), int(edges[last + 1]))
        bouts = (whole,) if _is_one_effort(whole, inner, sums) else inner
        islands[first] = islands[last] = _Island(first, last, bouts)
    return _join_lapses(islands[0].bouts, sums)


def measure_bout(sums: FloatArray, start_s: int, end_s: int) -> Bout:
    """Compare a stretch with its two sides, each half as long, 10 s to 2 min.

    ``sums`` are the running sums of the signal, shape (n + 1,). At an end of the
    ride the other side decides alone; a stretch without sides does not stand out.
    """
    duration_s = end_s - start_s
    mean = _mean(sums, start_s, end_s)
    width_s = side_of(duration_s)
    before_s, after_s = max(start_s - width_s, 0), min(end_s + width_s, sums.size - 1)
    sides = [
        _mean(sums, low_s, high_s)
        for low_s, high_s in ((before_s, start_s), (end_s, after_s))
        if high_s > low_s
    ] or [mean]
    return Bout(start_s, end_s, mean, mean - max(sides), mean - sum(sides) / len(sides))


def side_of(duration_s: int) -> int:
    """Give the width of the sides that a stretch is compared with [s]."""
    return min(max(duration_s // 2, NARROWEST_SIDE_S), WIDEST_SIDE_S)


def _is_one_effort(whole: Bout, inner: tuple[Bout, ...], sums: FloatArray) -> bool:
    """Tell whether a stretch is one effort, and not efforts with easy riding between them."""
    if whole.mean < LEAST_MEAN or whole.contrast < LEAST_CONTRAST:
        return False
    if whole.prominence < sum(bout.prominence for bout in inner):
        return False
    if any(
        _is_rest(sums, before.end_s, after.start_s, before, after)
        for before, after in pairwise(inner)
    ):
        return False
    return not inner or not (
        _is_easy(sums, whole.start_s, inner[0].start_s, inner[0])
        or _is_easy(sums, inner[-1].end_s, whole.end_s, inner[-1])
    )


def _is_rest(sums: FloatArray, start_s: int, end_s: int, before: Bout, after: Bout) -> bool:
    """Tell a recovery, long and deep, from the lull of an over-under."""
    shorter_s = min(before.duration_s, after.duration_s)
    if end_s - start_s < max(SHORTEST_REST_S, REST_SHARE * shorter_s):
        return False
    return _mean(sums, start_s, end_s) <= REST_DEPTH * min(before.mean, after.mean)


def _is_easy(sums: FloatArray, start_s: int, end_s: int, bout: Bout) -> bool:
    """Tell easy riding before or after an effort from a part of it."""
    return _is_rest(sums, start_s, end_s, bout, bout) and _mean(sums, start_s, end_s) < LEAST_MEAN


def _join_lapses(bouts: tuple[Bout, ...], sums: FloatArray) -> tuple[Bout, ...]:
    """Join neighbours of like power that lie next to nothing apart."""
    joined: list[Bout] = []
    for bout in bouts:
        if joined and _is_lapse(joined[-1], bout):
            joined[-1] = measure_bout(sums, joined[-1].start_s, bout.end_s)
        else:
            joined.append(bout)
    return tuple(joined)


def _is_lapse(before: Bout, after: Bout) -> bool:
    """Tell a junction or a bend inside an effort from a recovery."""
    gap_s = after.start_s - before.end_s
    longest_s = min(LONGEST_LAPSE_S, LAPSE_SHARE * (before.duration_s + after.duration_s))
    ratio = max(before.mean, after.mean) / min(before.mean, after.mean)
    return gap_s <= longest_s and ratio <= LAPSE_POWER_RATIO


def _mean(sums: FloatArray, start_s: int, end_s: int) -> float:
    """Average the signal over [start_s, end_s), from its running sums."""
    return float(sums[end_s] - sums[start_s]) / (end_s - start_s)
