"""Laps: the intervals that the rider, or a workout on the device, marked."""

import numpy as np
from numpy.typing import NDArray

from analytics.engine.detection_levels import LEAST_CONTRAST, LEAST_MEAN, find_bouts
from analytics.engine.detection_signal import prepare_signal
from analytics.engine.intensity import ReferencePower
from analytics.engine.recording import FloatArray, Lap, LapRole, LapTrigger, Ride
from analytics.engine.stream import Stream
from analytics.engine.stretches import Stretch
from analytics.engine.vocabulary import IntervalSource

AUTOMATIC_TRIGGERS = (LapTrigger.DISTANCE, LapTrigger.TIME, LapTrigger.POSITION)
REST_ROLES = (LapRole.RECOVERY, LapRole.WARM_UP, LapRole.COOL_DOWN)
LARGEST_SEAM_S = 3
LULL_RATIO = 0.85  # of both laps beside it; below it a lap inside an effort is a rest
LULL_CEILING = 0.8  # of critical power; above it a lap is the "under" of an over-under
SAME_TARGET = 0.05  # of critical power; adjacent laps closer than this are one effort
EDGE_S = 15  # power is compared over this long before and after an edge
LEAST_STEP_SHARE = 0.5  # of the efforts' edges must fall on a step of power
EQUAL_SPLIT_TOLERANCE = 0.015  # laps whose distances differ by less were made by the device
CONFIDENCE_WITH_ROLES = 0.95
CONFIDENCE_BY_HAND = 0.85
CONFIDENCE_UNKNOWN_TRIGGER = 0.7


def stretches_from_laps(
    ride: Ride, stream: Stream, reference: ReferencePower | None
) -> tuple[Stretch, ...]:
    """Take the efforts that laps mark.

    Parameters
    ----------
    ride : Ride
        With its laps, in any order.
    stream : Stream
        The ride on the elapsed axis.
    reference : ReferencePower or None
        Critical power, or what stands in for it.

    Returns
    -------
    tuple of Stretch
        Work only. Empty where laps are automatic, or mark no structure: a single
        lap, laps of one power, laps whose edges are no steps of power.
    """
    if reference is None or stream.elapsed_s == 0 or _are_splits(ride.laps, stream):
        return ()
    spans = _place_laps(ride.laps, stream)
    if len(spans) < 2:
        return ()
    signal = prepare_signal(stream.power_w, reference.power_w)
    efforts = _find_marked_efforts(spans, signal)
    step_share = _share_of_steps(efforts, signal)
    if step_share < LEAST_STEP_SHARE:
        return ()
    confidence = _confidence(ride.laps) * step_share
    source = IntervalSource.PLAN if _follow_a_plan(ride.laps) else IntervalSource.LAP
    return tuple(
        Stretch(start_s, end_s, is_work=True, source=source, confidence=confidence)
        for start_s, end_s in efforts
    )


def _are_splits(laps: tuple[Lap, ...], stream: Stream) -> bool:
    """Tell whether the device made the laps: by their trigger, else by equal distances."""
    triggers = {lap.trigger for lap in laps} - {LapTrigger.SESSION_END}
    if triggers & {LapTrigger.HAND, LapTrigger.WORKOUT}:
        return False
    if triggers <= set(AUTOMATIC_TRIGGERS):
        return True
    lengths_m = [
        stream.distance_m[end_s - 1] - stream.distance_m[start_s]
        for start_s, end_s, _ in _place_laps(laps, stream)[:-1]
    ]
    if len(lengths_m) < 3 or not np.isfinite(lengths_m).all():
        return False
    usual_m = float(np.median(lengths_m))
    return bool(
        np.mean(np.abs(np.array(lengths_m) - usual_m) <= EQUAL_SPLIT_TOLERANCE * usual_m) > 0.7
    )


