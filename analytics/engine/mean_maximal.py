"""The mean-maximal curve: the best mean power of a ride for very many durations at once.

Most windows need not be looked at. Less a steady power, a ride's running work rises and
falls by little within a few seconds. So of a whole block of first seconds none can lead to
more than the highest running work where their windows end, less the lowest in the block:
one subtraction for ``BLOCK_S`` windows. Only blocks whose bound is above the best window
found so far are looked into, which loses nothing.
"""

from collections.abc import Sequence

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from analytics.engine.peaks import (
    STEPS_PER_WATT,
    add_up_seconds,
    has_power,
    in_windows,
    refuse_durations,
)
from analytics.engine.recording import FloatArray
from analytics.engine.stream import Stream

BLOCK_S = 16  # first seconds that share one bound
SHORTEST_BOUNDED_S = 64  # in shorter windows a few seconds are too much for a bound to help
SHORTEST_RIDE_S = 4 * 3600  # below it all windows are looked at sooner than they are bounded
AT_ONCE = 64  # durations
MOST_OPEN_SHARE = 0.05  # of the blocks; where more are left, all windows are the faster look

Sums = NDArray[np.signedinteger]


def mean_maximal_curve(stream: Stream, durations_s: Sequence[int]) -> FloatArray:
    """Compute the mean-maximal power of a ride for a dense grid of durations.

    Parameters
    ----------
    stream : Stream
        A ride at 1 Hz, after repair; power that is NaN, infinite or negative adds nothing.
    durations_s : sequence of int
        Durations, each at least 1; see ``curve_durations_s``. [s]

    Returns
    -------
    ndarray of float, shape (len(durations_s),)
        The best mean of any window, unsure seconds or not; NaN where a duration
        does not fit and for a ride without power. [W]

    Raises
    ------
    ValueError
        If a duration is below 1 s.
    """
    refuse_durations(durations_s)
    curve_w = np.full(len(durations_s), np.nan)
    if not has_power(stream):
        return curve_w
    running = add_up_seconds(stream).work_steps
    asked_s = np.array(durations_s, dtype=np.int64)
    fitting = np.flatnonzero(asked_s < running.size)
    is_long = (asked_s[fitting] >= SHORTEST_BOUNDED_S) & (running.size > SHORTEST_RIDE_S)
    best = np.empty(fitting.size, dtype=np.int64)
    best[~is_long] = _best_of_all(running, asked_s[fitting[~is_long]].tolist())
    best[is_long] = _best_by_bounds(running, asked_s[fitting[is_long]])
    curve_w[fitting] = best / (STEPS_PER_WATT * asked_s[fitting])
    return curve_w


def curve_durations_s(longest_s: int, *, step_percent: float = 1.0) -> tuple[int, ...]:
    """List the durations from 1 s up to ``longest_s``, each at most a step above the last."""
    durations_s = []
    duration_s = 1
    while duration_s < longest_s:
        durations_s.append(duration_s)
        duration_s = max(duration_s + 1, int(duration_s * (1 + step_percent / 100)))
    return (*durations_s, longest_s) if longest_s >= 1 else ()


def _best_of_all(running: Sums, durations_s: Sequence[int]) -> list[int]:
    """Look at every window of each duration."""
    room = np.empty_like(running)
    return [int(in_windows(running, duration_s, room).max()) for duration_s in durations_s]


def _best_by_bounds(running: Sums, durations_s: NDArray[np.int64]) -> NDArray[np.int64]:
    """Look only into the blocks of first seconds that may hold a best window."""
    steady = int(running[-1]) // (running.size - 1)
    # In place of what lies beyond the end stands the end: a window that is cut there wins nothing.
    blocks = -(-running.size // BLOCK_S) + 1
    padded = np.pad(running, (0, blocks * BLOCK_S - running.size + BLOCK_S), mode="edge")
    level = padded[: blocks * BLOCK_S] - steady * np.arange(blocks * BLOCK_S, dtype=running.dtype)
    lowest = level.reshape(blocks, BLOCK_S).min(axis=1)
    highest = _highest_ahead(level).reshape(blocks, BLOCK_S).T.copy()
    ahead_of = sliding_window_view(padded, BLOCK_S)  # of each second, a block of sums from it on
    best = np.empty(durations_s.size, dtype=np.int64)
    room = np.empty((AT_ONCE, blocks), dtype=running.dtype)  # new memory costs more than the sums
    for first in range(0, durations_s.size, AT_ONCE):
        some_s = durations_s[first : first + AT_ONCE]
        bounds = _bound_blocks(some_s, running.size, lowest, highest, room)
        found = _best_in_blocks(ahead_of, some_s, bounds.argmax(axis=1))
        rows, places = _blocks_above(bounds, found - steady * some_s)
        if rows.size > MOST_OPEN_SHARE * bounds.size:
            found[:] = _best_of_all(running, some_s.tolist())
        elif rows.size:
            sums = _best_in_blocks(ahead_of, some_s[rows], places)
            firsts = np.flatnonzero(np.diff(rows, prepend=-1))
            open_rows = rows[firsts]
            found[open_rows] = np.maximum(found[open_rows], np.maximum.reduceat(sums, firsts))
        best[first : first + AT_ONCE] = found
    return best


def _highest_ahead(level: Sums) -> Sums:
    """Take the highest of each position and the ``BLOCK_S - 1`` after it."""
    highest = level.copy()
    width = 1
    while width < BLOCK_S:
        np.maximum(highest[:-width], highest[width:], out=highest[:-width])
        width *= 2
    return highest


def _bound_blocks(
    durations_s: NDArray[np.int64], size: int, lowest: Sums, highest: Sums, room: Sums
) -> Sums:
    """Bound, above the steady power, what windows that start in each block can add up to."""
    nothing = np.iinfo(room.dtype).min
    for bounds, duration_s in zip(room, durations_s.tolist(), strict=False):
        count = (size - 1 - duration_s) // BLOCK_S + 1
        ahead, phase = divmod(duration_s, BLOCK_S)
        np.subtract(highest[phase, ahead : ahead + count], lowest[:count], out=bounds[:count])
        bounds[count:] = nothing
    return room[: durations_s.size]


def _blocks_above(
    bounds: Sums, beaten: NDArray[np.int64]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """List the blocks whose bound is above what was found, by row and place."""
    is_above = bounds > beaten.astype(bounds.dtype)[:, np.newaxis]
    rows, places = np.divmod(np.flatnonzero(is_above), bounds.shape[1])
    return rows, places


def _best_in_blocks(
    ahead_of: Sums, durations_s: NDArray[np.int64], blocks: NDArray[np.intp]
) -> NDArray[np.int64]:
    """Look at every window of a duration that starts in a block, duration by duration."""
    starts = blocks * BLOCK_S
    ends = np.minimum(starts + durations_s, len(ahead_of) - 1)
    best: NDArray[np.int64] = (ahead_of[ends] - ahead_of[starts]).max(axis=1).astype(np.int64)
    return best
