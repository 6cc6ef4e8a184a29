"""What the session page shows, composed from a session's stored rows."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from math import isfinite
from typing import Any

from analytics.cases import Question, group_cases, seconds_of
from analytics.engine.cuts import Span, is_bridged
from analytics.engine.peaks import FRESH_LEVEL
from analytics.engine.recording import FloatArray
from analytics.engine.set_titles import write_structure
from analytics.engine.stream import Stream
from analytics.engine.stream_columns import decode_stream
from analytics.engine.vocabulary import Intensity, Stimulus, Window
from analytics.models import Case, Interval, IntervalSet, Peak, Record, Session
from analytics.session_climbs import RiddenClimb, climbs_of
from analytics.session_durability import SHOWN_DURATIONS_S, WornLevel, durability_of
from analytics.stream_chart import StreamChart, channels_of, draw_stream_chart, lane_kinds

FIGURE = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class SetView:
    """A set with its efforts and what lay between them, in the order ridden."""

    interval_set: IntervalSet
    intervals: Sequence[Interval]


@dataclass(frozen=True, slots=True)
class IntensityView:
    """All efforts of one intensity across the session, weighted by duration."""

    intensity: Intensity
    repetitions: int
    total_duration_s: int
    mean_power_w: float | None


@dataclass(frozen=True, slots=True)
class PeakView:
    """A peak and, window by window, the record that it set."""

    peak: Peak
    records: Sequence[Record | None]  # one per window, in the order of Window
    baseline: Record | None


@dataclass(frozen=True, slots=True)
class QuestionView:
    """Candidates that are one question, and what a patch would take out of the ride."""

    case: Case  # the shortest
    more: Sequence[Case]
    reasons: Sequence[str]
    patch: Sequence[tuple[Span, bool]]  # whether the seconds are bridged; none: no samples


@dataclass(frozen=True, slots=True)
class SessionPage:
    session: Session
    local_start: datetime  # in the athlete's time zone
    chart: StreamChart | None  # None: a session without samples
    climbs: Sequence[RiddenClimb]
    durability: Sequence[WornLevel]
    worn_durations_s: Sequence[int]
    sets: Sequence[SetView]
    structure: str  # all sets in one line, the same set in a row nested
    intensities: Sequence[IntensityView]
    questions: Sequence[QuestionView]
    peaks: Sequence[PeakView]
    windows: Sequence[Window]
    zones: Sequence[tuple[str, int, float]]  # label, seconds, share of the time in zones [%]
    stimuli: Sequence[tuple[str, str]]  # code, label: what a coach chooses from


def compose_session_page(session: Session) -> SessionPage:
    """Group a session that was loaded ``with_analysis``; three more queries."""
    intervals = list(session.intervals.select_related("interval_set"))
    stream = _stream_of(session)
    peaks = list(session.peaks.all())
    sets = _set_views(intervals)
    return SessionPage(
        session=session,
        local_start=session.athlete.local_time(session.started_at),
        chart=_draw(session, stream, intervals) if stream else None,
        climbs=climbs_of(stream) if stream else [],
        durability=durability_of(session, stream, peaks) if stream else [],
        worn_durations_s=SHOWN_DURATIONS_S,
        sets=sets,
        structure=write_structure([each.interval_set.title for each in sets]),
        intensities=_by_intensity(intervals),
        questions=_questions(session, stream),
        peaks=_peak_views(session, peaks),
        windows=list(Window),
        zones=_zones(session),
        stimuli=Stimulus.choices(),
    )


def stream_arrays(session: Session) -> dict[str, Any]:
    """Give a session's channels as plain columns, None where a second holds nothing."""
    stream = decode_stream(bytes(session.stream.columns))
    channels = _channels(session, stream)
    return {
        "elapsed_s": stream.elapsed_s,
        "channels": {name: _rounded(values) for name, values in channels.items()},
        "lanes": [asdict(kind) for kind in lane_kinds() if kind.name in channels],
    }


def _channels(session: Session, stream: Stream) -> dict[str, FloatArray]:
    return channels_of(
        stream, critical_power_w=session.critical_power_w, w_prime_j=session.w_prime_j
    )


