"""Intervals: stretches of a ride with an intensity and a characteristic."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from itertools import pairwise
from operator import attrgetter

import numpy as np

from analytics.engine.detection import detect_stretches
from analytics.engine.effort_groups import Effort, group_efforts
from analytics.engine.intensity import (
    ReferencePower,
    classify_characteristic,
    classify_intensity,
    find_reference_power,
)
from analytics.engine.interval_figures import IntervalFigures, measure_interval
from analytics.engine.laps import stretches_from_laps
from analytics.engine.plans import stretches_from_plan
from analytics.engine.recording import Ride
from analytics.engine.rider import Rider
from analytics.engine.stream import Stream
from analytics.engine.stretches import Stretch
from analytics.engine.vocabulary import Characteristic, Intensity, IntervalSource

__all__ = [
    "IntervalPreference",
    "LabelledInterval",
    "Stretch",
    "label_intervals",
    "label_stretches",
]


FIGURES = tuple(field.name for field in fields(IntervalFigures))
figures_of = attrgetter(*FIGURES)  # ``asdict`` copies each value


class IntervalPreference(StrEnum):
    """Which source of intervals a caller wants."""

    BEST = "best"  # plan, else laps, else detection
    LAPS = "laps"  # plan or laps, and none where there are none
    DETECT = "detect"  # from the power alone


@dataclass(frozen=True, slots=True)
class LabelledInterval:
    """An interval with its figures and its two labels; None where a channel is missing."""

    start_s: int
    end_s: int
    is_work: bool
    source: IntervalSource
    confidence: float
    intensity: Intensity
    characteristic: Characteristic | None
    reason: str  # why these labels, in a few words
    mean_power_w: float | None = None
    weighted_power_w: float | None = None
    max_power_w: float | None = None
    mean_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    mean_cadence_rpm: float | None = None
    mean_torque_nm: float | None = None
    torque_is_estimate: bool = False
    mean_speed_mps: float | None = None
    distance_m: float | None = None
    work_kj: float | None = None
    elevation_gain_m: float | None = None
    power_fraction: float | None = None  # mean power over the reference that the reason names

    @property
    def duration_s(self) -> int:
        return self.end_s - self.start_s


def label_intervals(
    ride: Ride,
    stream: Stream,
    rider: Rider,
    *,
    prefer: IntervalPreference | str = IntervalPreference.BEST,
) -> tuple[LabelledInterval, ...]:
    """Find a ride's intervals and say how hard and how each was ridden.

    Parameters
    ----------
    ride : Ride
        As recorded, with its laps and its plan.
    stream : Stream
        The ride on the elapsed axis, at 1 Hz.
    rider : Rider
        Thresholds on the day. Without critical power and FTP a reference is
        estimated from the ride itself, and confidence is lower.
    prefer : IntervalPreference
        Which source to take.

    Returns
    -------
    tuple of LabelledInterval
        In the order of time, disjoint: efforts, and the recoveries between the
        efforts of one set (``is_work`` False). Empty where nothing stands out.

    Raises
    ------
    ValueError
        If ``prefer`` is no IntervalPreference.
    """
    reference = find_reference_power(stream.power_w, rider)
    stretches = _find_stretches(ride, stream, reference, IntervalPreference(prefer))
    return _label_work(stretches, stream, rider, reference)


def label_stretches(
    stretches: Sequence[Stretch], stream: Stream, rider: Rider
) -> tuple[LabelledInterval, ...]:
    """Label work stretches whose edges are known, and add the recoveries inside their sets.

    Stretches that are not work, or that lie outside the stream, are left out. Without power
    they keep their edges and have no figures of power.
    """
    return _label_work(stretches, stream, rider, find_reference_power(stream.power_w, rider))


def _label_work(
    stretches: Sequence[Stretch], stream: Stream, rider: Rider, reference: ReferencePower | None
) -> tuple[LabelledInterval, ...]:
    efforts = label_efforts([each for each in stretches if each.is_work], stream, rider, reference)
    return add_recoveries(efforts, stream, reference)


def label_efforts(
    stretches: Sequence[Stretch], stream: Stream, rider: Rider, reference: ReferencePower | None
) -> tuple[LabelledInterval, ...]:
    """Put figures and labels on stretches, in the order of time, cut to the stream.

    A figure whose channel holds nothing inside a stretch is None. ``reference`` None: no
    power is known, and intensity is told by nothing but that.
    """
    inside = (
        replace(s, start_s=max(s.start_s, 0), end_s=min(s.end_s, stream.elapsed_s))
        for s in stretches
    )
    return tuple(
        _label_effort(
            stretch,
            measure_interval(stream, stretch.start_s, stretch.end_s),
            stream,
            reference,
            rider,
        )
        for stretch in sorted(inside, key=lambda each: each.start_s)
        if stretch.duration_s > 0
    )


def add_recoveries(
    efforts: Sequence[LabelledInterval],
    stream: Stream,
    reference: ReferencePower | None,
    *,
    rests: Sequence[LabelledInterval] = (),
) -> tuple[LabelledInterval, ...]:
    """Put the recoveries between the efforts of each set, around the rests that are known.

    Nothing is added where two efforts touch; without efforts only the rests come back.
    """
    recoveries = (
        _label_recovery(before, after, stream, reference)
        for group in group_efforts([as_effort(each) for each in efforts])
        for a, b in pairwise(group)
        for before, after in pairwise(
            (efforts[a], *_between(efforts[a], efforts[b], rests), efforts[b])
        )
        if after.start_s > before.end_s
    )
    return tuple(sorted((*efforts, *rests, *recoveries), key=lambda each: each.start_s))


def _between(
    before: LabelledInterval, after: LabelledInterval, rests: Sequence[LabelledInterval]
) -> list[LabelledInterval]:
    return [rest for rest in rests if before.end_s <= rest.start_s < after.start_s]


def as_effort(interval: LabelledInterval) -> Effort:
    """Keep what the rules of a set look at."""
    return Effort(interval.start_s, interval.end_s, interval.intensity, interval.mean_power_w)


def _find_stretches(
    ride: Ride, stream: Stream, reference: ReferencePower | None, prefer: IntervalPreference
) -> tuple[Stretch, ...]:
    """Take the best source that has something to say."""
    if prefer is not IntervalPreference.DETECT:
        laps = stretches_from_laps(ride, stream, reference)
        is_planned = any(lap.source is IntervalSource.PLAN for lap in laps)
        marked = laps if is_planned else stretches_from_plan(ride, stream) or laps
        if marked or prefer is IntervalPreference.LAPS:
            return marked
    if reference is None:
        return ()
    return detect_stretches(np.where(stream.is_on_timer, stream.power_w, 0.0), reference)


def _label_effort(
    stretch: Stretch,
    figures: IntervalFigures,
    stream: Stream,
    reference: ReferencePower | None,
    rider: Rider,
) -> LabelledInterval:
    """Put intensity and characteristic on an effort."""
    fraction = _fraction_of(figures, reference)
    intensity = classify_intensity(fraction or 0.0, stretch.duration_s)
    characteristic, manner = classify_characteristic(
        stream.power_w[stretch.start_s : stretch.end_s],
        figures.mean_cadence_rpm,
        _limit_w(rider, stretch.duration_s),
        fraction,
    )
    reasons = [_explain(fraction, reference), manner]
    return _build(
        stretch, figures, fraction, intensity, characteristic, ", ".join(filter(None, reasons))
    )


def _label_recovery(
    before: LabelledInterval,
    after: LabelledInterval,
    stream: Stream,
    reference: ReferencePower | None,
) -> LabelledInterval:
    """Label what lies between two efforts of one set."""
    stretch = Stretch(
        before.end_s,
        after.start_s,
        is_work=False,
        source=before.source,
        confidence=min(before.confidence, after.confidence),
    )
    figures = measure_interval(stream, stretch.start_s, stretch.end_s)
    fraction = _fraction_of(figures, reference)
    intensity = classify_intensity(fraction or 0.0, stretch.duration_s)
    reason = ", ".join(filter(None, ("recovery inside a set", _explain(fraction, reference))))
    return _build(stretch, figures, fraction, intensity, Characteristic.INTRA_RECOVERY, reason)


def _build(
    stretch: Stretch,
    figures: IntervalFigures,
    fraction: float | None,
    intensity: Intensity,
    characteristic: Characteristic | None,
    reason: str,
) -> LabelledInterval:
    return LabelledInterval(
        start_s=stretch.start_s,
        end_s=stretch.end_s,
        is_work=stretch.is_work,
        source=stretch.source,
        confidence=stretch.confidence,
        intensity=intensity,
        characteristic=characteristic,
        reason=reason,
        power_fraction=fraction,
        **dict(zip(FIGURES, figures_of(figures), strict=True)),
    )


def _fraction_of(figures: IntervalFigures, reference: ReferencePower | None) -> float | None:
    """Relate an interval's mean power to the reference; None where either is missing."""
    if figures.mean_power_w is None or reference is None:
        return None
    return figures.mean_power_w / reference.power_w


def _explain(fraction: float | None, reference: ReferencePower | None) -> str:
    """Name the fraction and what it is a fraction of."""
    if fraction is None or reference is None:
        return "no power to judge by"
    return f"{100 * fraction:.0f} % of {reference.name} ({reference.power_w:.0f} W)"


def _limit_w(rider: Rider, duration_s: int) -> float | None:
    """Compute the most that CP and W' allow over a duration [W]; None outside 2 to 20 min."""
    cp_w, w_prime_j = rider.critical_power_w, rider.w_prime_j
    if not cp_w or not w_prime_j or not 120 <= duration_s <= 1200:
        return None
    return cp_w + w_prime_j / duration_s
