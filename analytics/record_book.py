"""The record book: every session's peaks against the athlete's bests before it."""

from collections.abc import Sequence

from analytics.engine.ledger import Decision, Ledger, SessionPeaks
from analytics.engine.peaks import PeakPower
from analytics.models import Peak, Record, Session


def decide_from(session: Session) -> None:
    """Decide a session and every later one of its athlete again, in the order of the rides.

    Call inside the transaction that changed the session's peaks, with the
    athlete's row locked: no reader sees half of it.
    """
    ledger = _ledger_before(session)
    from_here_on = list(
        Session.objects.ridden_from(session).in_ride_order().prefetch_related("peaks")
    )
    decisions = [ledger.enter(entry) for entry in _peaks_of(from_here_on)]
    _store(from_here_on, decisions)


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


def _store(sessions: Sequence[Session], decisions: Sequence[Decision]) -> None:
    changed = []
    records = []
    for session, decision in zip(sessions, decisions, strict=True):
        for peak in session.peaks.all():
            quarantine = decision.quarantine.get((peak.level, peak.duration_s), "")
            if peak.quarantine != quarantine:
                peak.quarantine = quarantine
                changed.append(peak)
        records += [
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
    Peak.objects.bulk_update(changed, ["quarantine"], batch_size=500)
    Record.objects.filter(session__in=sessions).delete()
    Record.objects.bulk_create(records, batch_size=500)
