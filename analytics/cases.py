"""What a person decides about candidates for records, and takes back."""

from collections.abc import Iterable, Sequence

from django.db import transaction

from analytics.audit import Act, record_act
from analytics.engine.cuts import Span, seconds_behind
from analytics.engine.printing import clock
from analytics.engine.record_checks import OF_THE_WHOLE_RIDE
from analytics.engine.recording import FloatArray
from analytics.engine.stream_columns import decode_stream
from analytics.models import Athlete, Case, PowerCut, Session
from analytics.record_book import mark_records_due

VERBS = {Case.State.ACCEPTED: "peak.accepted", Case.State.REJECTED: "peak.rejected"}

Question = Sequence[Case]  # of one session, that one decision is about; the shortest first


def group_cases(cases: Iterable[Case]) -> list[Question]:
    """Put the cases of one session together that are one question to a person.

    Open ones belong together where they lean on the same seconds, or where the same
    doubt is about the ride as a whole; decided ones where they were decided together.
    """
    groups: list[list[Case]] = []
    for case in cases:
        mine = [group for group in groups if any(_belong_together(case, one) for one in group)]
        groups = [group for group in groups if group not in mine]
        groups.append([case, *(one for group in mine for one in group)])
    sorted_groups = [
        sorted(group, key=lambda case: (case.level, case.duration_s)) for group in groups
    ]
    return sorted(sorted_groups, key=lambda group: (group[0].start_s, group[0].duration_s))


def seconds_of(question: Question, power_w: FloatArray) -> tuple[Span, ...]:
    """Tell which seconds a patch of a question takes out."""
    return seconds_behind(power_w, [(case.start_s, case.end_s) for case in question])


def decide_case(case: Case, verdict: Case.State, act: Act) -> bool:
    """Accept or reject a candidate, and with it those that are the same question.

    False where somebody was faster. The records from its day on are then due.
    """
    with transaction.atomic():
        session = _lock(case)
        same = _open_question(session, case)
        if session is None or not same:
            return False
        Case.objects.filter(pk__in=[found.pk for found in same]).update(
            state=verdict, decided_by=act.actor, decided_at=act.at
        )
        mark_records_due(session.athlete, session.local_date)
        _tell(act, VERBS[verdict], session, peaks=_told(same))
    return True


def undo_decision(case: Case, act: Act) -> bool:
    """Take a decision back, with all that was decided together; False where there is none."""
    with transaction.atomic():
        session = _lock(case)
        decided = Case.objects.decided().filter(session=case.session_id)
        now = decided.filter(pk=case.pk).first()
        if session is None or now is None:
            return False
        same = list(decided.filter(decided_at=now.decided_at, state=now.state))
        Case.objects.filter(pk__in=[found.pk for found in same]).update(
            state=Case.State.OPEN, decided_by=None, decided_at=None
        )
        mark_records_due(session.athlete, session.local_date)
        _tell(act, "peak.reopened", session, peaks=_told(same))
    return True


def patch_case(case: Case, act: Act) -> bool:
    """Take the seconds behind a candidate out of its ride, which waits to be analysed again.

    False where somebody was faster, where the ride has no samples, and while an analysis
    of it is under way.
    """
    with transaction.atomic():
        session = _lock(case)
        same = _open_question(session, case)
        if session is None or not same or not _wait_again(session, act):
            return False
        power_w = decode_stream(bytes(session.stream.columns)).power_w
        cut = PowerCut.objects.create(
            session=session,
            spans=seconds_of(same, power_w),
            subject=f"{same[0].power_w:.0f} W over {clock(same[0].duration_s)}",
            reasons=same[0].reasons,
            decided_by=act.actor,
            decided_at=act.at,
        )
        _tell(act, "peak.patched", session, peaks=_told(same), seconds=cut.spans)
    return True


def undo_cut(cut: PowerCut, act: Act) -> bool:
    """Put the power of a cut back, and so the question that it answered.

    False where it is undone already, and while an analysis of the ride is under way.
    """
    with transaction.atomic():
        session = _lock(cut)
        known = PowerCut.objects.filter(pk=cut.pk)
        if session is None or not known.exists() or not _wait_again(session, act):
            return False
        known.delete()
        _tell(act, "peak.unpatched", session, seconds=cut.spans)
    return True


def _belong_together(one: Case, other: Case) -> bool:
    if (one.state, one.decided_at) != (other.state, other.decided_at):
        return False
    if one.state != Case.State.OPEN:
        return True
    overlap = one.start_s < other.end_s and other.start_s < one.end_s
    shared = set(one.reasons) & set(other.reasons)
    return overlap or not shared.isdisjoint(OF_THE_WHOLE_RIDE)


def _open_question(session: Session | None, case: Case) -> Question:
    """Give the open cases that are one question with this one; none where it is not open."""
    questions = group_cases(Case.objects.still_open().filter(session=session))
    return next((found for found in questions if case.pk in {one.pk for one in found}), ())


def _lock(row: Case | PowerCut) -> Session | None:
    """Lock the athlete of a row's session and read it as it now is; None: it is gone."""
    athlete_ids = Session.objects.filter(pk=row.session_id).values_list("athlete_id", flat=True)
    athlete_id = athlete_ids.first()
    if athlete_id is None:
        return None
    Athlete.objects.select_for_update().get(pk=athlete_id)
    sessions = Session.objects.select_related("athlete", "recording", "stream")
    session = sessions.filter(pk=row.session_id).first()
    if session is not None and session.athlete_id != athlete_id:
        return _lock(row)  # it was moved between the look and the lock
    return session


def _wait_again(session: Session, act: Act) -> bool:
    """Ask for a new analysis; False where there are no samples, or one is under way."""
    if session.recording is None or not hasattr(session, "stream"):
        return False
    return session.recording.wait_again(now=act.at)


def _told(cases: Question) -> list[dict[str, float]]:
    return [
        {"level": case.level, "duration_s": case.duration_s, "power_w": case.power_w}
        for case in cases
    ]


def _tell(act: Act, what: str, session: Session, **detail: object) -> None:
    record_act(act, what, subject=f"session {session.pk}", athlete=session.athlete, detail=detail)
