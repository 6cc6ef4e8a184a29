"""Plans: the steps of a workout, laid over the ride where they fit best."""

from itertools import accumulate

import numpy as np

from analytics.engine.power import is_known_power
from analytics.engine.recording import FloatArray, LapRole, PlannedStep, Ride
from analytics.engine.stream import Stream
from analytics.engine.stretches import Stretch
from analytics.engine.vocabulary import IntervalSource

LEAST_CORRELATION = 0.7  # between what was planned and what was ridden
LEAST_TARGET_RATIO = 1.1  # of a step over the plan's mean, where steps have no role
FEWEST_STEPS = 3


def stretches_from_plan(ride: Ride, stream: Stream) -> tuple[Stretch, ...]:
    """Take the work steps of the plan, at the offset where the ride follows it best.

    Parameters
    ----------
    ride : Ride
        With its plan; every step must have a duration and a target.
    stream : Stream
        The ride on the elapsed axis.

    Returns
    -------
    tuple of Stretch
        Work only; empty without such a plan, or where the ride did not follow it.

    Notes
    -----
    Pauses stop a workout: steps are laid on the timer axis, then read off on the
    elapsed axis.
    """
    steps = [(step, _target_w(step), round(step.duration_s or 0)) for step in ride.plan]
    if len(steps) < FEWEST_STEPS or any(w is None or s <= 0 for _, w, s in steps):
        return ()
    targets_w = np.array([target_w for _, target_w, _ in steps], dtype=np.float64)
    durations_s = np.array([duration_s for _, _, duration_s in steps])
    seconds = np.flatnonzero(stream.is_on_timer)
    power_w = stream.power_w[seconds]
    ridden_w = np.where(is_known_power(power_w), power_w, 0.0)
    offset_s, correlation = _align(np.repeat(targets_w, durations_s), ridden_w)
    if correlation < LEAST_CORRELATION:
        return ()
    mean_w = float(np.average(targets_w, weights=durations_s))
    edges_s = [offset_s + edge for edge in accumulate(durations_s.tolist(), initial=0)]
    return tuple(
        Stretch(
            int(seconds[start_s]),
            int(seconds[end_s - 1]) + 1,
            is_work=True,
            source=IntervalSource.PLAN,
            confidence=correlation,
        )
        for (step, target_w, _), start_s, end_s in zip(steps, edges_s, edges_s[1:], strict=False)
        if _is_work(step, target_w, mean_w)
    )


def _target_w(step: PlannedStep) -> float | None:
    """Take the middle of a step's target; one bound stands for both."""
    bounds_w = [w for w in (step.target_low_w, step.target_high_w) if w is not None]
    return sum(bounds_w) / len(bounds_w) if bounds_w else None


def _is_work(step: PlannedStep, target_w: float | None, mean_w: float) -> bool:
    """Believe a step's role; without one, its target against the plan's mean."""
    if step.role is LapRole.UNKNOWN:
        return (target_w or 0.0) >= LEAST_TARGET_RATIO * mean_w
    return step.role is LapRole.WORK


def _align(planned_w: FloatArray, ridden_w: FloatArray) -> tuple[int, float]:
    """Find where the plan correlates best with the ride: the offset [s] and the coefficient."""
    size = planned_w.size
    if size > ridden_w.size or planned_w.std() == 0:
        return 0, 0.0
    shape = (planned_w - planned_w.mean()) / planned_w.std()
    width = ridden_w.size + size
    product = np.fft.irfft(
        np.fft.rfft(ridden_w, width) * np.conj(np.fft.rfft(shape, width)), width
    )[: ridden_w.size - size + 1]
    sums = np.concatenate(([0.0], np.cumsum(ridden_w)))
    squares = np.concatenate(([0.0], np.cumsum(ridden_w * ridden_w)))
    means = (sums[size:] - sums[:-size]) / size
    spread = np.sqrt(np.maximum((squares[size:] - squares[:-size]) / size - means * means, 0.0))
    correlation = np.where(spread > 1, product / size / np.maximum(spread, 1), 0.0)
    best = int(np.argmax(correlation))
    return best, float(min(correlation[best], 1.0))