def _place_laps(laps: tuple[Lap, ...], stream: Stream) -> list[tuple[int, int, LapRole]]:
    """Put laps on the elapsed axis, in order; the start of a lap ends the one before."""
    started_at_s = stream.started_at.timestamp()
    spans: list[tuple[int, int, LapRole]] = []
    for lap in sorted(laps, key=lambda each: each.start_at_s):
        if lap.trigger in AUTOMATIC_TRIGGERS:
            continue
        start_s = max(round(lap.start_at_s - started_at_s), 0)
        end_s = min(round(lap.end_at_s - started_at_s), stream.elapsed_s)
        if end_s <= start_s:
            continue
        if spans and start_s - spans[-1][1] <= LARGEST_SEAM_S:
            # Some devices start a lap a second after, or before, the last one ended.
            spans[-1] = (spans[-1][0], start_s, spans[-1][2])
        spans.append((start_s, end_s, lap.role))
    return [span for span in spans if span[1] > span[0]]


def _find_marked_efforts(
    spans: list[tuple[int, int, LapRole]], signal: FloatArray
) -> list[tuple[int, int]]:
    """Choose the laps that stand above what surrounds them; a lap marked as rest never does."""
    edges = np.unique(
        [0, signal.size, *(edge for start_s, end_s, _ in spans for edge in (start_s, end_s))]
    )
    shown = signal.copy()
    for start_s, end_s, role in spans:
        if role in REST_ROLES:
            shown[start_s:end_s] = np.minimum(shown[start_s:end_s], LEAST_MEAN / 2)
    joined = _join_equal_laps(edges, shown)
    edges = np.array([0, *(end_s for _, end_s in joined)])
    efforts: list[tuple[int, int]] = []
    for bout in find_bouts(shown, edges):
        inside = [lap for lap in joined if bout.start_s <= lap[0] and lap[1] <= bout.end_s]
        efforts.extend(_drop_lulls(inside, signal))
    return efforts


def _drop_lulls(laps: list[tuple[int, int]], signal: FloatArray) -> list[tuple[int, int]]:
    """Leave out laps that are easy, and clearly easier than both laps beside them."""
    means = [float(signal[start_s:end_s].mean()) for start_s, end_s in laps]
    return [
        lap
        for i, lap in enumerate(laps)
        if not 0 < i < len(laps) - 1
        or means[i] >= min(LULL_CEILING, LULL_RATIO * min(means[i - 1], means[i + 1]))
    ]


def _join_equal_laps(edges: NDArray[np.int64], signal: FloatArray) -> list[tuple[int, int]]:
    """Join adjacent laps whose power is the same: cadence drills, splits of one effort."""
    joined = [(int(edges[0]), int(edges[1]))]
    for start_s, end_s in zip(edges[1:-1].tolist(), edges[2:].tolist(), strict=True):
        first_s, last_s = joined[-1]
        if abs(signal[first_s:last_s].mean() - signal[start_s:end_s].mean()) < SAME_TARGET:
            joined[-1] = (first_s, end_s)
        else:
            joined.append((start_s, end_s))
    return joined


def _share_of_steps(efforts: list[tuple[int, int]], signal: FloatArray) -> float:
    """Tell how many of the efforts' edges fall on a step of power, from 0 to 1."""
    steps = []
    for start_s, end_s in efforts:
        for edge_s, sign in ((start_s, 1), (end_s, -1)):
            before, after = (
                signal[max(edge_s - EDGE_S, 0) : edge_s],
                signal[edge_s : edge_s + EDGE_S],
            )
            if before.size and after.size:
                steps.append(sign * (after.mean() - before.mean()) >= LEAST_CONTRAST)
    return float(np.mean(steps)) if steps else 0.0


def _follow_a_plan(laps: tuple[Lap, ...]) -> bool:
    """Tell whether a workout on the device made the laps."""
    return any(lap.step_number is not None or lap.trigger is LapTrigger.WORKOUT for lap in laps)


def _confidence(laps: tuple[Lap, ...]) -> float:
    if any(lap.role is not LapRole.UNKNOWN for lap in laps):
        return CONFIDENCE_WITH_ROLES
    if any(lap.trigger in (LapTrigger.HAND, LapTrigger.WORKOUT) for lap in laps):
        return CONFIDENCE_BY_HAND
    return CONFIDENCE_UNKNOWN_TRIGGER
