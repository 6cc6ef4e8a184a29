"""Random pasts: whatever happens in whatever order, the book equals a plain rebuild."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from analytics.audit import Act
from analytics.cases import decide_case, undo_decision
from analytics.duplicates import part_duplicate, prefer_duplicate, stand_behind
from analytics.engine.peaks import PeakPower
from analytics.engine.record_checks import FEWEST_RIDES, Doubt
from analytics.engine.vocabulary import Window
from analytics.models import Athlete, Case, HighMark, Record, RelativeRecord, Session
from analytics.people import dossier_of, note_changes
from analytics.record_book import decide_due_records, enter_session, mark_records_due
from analytics.record_rows import keep_peaks
from analytics.session_acts import delete_sessions, move_sessions
from tests.analytics.engine.plain_ledger import decide_plainly
from tests.make import make_athlete, make_ridden
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

FIRST_DAY = STARTED_AT.date()
PAST = {(0, 5): (205.0, False), (0, 300): (205.0, False)}
number = st.integers(0, 20)
days = st.integers(0, 450)
peaks = st.dictionaries(
    st.sampled_from([(0, 5), (0, 300), (10, 300)]),
    st.tuples((st.integers(200, 229) | st.just(300)).map(float), st.booleans()),
    min_size=1,
)


def ride(athlete: Athlete, day: int, peaks) -> Session:
    return make_ridden(athlete, STARTED_AT + timedelta(days=day), rows_of(peaks))


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


def ride_twice(athlete: Athlete, day: int, peaks, front: Session) -> None:
    """Enter a ride and find, as an import does, that another recording of it is the better one."""
    behind = ride(athlete, day, peaks)
    if front.athlete_id == athlete.pk and front.duplicate_of_id is None and behind != front:
        stand_behind(behind, front, now=timezone.now())
        mark_records_due(athlete, min(behind.local_date, front.local_date))


def weigh(athlete: Athlete, day: int, mass_kg: float | None) -> None:
    before, on = dossier_of(athlete), FIRST_DAY + timedelta(days=day)
    if mass_kg is None:
        athlete.masses.filter(date=on).delete()
    else:
        athlete.masses.update_or_create(date=on, defaults={"mass_kg": mass_kg})
    note_changes(before, athlete, Act(None, timezone.now()))


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


def plain_mass(session: Session) -> float | None:
    weights = sorted(session.athlete.masses.values_list("date", "mass_kg"))
    before = [mass_kg for day, mass_kg in weights if day <= session.local_date]
    if before:
        return before[-1]
    return weights[0][1] if weights else None


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
        yield session.local_date.toordinal(), plain_mass(session), peaks, verdicts


def differs_from_a_plain_rebuild(athlete: Athlete) -> str:
    """Say where an athlete's book is not what brute force makes of the rides; empty: nowhere."""
    sessions = list(Session.objects.counting().filter(athlete=athlete).in_ride_order())
    told = [told_by_book(session) for session in sessions]
    expected = decide_plainly(history_of(sessions))
    if told != expected:
        return f"told {told}, expected {expected}"
    for model in (Record, RelativeRecord, HighMark):
        strays = model.objects.filter(session__athlete=athlete).exclude(session__in=sessions)
        misplaced = model.objects.filter(session__athlete=athlete).exclude(athlete=athlete)
        if strays.exists() or misplaced.exists():
            return f"{model.__name__}: {list(strays)} of rides that do not count, {list(misplaced)}"
    return ""


class Pasts(RuleBasedStateMachine):
    """Two athletes of one coach, and all that may happen to their rides."""

    def __init__(self) -> None:
        super().__init__()
        self.undone = transaction.atomic()
        self.undone.__enter__()
        self.athletes = make_athlete(), make_athlete()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    @initialize(past=st.sampled_from([0, FEWEST_RIDES]), mass_kg=st.sampled_from([None, 70.0]))
    def live_before(self, past, mass_kg):
        weigh(self.athletes[0], 0, mass_kg)
        for day in range(past, 0, -1):
            ride(self.athletes[0], -day, PAST)

    @property
    def act(self) -> Act:
        return Act(None, timezone.now())

    def session(self, number: int) -> Session:
        sessions = list(Session.objects.select_related("athlete").in_ride_order())
        return sessions[number % len(sessions)]

    def has_rides(self) -> bool:
        return Session.objects.exists()

    def has_cases(self) -> bool:
        return Case.objects.exists()

    def has_duplicates(self) -> bool:
        return Session.objects.exclude(duplicate_of=None).exists()

    @rule(day=days, peaks=peaks, whose=st.sampled_from([0, 0, 1]))
    def import_a_ride(self, day, peaks, whose):
        ride(self.athletes[whose], day, peaks)

    @precondition(has_rides)
    @rule(number=number)
    def delete(self, number):
        delete_sessions([self.session(number)], self.act)

    @precondition(has_rides)
    @rule(number=number)
    def move(self, number):
        session = self.session(number)
        move_sessions([session], self.athletes[session.athlete == self.athletes[0]], self.act)

    @precondition(has_rides)
    @rule(number=number, peaks=peaks)
    def patch(self, number, peaks):
        analyse_again(self.session(number), peaks)

    @precondition(has_rides)
    @rule(number=number, peaks=peaks, later=st.integers(0, 1))
    def record_a_ride_twice(self, number, peaks, later):
        front = self.session(number)
        day = (front.local_date - FIRST_DAY).days + later
        ride_twice(front.athlete, day, peaks, front)

    @precondition(has_duplicates)
    @rule(number=number, settle=st.sampled_from([part_duplicate, prefer_duplicate]))
    def settle_a_duplicate(self, number, settle):
        behind = list(Session.objects.exclude(duplicate_of=None).in_ride_order())
        settle(behind[number % len(behind)], self.act)

    @precondition(has_cases)
    @rule(
        number=number,
        verdict=st.sampled_from([Case.State.ACCEPTED, Case.State.REJECTED, Case.State.OPEN]),
    )
    def decide(self, number, verdict):
        cases = list(Case.objects.order_by("pk"))
        case = cases[number % len(cases)]
        if verdict == Case.State.OPEN:
            undo_decision(case, self.act)
        else:
            decide_case(case, verdict, self.act)

    @rule(whose=st.integers(0, 1), day=days, mass_kg=st.sampled_from([None, 60.0, 70.0, 71.5]))
    def weigh(self, whose, day, mass_kg):
        weigh(self.athletes[whose], day, mass_kg)

    @invariant()
    def the_book_equals_a_plain_rebuild(self):
        for athlete in self.athletes:
            decide_due_records(athlete.pk, now=timezone.now())
            assert differs_from_a_plain_rebuild(athlete) == ""


def test_whatever_happens_the_book_equals_a_plain_rebuild():
    run_state_machine_as_test(
        Pasts,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            suppress_health_check=list(HealthCheck),
        ),
    )
