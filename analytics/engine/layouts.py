"""Layouts: a session's intervals as a person left them, whatever an analysis finds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from analytics.engine.intensity import find_reference_power
from analytics.engine.intervals import LabelledInterval, add_recoveries, label_efforts
from analytics.engine.printing import clock
from analytics.engine.rider import Rider
from analytics.engine.stream import Stream
from analytics.engine.stretches import Stretch
from analytics.engine.vocabulary import Characteristic, Intensity, IntervalSource

MANUAL_CONFIDENCE = 1.0
AS_MEASURED = ""
NO_CHARACTERISTIC = "-"
MOST_SPANS = 500


class LayoutRefused(ValueError):
    """The spans are no layout of this ride; one sentence says why."""


@dataclass(frozen=True, slots=True)
class Span:
    """One stretch of a layout: its edges and what a person said of it."""

    start_s: int  # offset on the elapsed axis
    end_s: int  # exclusive
    is_work: bool = True
    source: str = IntervalSource.MANUAL
    confidence: float = MANUAL_CONFIDENCE
    intensity: str = AS_MEASURED  # or the code of an Intensity
    characteristic: str = AS_MEASURED  # or the code of a Characteristic, or NO_CHARACTERISTIC

    def says_the_same_as(self, other: "Span") -> bool:
        """Compare all that a person can change."""
        return replace(self, source=other.source, confidence=other.confidence) == other


def spans_of(intervals: Iterable[LabelledInterval]) -> tuple[Span, ...]:
    """Start a layout from what an analysis found: its efforts, labelled as measured."""
    return tuple(
        Span(each.start_s, each.end_s, source=each.source, confidence=each.confidence)
        for each in intervals
        if each.is_work
    )


def take_over(edited: Sequence[Span], known: Sequence[Span]) -> tuple[Span, ...]:
    """Order edited spans; one that nobody changed keeps its source, every other is manual."""
    return tuple(
        next(
            (span for span in known if edit.says_the_same_as(span)),
            replace(edit, source=IntervalSource.MANUAL, confidence=MANUAL_CONFIDENCE),
        )
        for edit in sorted(edited, key=lambda each: each.start_s)
    )


def check_layout(spans: Sequence[Span], *, elapsed_s: int) -> None:
    """Hold what the rest relies on.

    Raises
    ------
    LayoutRefused
        If a span is empty or lies outside the ride, if two overlap, or if there
        are more than ``MOST_SPANS``.
    """
    if len(spans) > MOST_SPANS:
        raise LayoutRefused(f"There are more than {MOST_SPANS} intervals.")
    for span in spans:
        if span.start_s >= span.end_s:
            raise LayoutRefused(f"The interval from {clock(span.start_s)} ends before it begins.")
        if span.start_s < 0 or span.end_s > elapsed_s:
            raise LayoutRefused(f"The ride ends at {clock(elapsed_s)}.")
    for before, after in pairwise(sorted(spans, key=lambda each: each.start_s)):
        if after.start_s < before.end_s:
            raise LayoutRefused(
                f"The interval from {clock(after.start_s)} begins before the one from "
                f"{clock(before.start_s)} ends."
            )


def label_layout(
    spans: Sequence[Span], stream: Stream, rider: Rider
) -> tuple[LabelledInterval, ...]:
    """Give a layout's intervals with figures from the stream and a person's own labels.

    Parameters
    ----------
    spans : sequence of Span
        As ``check_layout`` lets pass; what lies outside the stream is cut off. None: no
        intervals.
    stream : Stream
        The ride, after repair.
    rider : Rider
        The thresholds that the session's other figures used.

    Returns
    -------
    tuple of LabelledInterval
        In the order of time, disjoint: the efforts, the rests that a person set,
        and the recoveries inside sets.
    """
    stated = {span.start_s: span for span in spans}
    reference = find_reference_power(stream.power_w, rider)
    labelled = label_efforts([_stretch(span) for span in spans], stream, rider, reference)
    said = [_say(interval, stated[interval.start_s]) for interval in labelled]
    efforts = [interval for interval in said if interval.is_work]
    rests = [interval for interval in said if not interval.is_work]
    return add_recoveries(efforts, stream, reference, rests=rests)


def _stretch(span: Span) -> Stretch:
    return Stretch(
        span.start_s, span.end_s, span.is_work, IntervalSource(span.source), span.confidence
    )


def _say(interval: LabelledInterval, span: Span) -> LabelledInterval:
    """Put a person's words over the computed ones; the reason keeps both."""
    chosen = []
    intensity, characteristic = interval.intensity, interval.characteristic
    if span.intensity != AS_MEASURED:
        intensity = Intensity(span.intensity)
        chosen.append(intensity.label)
    if span.characteristic == NO_CHARACTERISTIC:
        characteristic = None
    elif span.characteristic != AS_MEASURED:
        characteristic = Characteristic(span.characteristic)
        chosen.append(characteristic.label)
    elif not span.is_work:
        characteristic = None
    words = (
        f"{' and '.join(chosen)} chosen by hand, {interval.reason}" if chosen else interval.reason
    )
    return replace(interval, intensity=intensity, characteristic=characteristic, reason=words)
