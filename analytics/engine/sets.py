"""Sets: comparable efforts that belong together, with what lay between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeVar

import numpy as np

from analytics.engine.effort_groups import group_efforts
from analytics.engine.intervals import LabelledInterval, as_effort
from analytics.engine.set_titles import sign_set, write_title
from analytics.engine.vocabulary import Characteristic, Intensity

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class DetectedSet:
    """Two or more comparable efforts with short recoveries, or one effort that stands alone.

    Means are weighted by duration over the efforts that have the value.
    """

    efforts: tuple[int, ...]  # positions among the session's intervals
    recoveries_s: tuple[int, ...]  # between consecutive efforts
    intensity: Intensity
    characteristic: Characteristic | None
    title: str  # as a coach writes it: "5 x 5:00", "10 x 0:30 / 0:15"
    signature: str  # canonical structure, equal for the same session under any title
    total_duration_s: int
    mean_duration_s: float
    mean_power_w: float | None = None
    mean_heart_rate_bpm: float | None = None
    mean_cadence_rpm: float | None = None
    mean_torque_nm: float | None = None
    mean_speed_mps: float | None = None
    distance_m: float | None = None
    work_kj: float | None = None
    fade_percent: float | None = None  # mean power of the last effort against the first
    spread_percent: float | None = None  # standard deviation of the efforts' power, % of the mean
    power_coverage: float = 0.0  # share of the set's seconds in efforts that have a mean power

    @property
    def repetitions(self) -> int:
        return len(self.efforts)


def detect_sets(intervals: Sequence[LabelledInterval]) -> tuple[DetectedSet, ...]:
    """Put a session's efforts into sets.

    Parameters
    ----------
    intervals : sequence of LabelledInterval
        Efforts and recoveries in the order of time, as ``label_intervals`` gives
        them. Recoveries are measured between the efforts, so they may be missing.

    Returns
    -------
    tuple of DetectedSet
        In the order of time; each effort is in exactly one, and an effort that
        belongs to no other is a set of one. Empty without efforts.

    Notes
    -----
    Nothing is rounded but the title and the signature.
    """
    positions = [i for i, interval in enumerate(intervals) if interval.is_work]
    groups = group_efforts([as_effort(intervals[i]) for i in positions])
    return tuple(
        _describe(tuple(positions[i] for i in group), [intervals[positions[i]] for i in group])
        for group in groups
    )


def _describe(positions: tuple[int, ...], efforts: list[LabelledInterval]) -> DetectedSet:
    """Compute what is told of one set."""
    recoveries_s = tuple(after.start_s - before.end_s for before, after in pairwise(efforts))
    durations_s = [effort.duration_s for effort in efforts]
    known = [effort for effort in efforts if effort.mean_power_w is not None]
    return DetectedSet(
        efforts=positions,
        recoveries_s=recoveries_s,
        intensity=_most_of(efforts, [effort.intensity for effort in efforts]),
        characteristic=_most_of(efforts, [effort.characteristic for effort in efforts]),
        title=write_title(durations_s, recoveries_s),
        signature=sign_set(
            durations_s, recoveries_s, [effort.power_fraction for effort in efforts]
        ),
        total_duration_s=sum(durations_s),
        mean_duration_s=sum(durations_s) / len(durations_s),
        mean_power_w=_weighted_mean(efforts, [effort.mean_power_w for effort in efforts]),
        mean_heart_rate_bpm=_weighted_mean(efforts, [each.mean_heart_rate_bpm for each in efforts]),
        mean_cadence_rpm=_weighted_mean(efforts, [each.mean_cadence_rpm for each in efforts]),
        mean_torque_nm=_weighted_mean(efforts, [each.mean_torque_nm for each in efforts]),
        mean_speed_mps=_weighted_mean(efforts, [each.mean_speed_mps for each in efforts]),
        distance_m=_sum([effort.distance_m for effort in efforts]),
        work_kj=_sum([effort.work_kj for effort in efforts]),
        fade_percent=_fade_percent(efforts),
        spread_percent=_spread_percent(efforts),
        power_coverage=sum(effort.duration_s for effort in known) / sum(durations_s),
    )


def _most_of(efforts: Sequence[LabelledInterval], labels: Sequence[T]) -> T:
    """Take the label that holds for the most seconds; of equals, the earliest."""
    seconds: dict[T, int] = {}
    for effort, label in zip(efforts, labels, strict=True):
        seconds[label] = seconds.get(label, 0) + effort.duration_s
    return max(seconds, key=lambda label: seconds[label])


def _weighted_mean(
    efforts: Sequence[LabelledInterval], values: Sequence[float | None]
) -> float | None:
    """Average by duration over the efforts that have the value."""
    known = [
        (value, effort.duration_s)
        for value, effort in zip(values, efforts, strict=True)
        if value is not None
    ]
    total_s = sum(duration_s for _, duration_s in known)
    return sum(value * duration_s for value, duration_s in known) / total_s if total_s else None


def _sum(values: Sequence[float | None]) -> float | None:
    """Add up the values that are known; None without any."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None


def _fade_percent(efforts: Sequence[LabelledInterval]) -> float | None:
    """Compare the last effort's power with the first; negative where it fell."""
    first_w, last_w = efforts[0].mean_power_w, efforts[-1].mean_power_w
    if len(efforts) < 2 or not first_w or last_w is None:
        return None
    return 100 * (last_w - first_w) / first_w


def _spread_percent(efforts: Sequence[LabelledInterval]) -> float | None:
    """Standard deviation of the efforts' power (of a sample), in percent of their mean."""
    powers_w = [effort.mean_power_w for effort in efforts if effort.mean_power_w is not None]
    if len(powers_w) < 2 or not sum(powers_w):
        return None
    return 100 * float(np.std(powers_w, ddof=1) / np.mean(powers_w))
