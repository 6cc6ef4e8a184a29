"""What a person decides about a candidate for a record, and takes back."""

from django.db import transaction

from analytics.audit import Act, record_act
from analytics.models import Athlete, Case, Session
from analytics.record_book import mark_records_due

VERBS = {Case.State.ACCEPTED: "peak.accepted", Case.State.REJECTED: "peak.rejected"}


def decide_case(case: Case, verdict: Case.State, act: Act) -> bool:
    """Accept or reject a candidate, and with it those that lean on the same seconds.

    False where somebody was faster. The records from its day on are then due.
    """
    with transaction.atomic():
        session = _lock(case)
        open_cases = list(Case.objects.still_open().filter(session=session))
        if case.pk not in {found.pk for found in open_cases}:
            return False
        same = [found for found in open_cases if _overlaps(found, case)]
        Case.objects.filter(pk__in=[found.pk for found in same]).update(
            state=verdict, decided_by=act.actor, decided_at=act.at
        )
        _tell(act, VERBS[verdict], session, same)
    return True


def undo_decision(case: Case, act: Act) -> bool:
    """Take a decision back, with all that was decided together; False where there is none."""
    with transaction.atomic():
        session = _lock(case)
        decided = Case.objects.decided().filter(session=session)
        now = decided.filter(pk=case.pk).first()
        if now is None:
            return False
        same = list(decided.filter(decided_at=now.decided_at, state=now.state))
        Case.objects.filter(pk__in=[found.pk for found in same]).update(
            state=Case.State.OPEN, decided_by=None, decided_at=None
        )
        _tell(act, "peak.reopened", session, same)
    return True


def _lock(case: Case) -> Session:
    session = Session.objects.select_related("athlete").get(pk=case.session_id)
    Athlete.objects.select_for_update().get(pk=session.athlete_id)
    return session


def _overlaps(one: Case, other: Case) -> bool:
    return one.start_s < other.end_s and other.start_s < one.end_s


def _tell(act: Act, what: str, session: Session, cases: list[Case]) -> None:
    mark_records_due(session.athlete, session.local_date)
    record_act(
        act,
        what,
        subject=f"session {session.pk}",
        athlete=session.athlete,
        detail={
            "peaks": [
                {"level": case.level, "duration_s": case.duration_s, "power_w": case.power_w}
                for case in cases
            ]
        },
    )
