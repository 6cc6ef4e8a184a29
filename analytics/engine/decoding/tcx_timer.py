"""Finds when the timer ran in a TCX file, which writes no start and stop events.

Two things tell of a pause: a new track inside a lap, and a lap whose timer time is shorter
than its span. A new track with each lap means nothing: every exporter begins one there.
"""

from dataclasses import dataclass, replace

import numpy as np

from analytics.engine.recording import FloatArray, TimeSpan

SMALLEST_PAUSE_S = 2.0
TOLERANCE_S = 3.0
TOLERANCE_SHARE = 0.03


@dataclass(frozen=True, slots=True, eq=False)
class TimedLap:
    """One lap's clock readings."""

    start_at_s: float
    times_s: FloatArray  # of its points, in the order of the file
    track_starts: tuple[int, ...]  # rows at which a track begins
    timer_s: float | None  # as the device wrote it


def find_timer_spans(laps: list[TimedLap]) -> tuple[TimeSpan, ...]:
    """Find the stretches on which the timer ran.

    Parameters
    ----------
    laps : list of TimedLap
        The laps of one ride, in order.

    Returns
    -------
    tuple of TimeSpan
        In order and without overlap; empty where the file does not tell.
    """
    laps = _fold_empty(laps)
    if not laps:
        return ()
    ends_at_s = [lap.start_at_s for lap in laps[1:]] + [float(laps[-1].times_s.max())]
    found = [_find_pauses(lap, end_at_s) for lap, end_at_s in zip(laps, ends_at_s, strict=True)]
    pauses = [pause for lap_pauses in found for pause in lap_pauses or ()]
    if not pauses and any(lap_pauses is None for lap_pauses in found):
        return ()
    first_at_s = min(laps[0].start_at_s, *(float(lap.times_s.min()) for lap in laps))
    last_at_s = max(float(lap.times_s.max()) for lap in laps)
    return _spans_between(pauses, first_at_s, last_at_s + 1.0)


def _fold_empty(laps: list[TimedLap]) -> list[TimedLap]:
    """Add the timer of laps without points to the lap before them."""
    folded: list[TimedLap] = []
    for lap in laps:
        if lap.times_s.size:
            folded.append(lap)
        elif folded and lap.timer_s is not None and folded[-1].timer_s is not None:
            folded[-1] = replace(folded[-1], timer_s=folded[-1].timer_s + lap.timer_s)
    return folded


def _find_pauses(lap: TimedLap, end_at_s: float) -> list[TimeSpan] | None:
    """Find the pauses of a lap that ends when the next begins; None where nothing tells."""
    marks_s = np.unique(np.concatenate(([lap.start_at_s], lap.times_s, [end_at_s])))
    marks_s = marks_s[(marks_s >= lap.start_at_s) & (marks_s <= max(end_at_s, lap.start_at_s))]
    if marks_s.size < 2:
        return []
    gaps_s = np.diff(marks_s)
    step_s = float(np.median(gaps_s))
    lost_s = gaps_s - step_s  # what a pause at that gap took from the timer
    by_tracks = _gaps_between_tracks(lap, marks_s, lost_s)
    chosen = by_tracks
    if lap.timer_s is not None:
        elapsed_s = float(marks_s[-1] - marks_s[0])
        paused_s = elapsed_s - lap.timer_s
        chosen = _explain(paused_s, lost_s, by_tracks, step_s=max(step_s, SMALLEST_PAUSE_S))
        if chosen is None and paused_s <= TOLERANCE_SHARE * elapsed_s:
            chosen = set()  # somewhere, but for little: the long gaps are no pauses
    if chosen is None:
        return None
    return [TimeSpan(float(marks_s[gap]), float(marks_s[gap + 1])) for gap in sorted(chosen)]


def _gaps_between_tracks(lap: TimedLap, marks_s: FloatArray, lost_s: FloatArray) -> set[int] | None:
    """Find the gaps at which a further track begins; None where the lap has one track."""
    rows = [row for row in lap.track_starts[1:] if row < lap.times_s.size]
    gaps = np.searchsorted(marks_s, lap.times_s[rows]) - 1 if rows else np.empty(0, dtype=np.intp)
    found = {int(gap) for gap in gaps if 0 <= gap < lost_s.size}
    return {gap for gap in found if lost_s[gap] >= SMALLEST_PAUSE_S} or None


def _explain(
    paused_s: float, lost_s: FloatArray, by_tracks: set[int] | None, *, step_s: float
) -> set[int] | None:
    """Choose the gaps that make up the time for which the timer stood still.

    Those between tracks unless the timer contradicts them, else the largest ones if they
    add up to it, within a tolerance.
    """
    tolerance_s = max(TOLERANCE_S, TOLERANCE_SHARE * paused_s)
    if paused_s <= TOLERANCE_S:
        return set()
    if by_tracks and sum(lost_s[gap] for gap in by_tracks) <= paused_s + tolerance_s:
        return by_tracks
    largest_first = np.argsort(-lost_s, kind="stable")[: np.count_nonzero(lost_s > step_s)]
    if not largest_first.size:
        return None
    explained_s = np.cumsum(lost_s[largest_first])
    best = int(np.argmin(np.abs(explained_s - paused_s)))
    if abs(explained_s[best] - paused_s) > tolerance_s:
        return None
    return {int(gap) for gap in largest_first[: best + 1]}


def _spans_between(
    pauses: list[TimeSpan], first_at_s: float, end_at_s: float
) -> tuple[TimeSpan, ...]:
    """Turn pauses around: a pause begins a second after its last sample."""
    spans = []
    start_at_s = first_at_s
    for pause in sorted(pauses, key=lambda span: span.start_at_s):
        stop_at_s = min(pause.start_at_s + 1.0, pause.end_at_s)
        if stop_at_s > start_at_s:
            spans.append(TimeSpan(start_at_s, stop_at_s))
        start_at_s = max(start_at_s, pause.end_at_s)
    if end_at_s > start_at_s:
        spans.append(TimeSpan(start_at_s, end_at_s))
    return tuple(spans)
