"""The record book: every session's peaks against the athlete's bests before it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from analytics.engine.ledger import Decision, Ledger, SessionPeaks
from analytics.engine.peaks import PeakPower
from analytics.engine.records import Record as EngineRecord
from analytics.models import Athlete, Peak, Record, Session


def mark_records_due(athlete: Athlete, first_date: date) -> None:
    """Say that an athlete's past changed from a day on.

    Call inside the transaction that changed it; the edge then asks for
    ``decide_records_task``, and a sweep does where that message was lost.
    """
    Athlete.objects.mark_records_due(athlete.pk, first_date)


def enter_session(session: Session, *, now: datetime) -> None:
    """Decide the athlete's newest ride; an older one makes the records from its day on due.

    Call inside the transaction that stored it, with the athlete's row locked.
    """
    others = Session.objects.ridden_from(session).exclude(pk=session.pk)
    waiting = Athlete.objects.filter(pk=session.athlete_id, records_due_from__isnull=False)
    if others.exists() or waiting.exists() or session.records.exists():
        mark_records_due(session.athlete, session.local_date)
    else:
        _decide_from(session, now=now)


def decide_due_records(athlete_id: int, *, now: datetime) -> bool:
    """Decide again what is due of one athlete; says whether anything was.

    One transaction with the athlete's row locked: two at once queue up, the
    second finds nothing due, and no reader sees half of it.
    """
    with transaction.atomic():
        athlete = Athlete.objects.select_for_update().filter(pk=athlete_id).first()
        if athlete is None or athlete.records_due_from is None:
            return False
        counting = athlete.sessions.counting()
        first = counting.filter(local_date__gte=athlete.records_due_from).in_ride_order().first()
        if first is not None:
            _decide_from(first, now=now)
        athlete.records_due_from, athlete.records_claimed_at = None, None
        athlete.save(update_fields=["records_due_from", "records_claimed_at"])
    return True


def _decide_from(session: Session, *, now: datetime) -> None:
    """Decide a session and every later one again, in the order of the rides."""
    ledger = _ledger_before(session)
    from_here_on = list(
        Session.objects.ridden_from(session).in_ride_order().prefetch_related("peaks", "records")
    )
    decisions = [ledger.enter(entry) for entry in _peaks_of(from_here_on)]
    _store(from_here_on, decisions, now=now)


def _ledger_before(session: Session) -> Ledger:
    """Recall all earlier sessions as they were decided then."""
    ledger = Ledger()
    earlier = (
        Peak.objects.filter(session__in=Session.objects.ridden_before(session), eligible=True)
        .order_by("session__started_at", "session_id")
        .values_list("session__local_date", "level", "duration_s", "power_w", "quarantine")
    )
    for day, level, duration_s, power_w, quarantine in earlier:
        ledger.recall(day, (level, duration_s), power_w, counts=not quarantine)
    return ledger


def _peaks_of(sessions: Sequence[Session]) -> list[SessionPeaks]:
    return [
        SessionPeaks(
            session_id=session.pk,
            local_date=session.local_date,
            peaks=tuple(_as_engine(peak) for peak in session.peaks.all()),
        )
        for session in sessions
    ]


def _as_engine(peak: Peak) -> PeakPower:
    return PeakPower(
        duration_s=peak.duration_s,
        level=peak.level,
        power_w=peak.power_w,
        start_s=peak.start_s,
        unsure_s=peak.unsure_s,
        eligible=peak.eligible,
    )


def _store(sessions: Sequence[Session], decisions: Sequence[Decision], *, now: datetime) -> None:
    """Write what differs from before, and say of those sessions that they changed."""
    peaks: list[Peak] = []
    records: list[Record] = []
    rewritten, changed = [], set()
    for session, decision in zip(sessions, decisions, strict=True):
        requalified = _requalify(session, decision)
        if requalified:
            peaks += requalified
            changed.add(session.pk)
        if _told(session.records.all()) != _told(decision.records):
            records += _rows(session, decision)
            rewritten.append(session.pk)
            changed.add(session.pk)
    Peak.objects.bulk_update(peaks, ["quarantine"], batch_size=500)
    Record.objects.filter(session__in=rewritten).delete()
    Record.objects.bulk_create(records, batch_size=500)
    Session.objects.filter(pk__in=changed).update(changed_at=now)


def _requalify(session: Session, decision: Decision) -> list[Peak]:
    changed = []
    for peak in session.peaks.all():
        quarantine = decision.quarantine.get((peak.level, peak.duration_s), "")
        if peak.quarantine != quarantine:
            peak.quarantine = quarantine
            changed.append(peak)
    return changed


def _told(records: Iterable[Record | EngineRecord]) -> set[tuple[object, ...]]:
    return {
        (record.level, record.duration_s, record.window, record.power_w, record.previous_w)
        for record in records
    }


def _rows(session: Session, decision: Decision) -> list[Record]:
    return [
        Record(
            session=session,
            level=record.level,
            duration_s=record.duration_s,
            window=record.window,
            power_w=record.power_w,
            previous_w=record.previous_w,
        )
        for record in decision.records
    ]
