"""The staircases of an athlete's bests: all that a newest ride has to be compared with.

Of each level and duration only those values are kept that no later one beat. The best
of any window that ends now is then the first step at or after its start, so a short
list, which grows with the logarithm of the history, answers for windows of any length.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.engine.peaks import FRESH_LEVEL
from analytics.engine.record_checks import Seen
from analytics.engine.record_history import WINDOWS, BoolArray, Decided, History
from analytics.engine.recording import FloatArray
from analytics.engine.records import WINDOW_DAYS

STEP = np.dtype(
    [("per_kg", "?"), ("level", "<u2"), ("duration_s", "<u4"), ("day", "<i4"), ("value", "<f8")]
)
SEEN = np.dtype(
    [("duration_s", "<u4"), ("inside_w", "<f8"), ("outside_w", "<f8"), ("rides", "<u4")]
)

Steps = NDArray[np.void]


@dataclass(frozen=True, slots=True, eq=False)
class Stairs:
    """What is remembered of all sessions so far."""

    steps: Steps  # by measure, level, duration and day
    seen: NDArray[np.void]  # the best fresh power of each duration, candidates included

    def pack(self) -> tuple[bytes, bytes]:
        return self.steps.tobytes(), self.seen.tobytes()


def unpack_stairs(steps: bytes, seen: bytes) -> Stairs:
    """Give the stairs that were packed as bytes."""
    return Stairs(np.frombuffer(steps, dtype=STEP), np.frombuffer(seen, dtype=SEEN))


NO_STAIRS = unpack_stairs(b"", b"")


def bests_before(stairs: Stairs, history: History) -> tuple[FloatArray, FloatArray]:
    """Find the best of each window before a single session, in W and in W/kg."""
    place, is_asked = _places(stairs.steps, history)
    asked = stairs.steps[is_asked]
    place = place[is_asked] + history.levels.size * asked["per_kg"]
    value, days = np.ascontiguousarray(asked["value"]), np.ascontiguousarray(asked["day"])
    bests = np.full((len(WINDOWS), 2, history.levels.size), -np.inf)
    day = int(history.days[0])
    for best, window in zip(bests.reshape(len(WINDOWS), -1), WINDOWS, strict=True):
        first = day - WINDOW_DAYS[window] if window in WINDOW_DAYS else 0
        within = days >= first
        np.maximum.at(best, place[within], value[within])
    bests[np.isneginf(bests)] = np.nan
    return bests[:, np.newaxis, 0], bests[:, np.newaxis, 1]


def seen_before(stairs: Stairs, history: History) -> Seen:
    """Tell of the fresh peaks seen before a single session, of the session's durations."""
    durations_s = history.durations_s[history.levels == FRESH_LEVEL]
    found = np.zeros(durations_s.size, dtype=SEEN)
    found["inside_w"] = found["outside_w"] = np.nan
    _, ours, theirs = np.intersect1d(
        durations_s, stairs.seen["duration_s"], return_indices=True, assume_unique=True
    )
    found[ours] = stairs.seen[theirs]
    here = found["inside_w"] if history.is_indoors[0] else found["outside_w"]
    return Seen(
        best_w=np.fmax(found["inside_w"], found["outside_w"])[np.newaxis],
        rides=found["rides"][np.newaxis],
        is_new_place=np.isnan(here)[np.newaxis],
    )


def climb(stairs: Stairs, history: History, decided: Decided) -> Stairs:
    """Add sessions that come after everything that the stairs hold."""
    last = len(history.days)
    added = [stairs.steps]
    old = stairs.steps
    for per_kg, values in (
        (False, history.powers_w),
        (True, history.powers_w / history.masses_kg[:, np.newaxis]),
    ):
        counted = np.where(decided.counts & ~np.isnan(values), values, -np.inf)
        later = np.full((last + 1, values.shape[1]), -np.inf)
        later[:-1] = np.maximum.accumulate(counted[::-1], axis=0)[::-1]
        session, series = np.nonzero(counted > later[1:])
        steps = np.empty(session.size, dtype=STEP)
        steps["per_kg"], steps["level"] = per_kg, history.levels[series]
        steps["duration_s"], steps["day"] = history.durations_s[series], history.days[session]
        steps["value"] = counted[session, series]
        added.append(steps)
        old = old[_stands(old, history, later[0], per_kg=per_kg)]
    added[0] = old
    steps = np.concatenate(added)
    order = np.lexsort((steps["day"], steps["duration_s"], steps["level"], steps["per_kg"]))
    return Stairs(steps[order], _see(stairs.seen, history))


def _stands(steps: Steps, history: History, highest: FloatArray, *, per_kg: bool) -> BoolArray:
    """Tell which steps the new sessions did not reach."""
    place, is_asked = _places(steps, history)
    reached = is_asked & (steps["per_kg"] == per_kg)
    reached[reached] = steps["value"][reached] <= highest[place[reached]]
    return np.asarray(~reached)


def _places(steps: Steps, history: History) -> tuple[NDArray[np.int64], BoolArray]:
    """Find each step's series in the history's grid."""
    ours = (history.levels << 32) + history.durations_s
    theirs = (steps["level"].astype(np.int64) << 32) + steps["duration_s"]
    place = np.minimum(np.searchsorted(ours, theirs), max(ours.size - 1, 0))
    return place, np.asarray(ours[place] == theirs) if ours.size else np.zeros(theirs.size, bool)


def _see(seen: NDArray[np.void], history: History) -> NDArray[np.void]:
    fresh = history.levels == FRESH_LEVEL
    powers = np.where(history.is_rejected, np.nan, history.powers_w)[:, fresh]
    durations_s = np.union1d(seen["duration_s"], history.durations_s[fresh])
    together: NDArray[Any] = np.zeros(durations_s.size, dtype=SEEN)
    together["inside_w"] = together["outside_w"] = np.nan
    together["duration_s"] = durations_s
    ours = np.searchsorted(durations_s, history.durations_s[fresh])
    theirs = np.searchsorted(durations_s, seen["duration_s"])
    for name, inside in (("inside_w", True), ("outside_w", False)):
        here = powers[history.is_indoors == inside]
        best = np.fmax.reduce(here, axis=0, initial=np.nan)
        together[name][theirs] = seen[name]
        together[name][ours] = np.fmax(together[name][ours], best)
    together["rides"][theirs] = seen["rides"]
    together["rides"][ours] += np.count_nonzero(~np.isnan(powers), axis=0).astype(np.uint32)
    return together
