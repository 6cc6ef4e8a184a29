"""What is derived from a batch of sessions, replaced with few statements for all of them."""

from collections.abc import Sequence
from dataclasses import asdict

from django.db import connection

from analytics.engine.intervals import LabelledInterval
from analytics.engine.sets import DetectedSet
from analytics.models import Interval, IntervalEdit, IntervalSet, Peak, PeakColumns, Session
from analytics.record_rows import drop_overtaken_cases
from analytics.source_database.mapping import MappedSession

ROWS_A_STATEMENT = 500


def save_all(sessions: Sequence[Session]) -> None:
    """Insert the new ones together and update the others."""
    fresh = [session for session in sessions if session._state.adding]
    if connection.features.can_return_rows_from_bulk_insert:
        Session.objects.bulk_create(fresh, batch_size=ROWS_A_STATEMENT)
    else:  # MySQL itself gives no keys of bulk rows
        for session in fresh:
            session.save()
    is_fresh = {id(session) for session in fresh}
    for session in sessions:
        if id(session) not in is_fresh:
            session.save()


def replace_derived(
    sessions: Sequence[Session], mapped: Sequence[MappedSession], *, known: set[int]
) -> None:
    """Replace intervals, sets and peaks; ``known`` are the keys of sessions stored before.

    Intervals that a person set by hand stay as they are.
    """
    edits = IntervalEdit.objects.standing().filter(session__in=known)
    edited = set(edits.values_list("session_id", flat=True)) if known else set()
    if known:
        Peak.objects.filter(session__in=known).delete()
        PeakColumns.objects.filter(session__in=known).delete()  # packed again from the new rows
        Interval.objects.filter(session__in=known - edited).delete()
        IntervalSet.objects.filter(session__in=known - edited).delete()
    every = list(zip(sessions, mapped, strict=True))
    pairs = [(session, each) for session, each in every if session.pk not in edited]
    IntervalSet.objects.bulk_create(
        (
            _set_row(session, number, found)
            for session, each in pairs
            for number, found in enumerate(each.sets)
        ),
        batch_size=ROWS_A_STATEMENT,
    )
    set_keys = dict(_set_keys(list(sessions)))
    Interval.objects.bulk_create(
        (
            _interval_row(session, number, interval, set_keys.get((session.pk, in_set)))
            for session, each in pairs
            for number, (interval, in_set) in enumerate(_with_sets(each))
        ),
        batch_size=ROWS_A_STATEMENT,
    )
    Peak.objects.bulk_create(
        (Peak(session=session, **asdict(peak)) for session, each in every for peak in each.peaks),
        batch_size=ROWS_A_STATEMENT,
    )
    drop_overtaken_cases(known)


def _set_keys(sessions: Sequence[Session]) -> list[tuple[tuple[int, int | None], int]]:
    rows = IntervalSet.objects.filter(session__in=sessions).order_by()
    return [
        ((session_id, number), pk)
        for session_id, number, pk in rows.values_list("session_id", "number", "pk")
    ]


def _with_sets(mapped: MappedSession) -> list[tuple[LabelledInterval, int | None]]:
    set_of = {
        effort: number for number, found in enumerate(mapped.sets) for effort in found.efforts
    }
    return [(interval, set_of.get(at)) for at, interval in enumerate(mapped.intervals)]


def _set_row(session: Session, number: int, found: DetectedSet) -> IntervalSet:
    figures = asdict(found)
    del figures["efforts"]
    figures["characteristic"] = found.characteristic or ""
    figures["recoveries_s"] = list(found.recoveries_s)
    return IntervalSet(session=session, number=number, repetitions=found.repetitions, **figures)


def _interval_row(
    session: Session, number: int, interval: LabelledInterval, set_key: int | None
) -> Interval:
    figures = asdict(interval)
    figures["characteristic"] = interval.characteristic or ""
    return Interval(session=session, number=number, interval_set_id=set_key, **figures)
