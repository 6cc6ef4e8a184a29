"""Groups of efforts: which of a ride's efforts belong to one set.

The rules of a set, on nothing but edges, power and intensity, so that they hold
alike for planned, pressed and detected efforts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise, zip_longest
from statistics import median, median_low

from analytics.engine.vocabulary import Intensity

LONGEST_RECOVERY_S = 600  # or the length of the longer neighbour, where that is more
SET_BREAK_RATIO = 2.0
SET_BREAK_EXTRA_S = 60
DURATION_TOLERANCE = 1.5
EDGE_SLACK_S = 2  # by which a hand, or a detector, misses the length of an effort
POWER_TOLERANCE = 1.15  # powers this close share a target, whatever side of a zone they fall on
POWER_LIMIT = 1.35  # powers further apart never do
PYRAMID_RANGE = 1.8  # of the longest effort to the shortest
PYRAMID_SMALLEST_STEP = 1.2
PYRAMID_LARGEST_STEP = 3.0


@dataclass(frozen=True, slots=True)
class Effort:
    """What the rules of a set look at."""

    start_s: int
    end_s: int
    intensity: Intensity
    mean_power_w: float | None

    @property
    def duration_s(self) -> int:
        return self.end_s - self.start_s


def group_efforts(efforts: Sequence[Effort]) -> tuple[tuple[int, ...], ...]:
    """Split efforts, in the order of time, into sets of positions; every effort is in one.

    A set ends at a recovery that is not short, or at least twice the set's median
    and 60 s longer; and where the target changes, unless the whole run of efforts
    is a regular pattern: a pyramid, a ladder, an alternation.
    """
    groups: list[tuple[int, ...]] = []
    for run in _split_at_long_recoveries(efforts, tuple(range(len(efforts)))):
        groups.extend(
            [run] if is_regular_pattern([efforts[i] for i in run]) else _split(efforts, run)
        )
    return tuple(groups)


def _split(efforts: Sequence[Effort], run: tuple[int, ...]) -> list[tuple[int, ...]]:
    """Split a run where the target changes, then again by the recoveries of each part."""
    parts = [[run[0]]]
    for position, following in zip_longest(run[1:], run[2:]):
        earlier = [efforts[i] for i in parts[-1]]
        if share_target(earlier, efforts[position]) or (
            following is not None
            and _is_weak_repetition(earlier, efforts[position], efforts[following])
        ):
            parts[-1].append(position)
        else:
            parts.append([position])
    return [group for part in parts for group in _split_at_long_recoveries(efforts, tuple(part))]


def _is_weak_repetition(earlier: Sequence[Effort], effort: Effort, following: Effort) -> bool:
    """Tell whether an effort of the right duration missed a target that the next one meets."""
    return share_duration(earlier, effort) and share_target(earlier, following)


def _split_at_long_recoveries(
    efforts: Sequence[Effort], run: tuple[int, ...]
) -> list[tuple[int, ...]]:
    """Split at recoveries that end a set, the longest first, until none is left."""
    if len(run) < 2:
        return [run] if run else []
    recoveries_s = [efforts[b].start_s - efforts[a].end_s for a, b in pairwise(run)]
    usual_s = median_low(recoveries_s)
    breaks = [
        recovery_s if ends_set(recovery_s, usual_s, efforts[a], efforts[b]) else -1
        for recovery_s, (a, b) in zip(recoveries_s, pairwise(run), strict=True)
    ]
    if max(breaks) < 0:
        return [run]
    cut = breaks.index(max(breaks)) + 1
    return [
        *_split_at_long_recoveries(efforts, run[:cut]),
        *_split_at_long_recoveries(efforts, run[cut:]),
    ]


def ends_set(recovery_s: int, usual_s: int, before: Effort, after: Effort) -> bool:
    """Tell whether a recovery is too long for the efforts on its sides to be one set."""
    if recovery_s > max(LONGEST_RECOVERY_S, before.duration_s, after.duration_s):
        return True
    return recovery_s >= SET_BREAK_RATIO * usual_s and recovery_s >= usual_s + SET_BREAK_EXTRA_S


def share_duration(earlier: Sequence[Effort], effort: Effort) -> bool:
    """Tell whether an effort is about as long as the efforts before it."""
    typical_s = sorted(each.duration_s for each in earlier)[(len(earlier) - 1) // 2]
    longer_s, shorter_s = sorted((typical_s, effort.duration_s), reverse=True)
    return longer_s - EDGE_SLACK_S <= DURATION_TOLERANCE * (shorter_s + EDGE_SLACK_S)


def share_target(earlier: Sequence[Effort], effort: Effort) -> bool:
    """Tell whether an effort repeats the efforts before it, in duration and in intensity."""
    if not share_duration(earlier, effort):
        return False
    same_intensity = any(each.intensity is effort.intensity for each in earlier)
    if same_intensity and effort.intensity is Intensity.NEUROMUSCULAR:
        return True  # a sprint has no target but all that there is
    powers_w = [each.mean_power_w for each in earlier if each.mean_power_w]
    if not powers_w or not effort.mean_power_w:
        return same_intensity
    change = _ratio(median(powers_w), effort.mean_power_w)
    return change <= POWER_TOLERANCE or (same_intensity and change <= POWER_LIMIT)


def is_regular_pattern(efforts: Sequence[Effort]) -> bool:
    """Tell whether a run of efforts changes its target in a way that somebody planned."""
    return is_pyramid([effort.duration_s for effort in efforts]) or is_alternation(efforts)


def is_pyramid(durations_s: Sequence[int]) -> bool:
    """Tell whether durations climb, or fall, or climb and then fall, to twice the shortest."""
    if len(durations_s) < 3 or max(durations_s) < PYRAMID_RANGE * min(durations_s):
        return False
    ratios = [after / before for before, after in pairwise(durations_s)]
    steps = [_direction(ratio) for ratio in ratios]
    if any(_ratio(ratio, 1.0) > PYRAMID_LARGEST_STEP for ratio in ratios) or steps.count(0) > 1:
        return False
    return steps == sorted(steps, reverse=True)


def is_alternation(efforts: Sequence[Effort]) -> bool:
    """Tell whether two targets take turns, at least twice each."""
    if len(efforts) < 4:
        return False
    odd, even = efforts[::2], efforts[1::2]
    return (
        not share_target(odd[:1], even[0])
        and all(share_target(odd[:1], each) for each in odd)
        and all(share_target(even[:1], each) for each in even)
    )


def _direction(ratio: float) -> int:
    """1 for longer, -1 for shorter, 0 for as long."""
    if _ratio(ratio, 1.0) < PYRAMID_SMALLEST_STEP:
        return 0
    return 1 if ratio > 1 else -1


def _ratio(one: float, other: float) -> float:
    """The larger over the smaller; both above 0."""
    return max(one, other) / min(one, other)
