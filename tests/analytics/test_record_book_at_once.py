"""Two workers of one athlete at once: whatever they do, the book ends as a plain rebuild has it."""

import threading
import traceback
from collections.abc import Callable
from datetime import timedelta
from random import Random

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone

from analytics.audit import Act
from analytics.cases import decide_case, undo_decision
from analytics.duplicates import part_duplicate, prefer_duplicate
from analytics.engine.record_checks import FEWEST_RIDES
from analytics.models import Athlete, Case, Session
from analytics.session_acts import ActRefused, delete_sessions, move_sessions
from analytics.tasks import decide_records_task
from tests.analytics.test_record_book_histories import (
    analyse_again,
    differs_from_a_plain_rebuild,
    ride_twice,
    rows_of,
    weigh,
)
from tests.make import make_athlete, make_ridden
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = 2
STEPS = 8


def draw_peaks(draw: Random):
    return {
        key: (float(draw.choice([205, 210, 215, 220, 300])), draw.random() < 0.2)
        for key in ((0, 5), (0, 300), (10, 300))
    }


@transaction.atomic
def ride_in(athlete: Athlete, draw: Random) -> None:
    """Enter a ride as an import does: with the athlete's row locked."""
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    day = STARTED_AT + timedelta(days=draw.randrange(60), minutes=draw.randrange(600))
    make_ridden(athlete, day, rows_of(draw_peaks(draw)))


@transaction.atomic
def correct(athlete: Athlete, draw: Random) -> None:
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    sessions = list(Session.objects.filter(athlete=athlete).order_by("pk"))
    if sessions:
        analyse_again(draw.choice(sessions), draw_peaks(draw))


def answer(athlete: Athlete, draw: Random) -> None:
    cases = list(Case.objects.filter(session__athlete=athlete))
    act = Act(None, timezone.now())
    if cases and draw.random() < 0.5:
        decide_case(
            draw.choice(cases), draw.choice([Case.State.ACCEPTED, Case.State.REJECTED]), act
        )
    elif cases:
        undo_decision(draw.choice(cases), act)


def take_one_away(athletes: list[Athlete], draw: Random) -> None:
    one, other = draw.sample(athletes, 2)
    sessions = list(Session.objects.filter(athlete=one).order_by("pk"))
    act = Act(None, timezone.now())
    if len(sessions) > 2 and draw.random() < 0.5:
        delete_sessions([draw.choice(sessions)], act)
    elif len(sessions) > 2:
        move_sessions([draw.choice(sessions)], other, act)


@transaction.atomic
def weigh_at_once(athlete: Athlete, draw: Random) -> None:
    """Type a weight as the admin's form does: read, write, note what changed."""
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    weigh(athlete, draw.randrange(60), draw.choice([None, 60.0, 70.0, 71.5]))


@transaction.atomic
def ride_twice_at_once(athlete: Athlete, draw: Random) -> None:
    Athlete.objects.select_for_update().get(pk=athlete.pk)
    sessions = list(Session.objects.filter(athlete=athlete).in_ride_order())
    if sessions:
        ride_twice(athlete, draw.randrange(60), draw_peaks(draw), draw.choice(sessions))


def settle(athlete: Athlete, draw: Random) -> None:
    behind = list(Session.objects.filter(athlete=athlete).exclude(duplicate_of=None))
    if behind:
        act = Act(None, timezone.now())
        draw.choice([part_duplicate, prefer_duplicate])(draw.choice(behind), act)


ACTS = (ride_in, correct, answer, weigh_at_once, ride_twice_at_once, settle)


def work(athletes: list[Athlete], seed: int) -> None:
    """Be one worker: an act, and then the task that its edge asks for."""
    draw = Random(seed)  # noqa: S311 - the same acts at every run
    for _ in range(STEPS):
        what = draw.randrange(len(ACTS) + 1)
        athlete = draw.choice(athletes)
        try:
            if what < len(ACTS):
                ACTS[what](athlete, draw)
            else:
                take_one_away(athletes, draw)
        except (ActRefused, OperationalError):
            pass  # moved between the look and the lock, or undone whole: a person tries again
        for each in athletes:
            decide_records_task(athlete_id=each.pk)


def run_at_once(*acts: Callable[[], None]) -> list[str]:
    barrier, faults = threading.Barrier(len(acts)), []

    def run(act: Callable[[], None]) -> None:
        barrier.wait()
        try:
            act()
        except Exception:  # noqa: BLE001 - whatever it is, the test shows it
            faults.append(traceback.format_exc())
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_two_workers_at_once_leave_the_book_as_a_plain_rebuild_has_it(seed):
    athletes = [make_athlete(), make_athlete()]
    for athlete in athletes:
        for days in range(FEWEST_RIDES, 0, -1):
            peaks = {(0, 5): (205.0, False), (0, 300): (205.0, False)}
            make_ridden(athlete, STARTED_AT - timedelta(days=days), rows_of(peaks))

    faults = run_at_once(lambda: work(athletes, 2 * seed), lambda: work(athletes, 2 * seed + 1))

    assert faults == []
    for athlete in athletes:
        Athlete.objects.filter(pk=athlete.pk).update(records_claimed_at=None)
        decide_records_task(athlete_id=athlete.pk)  # what the sweep does
        assert differs_from_a_plain_rebuild(athlete) == ""
