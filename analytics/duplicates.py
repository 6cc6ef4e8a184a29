"""One ride recorded twice: the better recording counts, and a person may swap or part the two."""

from collections.abc import Iterator, Sequence
from dataclasses import fields
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from analytics.audit import Act, record_act
from analytics.engine.duplicates import (
    RideFigures,
    compare_rides,
    have_same_figures,
    is_better,
)
from analytics.engine.stream import Stream
from analytics.engine.stream_columns import decode_stream
from analytics.models import Athlete, PartedPair, Record, Session
from analytics.models.session import LONGEST_RIDE
from analytics.record_book import decide_due_records, mark_season_due

FIGURES = tuple(field.name for field in fields(RideFigures))


def mark_duplicates(
    session: Session, stream: Stream, *, is_new: bool = False, now: datetime
) -> Session:
    """Find other recordings of a session's ride and let the best one count.

    A session without samples, as the team's database gives it, is compared by its
    figures, and a recording is better. Call inside the transaction that stored the
    session, with the athlete's row locked, before its records are decided. Nobody can
    have said anything of a session that is new.

    Returns
    -------
    Session
        The first one, in ride order, whose records have to be decided again.
    """
    first = session
    if not is_new and (session.duplicate_of_id is not None or session.duplicates.exists()):
        return first  # settled before, by us or by a person
    for other in _candidates(session, kept_apart=set() if is_new else _parted_from(session)):
        better = _better_of(session, stream, other)
        if better is None:
            continue
        if better is other:
            stand_behind(session, other, now=now)
            return first
        stand_behind(other, session, now=now)
        first = min(first, other, key=lambda ride: (ride.started_at, ride.pk))
    return first


def stand_behind_recordings(sessions: Sequence[Session], *, now: datetime) -> None:
    """Let sessions without samples stand behind a recording of the same ride, if one is here.

    Call inside the transaction that stored them, with the athletes' rows locked, before
    their records are decided.
    """
    counting = [session for session in sessions if session.duplicate_of_id is None]
    if not counting:
        return
    recorded = Session.objects.counting().filter(
        stream__isnull=False,
        athlete__in={session.athlete_id for session in counting},
        started_at__gt=min(session.started_at for session in counting) - LONGEST_RIDE,
        started_at__lt=max(
            session.started_at + timedelta(seconds=session.elapsed_s) for session in counting
        ),
    )
    recorded_by: dict[int, list[Session]] = {}
    for other in recorded.only("athlete_id", *FIGURES).in_ride_order():
        recorded_by.setdefault(other.athlete_id, []).append(other)
    for session in counting:
        mine = _figures_of(session)
        for other in recorded_by.get(session.athlete_id, ()):
            is_same = have_same_figures(mine, _figures_of(other))
            if is_same and other.pk not in _parted_from(session):
                stand_behind(session, other, now=now)
                break


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
    nearby = Session.objects.filter(pk__in=overlapping)
    if session.recording_id is not None:  # the parts of one file are different rides
        nearby = nearby.exclude(recording=session.recording_id)
    yield from nearby.select_related("stream").in_ride_order()


def _better_of(session: Session, stream: Stream, other: Session) -> Session | None:
    """Give the one of two sessions that is to count; None where they are two rides."""
    if not hasattr(other, "stream"):
        is_same = have_same_figures(_figures_of(session), _figures_of(other))
        return session if is_same else None
    known = decode_stream(bytes(other.stream.columns))
    if not compare_rides(known, stream).is_same_ride:
        return None
    return session if is_better(stream, known) else other


def _figures_of(session: Session) -> RideFigures:
    return RideFigures(**{name: getattr(session, name) for name in FIGURES})


def stand_behind(session: Session, preferred: Session, *, now: datetime) -> None:
    """Stop counting a session, and whatever stood behind it, in favour of another."""
    Session.objects.filter(Q(pk=session.pk) | Q(duplicate_of=session)).exclude(
        pk=preferred.pk
    ).update(duplicate_of=preferred, changed_at=now)
    session.duplicate_of = preferred
    Record.objects.filter(session=session).delete()


def _decide_from(session: Session, *, now: datetime) -> None:
    mark_season_due(session.athlete, session.local_date)
    decide_due_records(session.athlete_id, now=now)


def _tell(act: Act, what: str, session: Session, preferred: Session) -> None:
    record_act(
        act,
        what,
        subject=f"session {session.pk}",
        athlete=session.athlete,
        detail={"other": preferred.pk},
    )
