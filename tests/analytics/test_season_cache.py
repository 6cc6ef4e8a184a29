"""What is kept of a season is given again as long as nothing changed, and never after."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from analytics.audit import Act
from analytics.cases import decide_case, patch_case, undo_cut, undo_decision
from analytics.engine.vocabulary import Stimulus
from analytics.interval_editing import choose_stimulus
from analytics.models import Case
from analytics.people import dossier_of, merge_athletes, note_changes
from analytics.season import bests_until
from analytics.season_cache import remembered
from analytics.season_sections import compose_load, compose_volume
from analytics.session_acts import delete_sessions, move_sessions
from analytics.tasks import decide_records_task, ingest_recording_task
from tests.make import make_athlete, make_past, make_session, make_team
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

TODAY = STARTED_AT.date()


def ride(athlete, power_w: float, *, days: int):
    started_at = STARTED_AT + timedelta(days=days)
    return make_session(athlete=athlete, power_w=[power_w] * 400, started_at=started_at)


@pytest.fixture
def act():
    return Act(None, timezone.now())


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def athlete(team):
    """Rides of 200 W, one of them beyond belief a week ago, and one of 210 W."""
    athlete = make_athlete(team=team)
    athlete.thresholds.create(date=date(2025, 1, 1), ftp_w=250.0, critical_power_w=260.0)
    make_past(athlete, 200.0, before=STARTED_AT - timedelta(days=20))
    ride(athlete, 300.0, days=-7)
    ride(athlete, 210.0, days=-3)
    return athlete


def seen_of(athlete):
    """Everything that is kept: load, volume by week and month, bests of each window."""
    return (
        compose_load(athlete, today=TODAY).payload,
        compose_volume(athlete, today=TODAY),
        [bests_until(athlete, today=TODAY, days=days) for days in (56, 365, None)],
    )


def is_stale(athlete) -> bool:
    seen = seen_of(athlete)
    cache.clear()
    return bool(seen != seen_of(athlete))


def test_what_is_kept_costs_only_the_look_at_the_generation(athlete, django_assert_num_queries):
    kept = bests_until(athlete, today=TODAY, days=56)

    with django_assert_num_queries(1):
        assert bests_until(athlete, today=TODAY, days=56) == kept


def test_an_answer_of_none_is_kept_like_any_other(athlete):
    answers = iter([None, "worked out twice"])

    assert [remembered(athlete, "x", TODAY, lambda: next(answers)) for _ in "ab"] == [None, None]


def case_of(athlete) -> Case:
    return Case.objects.get(session__athlete=athlete, level=0, duration_s=300)


def analyse(session) -> None:
    ingest_recording_task(recording_id=session.recording_id)


def patch(athlete, act) -> None:
    case = case_of(athlete)
    patch_case(case, act)
    analyse(case.session)


def undo_a_patch(athlete, act) -> None:
    patch(athlete, act)
    seen_of(athlete)
    session = athlete.sessions.exclude(power_cuts=None).get()
    undo_cut(session.power_cuts.get(), act)
    analyse(session)


def undo_acceptance(athlete, act) -> None:
    case = case_of(athlete)
    decide_case(case, Case.State.ACCEPTED, act)
    decide_records_task(athlete_id=athlete.pk)
    seen_of(athlete)
    undo_decision(case, act)


def analyse_again(athlete, act) -> None:
    session = athlete.sessions.latest("pk")
    session.recording.wait_again(now=act.at)
    analyse(session)


def weigh(athlete, act) -> None:
    before = dossier_of(athlete)
    athlete.masses.create(date=TODAY - timedelta(days=5), mass_kg=62.0)
    note_changes(before, athlete, act)


CAUSES = {
    "a new ride": lambda athlete, act: ride(athlete, 215.0, days=0),
    "an old ride": lambda athlete, act: ride(athlete, 214.0, days=-10),
    "a ride deleted": lambda athlete, act: delete_sessions([athlete.sessions.latest("pk")], act),
    "a ride moved": lambda athlete, act: move_sessions(
        [athlete.sessions.latest("pk")], make_athlete(team=athlete.team), act
    ),
    "a ride given": lambda athlete, act: move_sessions(
        [ride(make_athlete(), 230.0, days=-4)], athlete, act
    ),
    "another's rides": lambda athlete, act: merge_athletes(
        athlete, ride(make_athlete(team=athlete.team), 230.0, days=-4).athlete, act
    ),
    "accepted": lambda athlete, act: decide_case(case_of(athlete), Case.State.ACCEPTED, act),
    "acceptance undone": undo_acceptance,
    "rejected": lambda athlete, act: decide_case(case_of(athlete), Case.State.REJECTED, act),
    "patched": patch,
    "patch undone": undo_a_patch,
    "weighed": weigh,
    "stimulus chosen": lambda athlete, act: choose_stimulus(
        athlete.sessions.latest("pk"), Stimulus.RACE, act
    ),
    "analysed again": analyse_again,
}
SEEN_ON_PAGES = {name for name in CAUSES if name not in ("weighed", "analysed again", "rejected")}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_correction_is_seen_at_once(athlete, act, cause):
    before = seen_of(athlete)

    CAUSES[cause](athlete, act)
    assert not is_stale(athlete), "before the records are decided"
    decide_records_task(athlete_id=athlete.pk)

    assert not is_stale(athlete), "after they are"
    if cause in SEEN_ON_PAGES and not cause.endswith("undone"):
        assert seen_of(athlete) != before
    if cause.endswith("undone"):
        assert seen_of(athlete) == before