def draw_session(session: Session, intervals: Iterable[Interval]) -> StreamChart | None:
    """Draw a session's channels over its intervals; None without samples."""
    stream = _stream_of(session)
    return _draw(session, stream, intervals) if stream else None


def _stream_of(session: Session) -> Stream | None:
    return decode_stream(bytes(session.stream.columns)) if hasattr(session, "stream") else None


def _draw(session: Session, stream: Stream, intervals: Iterable[Interval]) -> StreamChart:
    return draw_stream_chart(
        _channels(session, stream),
        stream.elapsed_s,
        ((interval.start_s, interval.end_s, interval.is_work) for interval in intervals),
    )


def _set_views(intervals: Sequence[Interval]) -> list[SetView]:
    sets = {row.interval_set for row in intervals if row.interval_set is not None}
    return [_set_view(each, intervals) for each in sorted(sets, key=lambda each: each.number)]


def _set_view(interval_set: IntervalSet, intervals: Sequence[Interval]) -> SetView:
    efforts = [row for row in intervals if row.interval_set_id == interval_set.pk]
    first, last = efforts[0].start_s, efforts[-1].end_s
    return SetView(interval_set, [row for row in intervals if first <= row.start_s < last])


def _by_intensity(intervals: Sequence[Interval]) -> list[IntensityView]:
    efforts = defaultdict(list)
    for interval in intervals:
        if interval.is_work:
            efforts[interval.intensity].append(interval)
    return [
        IntensityView(
            intensity=intensity,
            repetitions=len(efforts[intensity]),
            total_duration_s=sum(effort.duration_s for effort in efforts[intensity]),
            mean_power_w=_weighted_mean_w(efforts[intensity]),
        )
        for intensity in Intensity
        if efforts[intensity]
    ]


def _weighted_mean_w(efforts: Sequence[Interval]) -> float | None:
    known = [(effort.mean_power_w, effort.duration_s) for effort in efforts]
    measured = [(power_w, duration_s) for power_w, duration_s in known if power_w is not None]
    total_s = sum(duration_s for _, duration_s in measured)
    return (
        sum(power_w * duration_s for power_w, duration_s in measured) / total_s if total_s else None
    )


def _peak_views(session: Session, peaks: Iterable[Peak]) -> list[PeakView]:
    records = {
        (record.duration_s, record.window): record
        for record in session.records.filter(level=FRESH_LEVEL)
    }
    views = []
    for peak in (each for each in peaks if each.level == FRESH_LEVEL):
        found = [records.get((peak.duration_s, window)) for window in Window]
        baseline = next((record for record in found if record and record.previous_w is None), None)
        views.append(PeakView(peak, [None] * len(found) if baseline else found, baseline))
    return views


def _questions(session: Session, stream: Stream | None) -> list[QuestionView]:
    power_w = None if stream is None or session.recording_id is None else stream.power_w
    return [
        QuestionView(
            case=question[0],
            more=question[1:],
            reasons=_kinds_of_reasons(question),
            patch=[]
            if power_w is None
            else [(span, is_bridged(span)) for span in seconds_of(question, power_w)],
        )
        for question in group_cases(session.cases.all())
    ]


def _kinds_of_reasons(question: Question) -> list[str]:
    """Give each reason once, with the figures of the shortest peak that it holds for."""
    kinds: dict[str, str] = {}
    for case in question:
        for reason in case.reasons:
            kinds.setdefault(FIGURE.sub("", reason), reason)
    return list(kinds.values())


def _zones(session: Session) -> list[tuple[str, int, float]]:
    seconds = session.power_zone_s or session.heart_rate_zone_s or []
    total_s = sum(seconds)
    if not total_s:
        return []
    return [
        (f"Zone {number}", zone_s, 100 * zone_s / total_s)
        for number, zone_s in enumerate(seconds, 1)
    ]


def _rounded(values: FloatArray) -> list[float | None]:
    return [round(value, 1) if isfinite(value) else None for value in values.tolist()]
