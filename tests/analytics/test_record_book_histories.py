"""Random pasts: whatever happens in whatever order, the book equals a plain rebuild."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.audit import Act
from analytics.cases import decide_case, undo_decision
from analytics.engine.peaks import PeakPower
from analytics.engine.record_checks import FEWEST_RIDES, Doubt
from analytics.engine.vocabulary import Window
from analytics.models import Athlete, Case, Record, RelativeRecord, Session
from analytics.record_book import decide_due_records, enter_session, mark_records_due
from analytics.record_rows import keep_peaks
from analytics.session_acts import delete_sessions, move_sessions
from tests.analytics.engine.plain_ledger import decide_plainly
from tests.make import make_athlete, make_ridden
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

POWERS_W = (st.integers(200, 229) | st.just(300)).map(float)
number = st.integers(0, 20)
peaks = st.dictionaries(
    st.sampled_from([(0, 5), (0, 300), (10, 300)]), st.tuples(POWERS_W, st.booleans()), min_size=1
)
rides = st.tuples(st.just("ride"), st.integers(0, 450), peaks)
patches = st.tuples(st.just("patch"), number, peaks)
acts = st.tuples(
    st.sampled_from(["delete", "move", "undo", Case.State.ACCEPTED, Case.State.REJECTED]), number
)


def ride(athlete: Athlete, day: int, peaks) -> None:
    make_ridden(athlete, STARTED_AT + timedelta(days=day), rows_of(peaks))


def rows_of(peaks) -> list[PeakPower]:
    return [
        PeakPower(duration_s, level, power_w, 0, 0, True, int(Doubt.SPIKE) if doubted else 0)
        for (level, duration_s), (power_w, doubted) in peaks.items()
    ]


def analyse_again(session: Session, peaks) -> None:
    """Do to the book what an analysis does that follows a patch."""
    mark_records_due(session.athlete, session.local_date)
    keep_peaks(session, rows_of(peaks))
    enter_session(session, now=timezone.now())


def take(step, athletes) -> None:
    act = Act(None, timezone.now())
    sessions, cases = Session.objects.in_ride_order(), Case.objects.order_by("pk")
    what, *arguments = step
    if what == "ride":
        ride(athletes[0], *arguments)
        return
    rows = list(sessions if what in ("delete", "move", "patch") else cases)
    if not rows:
        return
    row = rows[arguments[0] % len(rows)]
    if what == "delete":
        delete_sessions([row], act)
    elif what == "move":
        move_sessions([row], athletes[row.athlete_id == athletes[0].pk], act)
    elif what == "patch":
        analyse_again(row, arguments[1])
    elif what == "undo":
        undo_decision(row, act)
    else:
        decide_case(row, what, act)


def told_by_book(session):
    watts = Record.objects.filter(session=session).values_list(
        "level", "duration_s", "window", "previous_w"
    )
    kilos = RelativeRecord.objects.filter(session=session).values_list(
        "level", "duration_s", "window", "previous_w_per_kg"
    )
    waiting = Case.objects.still_open().filter(session=session)
    return (
        {((level, d), Window(window)): before for level, d, window, before in watts},
        {((level, d), Window(window)): before for level, d, window, before in kilos},
        set(waiting.values_list("level", "duration_s")),
    )


def history_of(sessions):
    for session in sessions:
        verdicts = {
            (case.level, case.duration_s): case.state == Case.State.ACCEPTED
            for case in Case.objects.decided().filter(session=session)
        }
        peaks = {
            (peak.level, peak.duration_s): (peak.power_w, bool(peak.doubts))
            for peak in session.peaks.all()
        }
        yield session.local_date.toordinal(), 70.0, peaks, verdicts


@settings(max_examples=15)
@given(
    st.sampled_from([0, FEWEST_RIDES]),
    st.lists(rides, min_size=3, max_size=6),
    st.lists(rides | acts | patches, min_size=2, max_size=8),
)
def test_whatever_happens_the_book_equals_a_plain_rebuild(past, first, after):
    with transaction.atomic():
        athletes = make_athlete(), make_athlete()
        for days in range(past, 0, -1):
            ride(athletes[0], -days, {(0, 5): (205.0, False), (0, 300): (205.0, False)})
        for step in [*first, *after]:
            take(step, athletes)
            for athlete in athletes:
                decide_due_records(athlete.pk, now=timezone.now())
        for athlete in athletes:
            sessions = list(Session.objects.filter(athlete=athlete).in_ride_order())
            told = [told_by_book(session) for session in sessions]
            assert told == decide_plainly(history_of(sessions))
        transaction.set_rollback(True)
