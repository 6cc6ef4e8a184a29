"""The record book: every session's peaks against the athlete's bests before it."""

from datetime import date, datetime

from django.db import OperationalError, connection, transaction
from django.db.models import F, Q

from analytics.engine.peak_columns import lay_out
from analytics.engine.record_history import decide_history
from analytics.engine.record_stairs import (
    NO_STAIRS,
    Stairs,
    bests_before,
    climb,
    seen_before,
    unpack_stairs,
)
from analytics.ledger_rows import LedgerChange
from analytics.models import Athlete, RecordBook, Session
from analytics.record_rows import (
    Change,
    load_ride,
    load_rides,
    store_decisions,
    verdicts_of,
)
from analytics.weighing import Weighed, keep_weights, weigh_rides

TRIES = 3  # MariaDB undoes one of two transactions whose locks on neighbouring rows cross
NOTHING = Change(frozenset(), LedgerChange(frozenset(), frozenset()), 0)


def mark_records_due(athlete: Athlete, first_date: date) -> None:
    """Say that an athlete's past changed from a day on.

    Call inside the transaction that changed it; the edge then asks for
    ``decide_records_task``, and a sweep does where that message was lost.
    """
    Athlete.objects.mark_records_due(athlete.pk, first_date)
    season_changed(athlete.pk)


def mark_season_due(athlete: Athlete, first_date: date) -> None:
    """Say that rides came, went or changed from a day on: records and load are others from there.

    Later rides are then said to have changed, as texts may tell the fitness of their day.
    """
    Athlete.objects.mark_load_due(athlete.pk, first_date)
    mark_records_due(athlete, first_date)


def season_changed(athlete_id: int) -> None:
    """Throw away what is cached of an athlete's season; call inside the transaction."""
    known = RecordBook.objects.filter(athlete=athlete_id)
    if not known.update(generation=F("generation") + 1):
        RecordBook.objects.get_or_create(athlete_id=athlete_id, defaults={"generation": 1})


def enter_session(session: Session, *, now: datetime, is_new: bool = False) -> None:
    """Decide the athlete's newest ride; an older one makes the records from its day on due.

    Call inside the transaction that stored it, with the athlete's row locked. A
    newest ride costs the same whatever lies before it: one row holds all that it is
    compared with. Of one that ``is_new`` nothing has been decided before.
    """
    up_to_date = RecordBook.objects.filter(athlete__records_due_from=None)
    book = up_to_date.filter(athlete=session.athlete_id).first()
    if book is None or not _is_next(session, book):
        mark_season_due(session.athlete, session.local_date)
        return
    rides = [load_ride(session)]
    history = lay_out(rides, devices=book.devices)
    stairs = unpack_stairs(bytes(book.steps), bytes(book.seen))
    decided = decide_history(
        history, bests=bests_before(stairs, history), seen=seen_before(stairs, history)
    )
    store_decisions(
        rides,
        history,
        decided,
        athlete_id=session.athlete_id,
        scope=Q(session=session.pk),
        first=0,
        now=now,
        is_new=is_new,
    )
    devices = {*book.devices, session.device}
    _keep_book(book, climb(stairs, history, decided), last=session, devices=devices)


def decide_due_records(athlete_id: int, *, now: datetime) -> Change | None:
    """Decide again what is due of one athlete; None where nothing was.

    One transaction with the athlete's row locked: two at once queue up, the
    second finds nothing due, and no reader sees half of it.
    """
    if not Athlete.objects.filter(pk=athlete_id, records_due_from__isnull=False).exists():
        return None
    weighed = weigh_rides(athlete_id)
    for left in reversed(range(TRIES)):
        try:
            return _decide_due(athlete_id, weighed, now=now)
        except OperationalError:
            if not left or connection.in_atomic_block:
                raise
    return None


def _decide_due(athlete_id: int, weighed: list[Weighed], *, now: datetime) -> Change | None:
    with transaction.atomic():
        athlete = Athlete.objects.select_for_update().filter(pk=athlete_id).first()
        if athlete is None or athlete.records_due_from is None:
            return None
        first_weighed = keep_weights(athlete_id, weighed, now=now)
        first_date = min(athlete.records_due_from, first_weighed or athlete.records_due_from)
        change = _decide_again(athlete, first_date=first_date, now=now)
        if athlete.load_due_from is not None:
            later = Session.objects.filter(athlete=athlete, local_date__gte=athlete.load_due_from)
            later.update(changed_at=now)
        athlete.records_due_from = athlete.load_due_from = athlete.records_claimed_at = None
        athlete.save(update_fields=["records_due_from", "load_due_from", "records_claimed_at"])
    return change


def _decide_again(athlete: Athlete, *, first_date: date, now: datetime) -> Change:
    """Work the whole history out from nothing, and write what differs since a day."""
    book, _ = RecordBook.objects.get_or_create(athlete=athlete)
    rides = load_rides(Session.objects.counting().filter(athlete=athlete))
    if not rides:
        _keep_book(book, NO_STAIRS, last=None, devices=set())
        return NOTHING
    history = lay_out(rides, verdicts=verdicts_of(athlete))
    decided = decide_history(history)
    scope = Q(session__athlete=athlete, session__local_date__gte=first_date)
    since = first_date.toordinal()
    first = next((at for at, ride in enumerate(rides) if ride.day >= since), len(rides))
    change = store_decisions(
        rides, history, decided, athlete_id=athlete.pk, scope=scope, first=first, now=now
    )
    last = Session.objects.get(pk=rides[-1].session_id)
    devices = {ride.device for ride in rides}
    _keep_book(book, climb(NO_STAIRS, history, decided), last=last, devices=devices)
    return change


def _is_next(session: Session, book: RecordBook) -> bool:
    if session.duplicate_of_id is not None or session.duplicates.exists():
        return False
    if book.last_started_at is None:
        return (
            not Session.objects.filter(athlete=session.athlete_id).exclude(pk=session.pk).exists()
        )
    last = (book.last_started_at, book.last_session_id)
    return (session.started_at, session.pk) > last


def _keep_book(
    book: RecordBook, stairs: Stairs, *, last: Session | None, devices: set[str]
) -> None:
    book.steps, book.seen = stairs.pack()
    book.devices = sorted(devices - {""})
    book.last_started_at = None if last is None else last.started_at
    book.last_session_id = 0 if last is None else last.pk
    book.generation += 1
    book.save()
