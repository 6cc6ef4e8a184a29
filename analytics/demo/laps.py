"""Who presses the lap button, and when."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from analytics.demo.workout import Segment
from analytics.engine.recording import FloatArray, Lap, LapTrigger, PlannedStep

AUTO_LAP_M = 5000.0
SHORTEST_PRESSED_S = 45  # nobody presses the button for each of thirty 15-s recoveries
TARGET_TOLERANCE = 0.03


def planned_steps(segments: Sequence[Segment], ftp_w: float) -> tuple[PlannedStep, ...]:
    """Write a workout as the steps that a head unit carries, with targets in watts."""
    return tuple(_planned_step(segment, ftp_w) for segment in segments)


def workout_laps(segments: Sequence[Segment], edge_at_s: FloatArray) -> tuple[Lap, ...]:
    """Mark every segment; ``edge_at_s`` is the Unix time of each second and of the end."""
    edges = _segment_edges(segments)
    return tuple(
        Lap(
            float(edge_at_s[start]),
            float(edge_at_s[end]),
            trigger=LapTrigger.SESSION_END if end == edges[-1] else LapTrigger.WORKOUT,
            role=segment.role,
            step_number=number,
        )
        for number, (segment, start, end) in enumerate(
            zip(segments, edges[:-1], edges[1:], strict=True)
        )
    )


def pressed_laps(
    segments: Sequence[Segment], edge_at_s: FloatArray, draw: np.random.Generator
) -> tuple[Lap, ...]:
    """Mark what a rider would: late or early by a second or two, no short repetitions."""
    edges = _segment_edges(segments)
    pressed = [
        edge + int(np.clip(np.rint(draw.normal(0.6, 1.1)), -2, 4))
        for edge, before, after in zip(edges[1:-1], segments[:-1], segments[1:], strict=True)
        if max(before.duration_s, after.duration_s) >= SHORTEST_PRESSED_S
    ]
    return _laps(pressed, edge_at_s, LapTrigger.HAND)


def automatic_laps(distance_m: FloatArray, edge_at_s: FloatArray) -> tuple[Lap, ...]:
    """Mark every five kilometres."""
    crossings = np.flatnonzero(np.diff(distance_m // AUTO_LAP_M)) + 1
    return _laps([int(crossing) for crossing in crossings], edge_at_s, LapTrigger.DISTANCE)


def one_lap(edge_at_s: FloatArray) -> tuple[Lap, ...]:
    return _laps([], edge_at_s, LapTrigger.SESSION_END)


def _planned_step(segment: Segment, ftp_w: float) -> PlannedStep:
    low_w, high_w = _target_w(segment, ftp_w)
    return PlannedStep(segment.role, segment.name, float(segment.duration_s), low_w, high_w)


def _target_w(segment: Segment, ftp_w: float) -> tuple[float, float] | tuple[None, None]:
    if segment.sprint is not None:
        return None, None
    end_power = segment.power if segment.end_power is None else segment.end_power
    low_w, high_w = sorted((segment.power * ftp_w, end_power * ftp_w))
    return float(round(low_w * (1 - TARGET_TOLERANCE))), float(
        round(high_w * (1 + TARGET_TOLERANCE))
    )


def _segment_edges(segments: Sequence[Segment]) -> list[int]:
    return [0, *np.cumsum([segment.duration_s for segment in segments]).tolist()]


def _laps(marks: Sequence[int], edge_at_s: FloatArray, trigger: LapTrigger) -> tuple[Lap, ...]:
    last = edge_at_s.size - 1
    return tuple(
        Lap(
            float(edge_at_s[start]),
            float(edge_at_s[end]),
            trigger=LapTrigger.SESSION_END if end == last else trigger,
        )
        for start, end in pairwise([0, *marks, last])
    )
