"""Evidence: which bouts somebody meant to ride, and which the road made.

A hill, a junction, a chase make bouts like those of a training session. What
tells them apart: how near a bout comes to the most that its duration allows,
whether it is repeated, in time and in power, and whether a trainer held it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analytics.engine.detection_levels import Bout, side_of
from analytics.engine.detection_signal import (
    COASTING_FRACTION,
    measure_noise,
    measure_pedalled_height,
    measure_swing,
)
from analytics.engine.recording import FloatArray

W_PRIME_SECONDS = 60.0  # a usual W' over a usual critical power: 18 kJ / 300 W
SPRINT_LIMIT = 4.0  # of critical power; no effort is held above it
REPEATED = 3  # from here on alike bouts are a set
ALIKE_DURATION = 1.5
ALIKE_POWER = 0.2
LEAST_PEDALLED_HEIGHT = 0.25  # of critical power, above the pedalling on both sides
LONGEST_GAP_S = 600  # between alike bouts, or twice their length
STEADY_NOISE = 0.02
SHORTEST_STEADY_S = 20


@dataclass(frozen=True, slots=True)
class EvidenceBar:
    """How near to its limit a bout must come, by how often it is repeated."""

    alone: float
    pair: float
    repeated: float
    contrast: float  # of critical power: above either side for one alone, both together for a pair
    swing: float = 0.2  # the most that power may swing inside a bout
    repeated_swing: float = 0.25


# The estimate from a ride is as hard as its hardest bout, which then always looks hard.
KNOWN_THRESHOLD = EvidenceBar(alone=0.8, pair=0.7, repeated=0.7, contrast=0.25)
ESTIMATED_THRESHOLD = EvidenceBar(alone=0.9, pair=0.85, repeated=0.8, contrast=0.4)


@dataclass(frozen=True, slots=True)
class RhythmBar:
    """What a run of short bouts must keep to, to be repetitions by the clock."""

    fewest: int
    shortest_s: int
    longest_s: int
    contrast: float  # of critical power, above either side
    duration_ratio: float  # to the run's median, give or take 2 s
    period_ratio: float
    longest_period: float  # in median durations


MICRO_INTERVALS = RhythmBar(4, 5, 75, 0.2, 1.25, 1.25, 4.0)
SPRINTS = RhythmBar(4, 5, 45, 1.2, 1.6, 1.35, 60.0)
SPRINTS_BY_ESTIMATE = RhythmBar(4, 5, 25, 2.0, 1.6, 1.35, 60.0)
WEAKEST_SHARE = 0.75  # of a run's contrast, that its weakest bout must reach
POWER_RATIO = 1.5  # between the hardest and the easiest of a run
ALLOWANCE_S = 2

MISSED_HARDNESS = 0.1  # by which one repetition of a set may fall short of the others
MISSED_DURATION = 1.25

USUAL_POWER_SHARE = 0.8  # of a bout's mean, which the hard quarter of the other pedalling reaches
USUAL_QUANTILE = 0.75
SHORTEST_SUSTAINED_S = 900  # no stop-and-go holds a level for so long

PATTERN_FEWEST = 4
PATTERN_POWER_RATIO = 1.2
PATTERN_REST_RATIO = 1.25
PATTERN_LONGEST_REST_S = 300
PATTERN_LARGEST_STEP = 3.0  # from one duration to the next
PATTERN_CONTRAST = 0.35
PATTERN_HARDNESS = 0.6


def limit_fraction(bout: Bout) -> float:
    """Compare a bout with the most that its duration allows on the critical power curve."""
    return bout.mean / min(1 + W_PRIME_SECONDS / bout.duration_s, SPRINT_LIMIT)


def count_alike(bouts: Sequence[Bout]) -> list[int]:
    """Count, for each bout, itself and those before and after it that repeat it.

    Bouts are in the order of time and may overlap: the same effort at two scales counts once.
    """
    return [
        1 + _count_onwards(bout, bouts[i + 1 :]) + _count_onwards(bout, bouts[:i][::-1])
        for i, bout in enumerate(bouts)
    ]


def _count_onwards(bout: Bout, others: Sequence[Bout]) -> int:
    """Count the alike bouts in one direction, until a gap is too long."""
    count, last = 0, bout
    for other in others:
        gap_s = max(other.start_s - last.end_s, last.start_s - other.end_s)
        if gap_s > max(LONGEST_GAP_S, 2 * bout.duration_s):
            break
        if gap_s >= 0 and _are_alike(bout, other):
            count, last = count + 1, other
    return count


def _are_alike(bout: Bout, other: Bout) -> bool:
    """Tell whether two bouts share a duration and a power."""
    return (
        _ratio(bout.duration_s, other.duration_s) <= ALIKE_DURATION
        and abs(other.mean - bout.mean) <= ALIKE_POWER * bout.mean
    )


def is_meant(bout: Bout, alike: int, signal: FloatArray, bar: EvidenceBar) -> bool:
    """Tell whether a bout is hard, and steady, enough for how often it is repeated.

    ``alike`` as ``count_alike`` counts; ``signal`` is the ride's, of shape (n,), finite as
    ``prepare_signal`` gives it. The bout holds a second at least.
    """
    is_repeated = alike >= REPEATED
    if limit_fraction(bout) < (bar.repeated if is_repeated else min(bar.pair, bar.alone)):
        return False
    swing = measure_swing(signal[bout.start_s : bout.end_s])
    if swing > (bar.repeated_swing if is_repeated else bar.swing):
        return False
    side_s = side_of(bout.duration_s)
    if measure_pedalled_height(signal, bout.start_s, bout.end_s, side_s) < LEAST_PEDALLED_HEIGHT:
        return False
    if is_repeated:
        return True
    if alike > 1:  # a twin vouches for one that a ramp leads up to
        return bout.height >= bar.contrast and limit_fraction(bout) >= bar.pair
    return bout.contrast >= bar.contrast and limit_fraction(bout) >= bar.alone


def is_missed_repetition(bout: Bout, meant: Sequence[Bout], bar: EvidenceBar) -> bool:
    """Tell whether a bout lies among alike ones that were meant, and nearly reaches their bar."""
    if bout.contrast < bar.contrast or limit_fraction(bout) < bar.repeated - MISSED_HARDNESS:
        return False
    siblings = [
        other
        for other in meant
        if _ratio(bout.duration_s, other.duration_s) <= MISSED_DURATION
        and max(bout.start_s - other.end_s, other.start_s - bout.end_s)
        <= max(LONGEST_GAP_S, 2 * bout.duration_s)
    ]
    return len(siblings) >= REPEATED - 1 and bout.mean >= (1 - ALIKE_POWER) * min(
        other.mean for other in siblings
    )


def drop_usual(bouts: Sequence[Bout], signal: FloatArray) -> list[Bout]:
    """Leave out bouts that are how the whole ride was ridden, as between the stops of a commute.

    ``signal`` is the ride's, of shape (n,), as ``prepare_signal`` gives it. For a ride whose
    critical power is unknown: its estimate from easy riding makes easy riding look like work.
    """
    is_outside = signal >= COASTING_FRACTION
    for bout in bouts:
        is_outside[bout.start_s : bout.end_s] = False
    if not is_outside.any():
        return list(bouts)
    usual = float(np.quantile(signal[is_outside], USUAL_QUANTILE))
    return [
        bout
        for bout in bouts
        if bout.duration_s >= SHORTEST_SUSTAINED_S or USUAL_POWER_SHARE * bout.mean >= usual
    ]


def is_held_by_trainer(bout: Bout, signal: FloatArray) -> bool:
    """Tell whether power inside a bout is steadier than any legs on a road.

    ``signal`` is the ride's, of shape (n,), finite as ``prepare_signal`` gives it. A bout of
    under 20 s tells nothing, and is not.
    """
    if bout.duration_s < SHORTEST_STEADY_S:
        return False
    return measure_noise(signal[bout.start_s : bout.end_s]) <= STEADY_NOISE


def find_rhythm(bouts: Sequence[Bout], bar: RhythmBar) -> tuple[Bout, ...]:
    """Take the bouts that belong to a run by the clock: 30/15s, sprints every 5 min."""
    short = [bout for bout in bouts if bar.shortest_s <= bout.duration_s <= bar.longest_s]
    chosen: set[int] = set()
    for first in range(len(short) - bar.fewest + 1):
        last = first + bar.fewest
        while last <= len(short) and _is_run(short[first:last], bar):
            chosen.update(range(first, last))
            last += 1
    return tuple(short[i] for i in sorted(chosen))


def find_pattern(bouts: Sequence[Bout]) -> tuple[Bout, ...]:
    """Take the bouts of a run that keeps its power and its rests, whatever the durations.

    So a pyramid or a ladder is written.
    """
    chosen: set[int] = set()
    for first in range(len(bouts) - PATTERN_FEWEST + 1):
        last = first + PATTERN_FEWEST
        while last <= len(bouts) and _is_pattern(bouts[first:last]):
            chosen.update(range(first, last))
            last += 1
    return tuple(bouts[i] for i in sorted(chosen))


def _is_pattern(run: Sequence[Bout]) -> bool:
    """Tell whether bouts keep their power and the rests between them."""
    rests_s = [after.start_s - before.end_s for before, after in pairwise(run)]
    steps = [after.duration_s / before.duration_s for before, after in pairwise(run)]
    means = [bout.mean for bout in run]
    hardness = sorted(limit_fraction(bout) for bout in run)
    return (
        max(means) <= PATTERN_POWER_RATIO * min(means)
        and max(rests_s) <= PATTERN_LONGEST_REST_S
        and max(steps) <= PATTERN_LARGEST_STEP
        and min(steps) >= 1 / PATTERN_LARGEST_STEP
        and _keep_to(rests_s, PATTERN_REST_RATIO)
        and min(bout.contrast for bout in run) >= PATTERN_CONTRAST
        and hardness[(len(run) - 1) // 2] >= PATTERN_HARDNESS
    )


def _is_run(run: Sequence[Bout], bar: RhythmBar) -> bool:
    """Tell whether bouts keep their duration, their period and their power."""
    periods_s = [after.start_s - before.start_s for before, after in pairwise(run)]
    durations_s = [bout.duration_s for bout in run]
    means = [bout.mean for bout in run]
    contrasts = sorted(bout.contrast for bout in run)
    return (
        contrasts[0] >= WEAKEST_SHARE * bar.contrast
        and contrasts[(len(run) - 1) // 2] >= bar.contrast
        and max(means) <= POWER_RATIO * min(means)
        and _keep_to(durations_s, bar.duration_ratio)
        and _keep_to(periods_s, bar.period_ratio)
        and _middle(periods_s) <= bar.longest_period * _middle(durations_s)
    )


def _keep_to(values_s: Sequence[int], ratio: float) -> bool:
    """Tell whether all values are within a ratio of their middle one."""
    middle_s = _middle(values_s)
    return (
        max(values_s) <= ratio * middle_s + ALLOWANCE_S
        and min(values_s) >= middle_s / ratio - ALLOWANCE_S
    )


def _middle(values_s: Sequence[int]) -> int:
    """Take the lower median."""
    return sorted(values_s)[(len(values_s) - 1) // 2]


def _ratio(one: float, other: float) -> float:
    """The larger over the smaller; both above 0."""
    return max(one, other) / min(one, other)
