"""One ride recorded twice: the better recording counts, and a person may swap or part the two."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from analytics.audit import Act, record_act
from analytics.engine.duplicates import compare_rides, is_better
from analytics.engine.stream import Stream
from analytics.engine.stream_columns import decode_stream
from analytics.models import Athlete, PartedPair, Record, Session
from analytics.record_book import decide_due_records, mark_records_due


def mark_duplicates(
    session: Session, stream: Stream, *, is_new: bool = False, now: datetime
) -> Session:
    """Find other recordings of a session's ride and let the best one count.

    Call inside the transaction that stored the session, with the athlete's row
    locked, before its records are decided. Nobody can have said anything of a
    session that is new.

    Returns
    -------
    Session
        The first one, in ride order, whose records have to be decided again.
    """
    first = session
    if not is_new and (session.duplicate_of_id is not None or session.duplicates.exists()):
        return first  # settled before, by us or by a person
    for other in _candidates(session, kept_apart=set() if is_new else _parted_from(session)):
        known = decode_stream(bytes(other.stream.columns))
        if not compare_rides(known, stream).is_same_ride:
            continue
        if not is_better(stream, known):
            stand_behind(session, other, now=now)
            return first
        stand_behind(other, session, now=now)
        first = min(first, other, key=lambda ride: (ride.started_at, ride.pk))
    return first


def part_duplicate(session: Session, act: Act) -> bool:
    """Let a duplicate count as a ride of its own; False where it is none."""
    with transaction.atomic():
        Athlete.objects.select_for_update().get(pk=session.athlete_id)
        session.refresh_from_db(fields=["duplicate_of"])
        preferred = session.duplicate_of
        if preferred is None:
            return False
        one, other = sorted((session.pk, preferred.pk))
        PartedPair.objects.get_or_create(one_id=one, other_id=other)
        Session.objects.filter(pk=session.pk).update(duplicate_of=None, changed_at=act.at)
        _decide_from(session, now=act.at)
        _tell(act, "session.parted", session, preferred)
    return True


def prefer_duplicate(session: Session, act: Act) -> bool:
    """Let a duplicate count in place of the one that did; False where it is none."""
    with transaction.atomic():
        Athlete.objects.select_for_update().get(pk=session.athlete_id)
        session.refresh_from_db(fields=["duplicate_of"])
        preferred = session.duplicate_of
        if preferred is None:
            return False
        Session.objects.filter(pk=session.pk).update(duplicate_of=None, changed_at=act.at)
        stand_behind(preferred, session, now=act.at)
        _decide_from(min(session, preferred, key=lambda ride: ride.started_at), now=act.at)
        _tell(act, "session.preferred", session, preferred)
    return True


def _parted_from(session: Session) -> set[int]:
    """List the sessions, and this one, that a person has said are other rides."""
    parted = PartedPair.objects.filter(Q(one=session) | Q(other=session))
    return {pk for pair in parted.values_list("one", "other") for pk in pair}


def _candidates(session: Session, *, kept_apart: set[int]) -> Iterator[Session]:
    """Give the counting sessions of the same time that nobody has parted from this one."""
    overlapping = Session.objects.counting().overlapping(session) - kept_apart
    if not overlapping:
        return
    nearby = Session.objects.filter(pk__in=overlapping, stream__isnull=False)
    if session.recording_id is not None:  # the parts of one file are different rides
        nearby = nearby.exclude(recording=session.recording_id)
    yield from nearby.select_related("stream").in_ride_order()


def stand_behind(session: Session, preferred: Session, *, now: datetime) -> None:
    """Stop counting a session, and whatever stood behind it, in favour of another."""
    Session.objects.filter(Q(pk=session.pk) | Q(duplicate_of=session)).exclude(
        pk=preferred.pk
    ).update(duplicate_of=preferred, changed_at=now)
    session.duplicate_of = preferred
    Record.objects.filter(session=session).delete()


def _decide_from(session: Session, *, now: datetime) -> None:
    mark_records_due(session.athlete, session.local_date)
    decide_due_records(session.athlete_id, now=now)


def _tell(act: Act, what: str, session: Session, preferred: Session) -> None:
    record_act(
        act,
        what,
        subject=f"session {session.pk}",
        athlete=session.athlete,
        detail={"other": preferred.pk},
    )
