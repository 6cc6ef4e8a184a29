"""An analysed ride as rows: what is derived from it is replaced together, and told once."""

from collections.abc import Sequence
from dataclasses import asdict, fields, replace
from datetime import datetime
from operator import attrgetter

from analytics.duplicates import mark_duplicates
from analytics.engine.intervals import LabelledInterval
from analytics.engine.layouts import label_layout
from analytics.engine.plan_words import tell_plan
from analytics.engine.rider import Rider
from analytics.engine.session import AnalysedSession
from analytics.engine.set_matching import structure_of
from analytics.engine.sets import DetectedSet, detect_sets
from analytics.engine.stimulus import label_stimulus
from analytics.engine.stream_columns import encode_stream
from analytics.engine.totals import SessionTotals
from analytics.models import (
    Interval,
    IntervalEdit,
    IntervalSet,
    Recording,
    Session,
    SessionStream,
)
from analytics.plain_rows import insert_instance, insert_rows
from analytics.record_book import enter_session, mark_season_due
from analytics.record_rows import keep_peaks
from analytics.signals import session_analysed

INTERVAL_FIELDS = tuple(field.name for field in fields(LabelledInterval))
values_of = attrgetter(*INTERVAL_FIELDS)


def store_session(
    recording: Recording,
    analysed: AnalysedSession,
    *,
    device: str,
    now: datetime,
    decide_records: bool = True,
    is_first: bool = False,
) -> Session:
    """Create or replace one ride's session with everything derived from it.

    Call inside a transaction with the athlete's row locked. ``is_first`` says that the
    recording had no session when it was claimed: then nobody else has made one.
    """
    known = None if is_first else _known_session(recording, analysed.ride.number)
    session = known or Session(recording=recording, ride_number=analysed.ride.number)
    if known is not None:
        mark_season_due(known.athlete, known.local_date)
        analysed = _keep_edits(known, analysed)
        leave_structure(known, analysed.sets, now=now)
    for name, value in _columns_of(recording, analysed, device=device, now=now).items():
        setattr(session, name, value)
    if not session.stimulus_is_manual:
        session.stimulus = analysed.stimulus
        session.stimulus_reason = analysed.stimulus_reason[:200]
    if known is None:
        insert_instance(session)
    else:
        session.save()
    _replace_derived(session, analysed, is_new=known is None)
    first = mark_duplicates(session, analysed.stream, is_new=known is None, now=now)
    if decide_records:
        enter_session(first, now=now, is_new=known is None and first is session)
    else:
        mark_season_due(first.athlete, first.local_date)
    session_analysed.send(Session, session=session, is_new=known is None)
    return session


def _known_session(recording: Recording, number: int) -> Session | None:
    return Session.objects.filter(recording=recording, ride_number=number).first()


def rider_of(session: Session) -> Rider:
    """Give the thresholds and the mass that the session's figures used."""
    return Rider(**{field.name: getattr(session, field.name) for field in fields(Rider)})


def totals_of(session: Session) -> SessionTotals:
    """Give a stored session's figures as the engine has them."""
    stored = {field.name: getattr(session, field.name) for field in fields(SessionTotals)}
    return SessionTotals(**{**stored, "threshold_kind": session.threshold_kind or None})


def replace_intervals(
    session: Session, intervals: Sequence[LabelledInterval], sets: Sequence[DetectedSet]
) -> None:
    """Store a session's intervals and sets instead of those that it had."""
    _clear_intervals(session)
    _write_intervals(session, intervals, sets)


def leave_structure(session: Session, sets: Sequence[DetectedSet], *, now: datetime) -> None:
    """Tell the later sessions that were held against this one where its structure is another now.

    Those of the structure that it comes to see by themselves that it has changed.
    """
    if structure_of(sets) != session.structure:
        Session.objects.alike_after(session).update(changed_at=now)


def _clear_intervals(session: Session) -> None:
    session.intervals.all().delete()
    session.interval_sets.all().delete()


def _write_intervals(
    session: Session, intervals: Sequence[LabelledInterval], sets: Sequence[DetectedSet]
) -> None:
    IntervalSet.objects.bulk_create(
        _set_row(session, number, detected) for number, detected in enumerate(sets)
    )
    set_of_effort = _sets_by_effort(session, sets)  # MySQL returns no keys of bulk rows
    insert_rows(
        Interval,
        ("session", "number", "interval_set", *INTERVAL_FIELDS),
        (
            (session.pk, number, set_of_effort.get(number), *_interval_values(interval))
            for number, interval in enumerate(intervals)
        ),
    )


def _keep_edits(session: Session, analysed: AnalysedSession) -> AnalysedSession:
    """Let the intervals that a person set stand, with figures of the new analysis."""
    edit = IntervalEdit.objects.current(session)
    if edit is None:
        return analysed
    intervals = label_layout(edit.spans, analysed.stream, analysed.rider)
    sets = detect_sets(intervals)
    stimulus, reason = label_stimulus(intervals, sets, analysed.totals, analysed.rider)
    return replace(
        analysed, intervals=intervals, sets=sets, stimulus=stimulus, stimulus_reason=reason
    )


def _columns_of(
    recording: Recording, analysed: AnalysedSession, *, device: str, now: datetime
) -> dict[str, object]:
    totals = analysed.totals
    return {
        **{field.name: getattr(totals, field.name) for field in fields(totals)},
        **asdict(analysed.rider),
        "threshold_kind": totals.threshold_kind or "",
        "athlete": recording.athlete,
        "title": analysed.ride.title[:200],
        "plan_text": tell_plan(analysed.ride.plan),
        "sub_sport": analysed.ride.sub_sport[:50],
        "device": device[:100],
        "local_date": recording.athlete.local_time(totals.started_at).date(),
        "structure": structure_of(analysed.sets),
        "analysed_at": now,
        "changed_at": now,
        "quality": asdict(analysed.quality),
        "device_figures": asdict(analysed.ride.device_figures),
    }


def _replace_derived(session: Session, analysed: AnalysedSession, *, is_new: bool) -> None:
    """Store what is derived from a ride; of a session that is new there is nothing to clear."""
    if not is_new:
        SessionStream.objects.filter(session=session).delete()
        _clear_intervals(session)
    insert_instance(SessionStream(session=session, columns=encode_stream(analysed.stream)))
    _write_intervals(session, analysed.intervals, analysed.sets)
    keep_peaks(session, analysed.peaks, is_new=is_new)


def _set_row(session: Session, number: int, detected: DetectedSet) -> IntervalSet:
    figures = asdict(detected)
    del figures["efforts"]
    figures["characteristic"] = detected.characteristic or ""
    figures["recoveries_s"] = list(detected.recoveries_s)
    return IntervalSet(session=session, number=number, repetitions=detected.repetitions, **figures)


def _sets_by_effort(session: Session, sets: Sequence[DetectedSet]) -> dict[int, int]:
    """Map each effort's position to the key of the set that it belongs to."""
    keys = dict(session.interval_sets.values_list("number", "pk")) if sets else {}
    return {
        effort: keys[number] for number, detected in enumerate(sets) for effort in detected.efforts
    }


def _interval_values(interval: LabelledInterval) -> tuple[object, ...]:
    row = dict(zip(INTERVAL_FIELDS, values_of(interval), strict=True))
    row["characteristic"] = interval.characteristic or ""
    row["reason"] = interval.reason[:200]
    return tuple(row.values())
