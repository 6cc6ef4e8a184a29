"""What is kept of a season is given again as long as nothing changed, and never after."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from analytics.audit import Act
from analytics.best_table import compose_bests
from analytics.cases import decide_case, patch_case, undo_cut, undo_decision
from analytics.duplicates import part_duplicate, prefer_duplicate
from analytics.engine.layouts import Span
from analytics.engine.vocabulary import Intensity, Stimulus
from analytics.import_steps import remove_what_it_made, undo_batch
from analytics.interval_editing import choose_stimulus, edit_intervals, undo_edit
from analytics.models import Case, Session, SourceLink
from analytics.patches import restore_patch, undo_patch
from analytics.people import archive, dossier_of, merge_athletes, note_changes
from analytics.power_curves import window_curves
from analytics.season import bests_until
from analytics.season_cache import remembered
from analytics.season_sections import compose_load, compose_volume
from analytics.session_acts import delete_sessions, move_sessions
from analytics.tasks import decide_records_task, ingest_recording_task
from analytics.threshold_proposals import accept_proposal
from tests.analytics.test_duplicates import ride_twice
from tests.make import make_athlete, make_past, make_session, make_team
from tests.make.imports import make_batch, make_rides, work_to_the_end
from tests.make.rides import STARTED_AT
from tests.make.source_database import SourcePlan

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
    """Everything that is kept: load, volume by week and month, curves, bests of each window."""
    return (
        compose_load(athlete, today=TODAY).payload,
        remembered(athlete, "curves", TODAY, lambda: window_curves(athlete, today=TODAY)),
        compose_bests(athlete, today=TODAY),
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


def change_person(change):
    """Do what the admin's form and an imported table do around a change."""

    def cause(athlete, act) -> None:
        before = dossier_of(athlete)
        change(athlete)
        note_changes(before, athlete, act)

    return cause


def move_abroad(athlete) -> None:
    athlete.time_zone = "Pacific/Honolulu"
    athlete.save()


def edit(athlete, act) -> None:
    session = athlete.sessions.latest("pk")
    edit_intervals(session, [Span(0, 200, intensity=Intensity.THRESHOLD)], based_on=0, act=act)


def undo_an_edit(athlete, act) -> None:
    edit(athlete, act)
    seen_of(athlete)
    undo_edit(athlete.sessions.latest("pk"), act)


def spiked(athlete):
    """A ride with a second beyond what a person can, which the repair has replaced."""
    power_w = [200.0] * 300 + [2600.0] + [200.0] * 99
    started_at = STARTED_AT - timedelta(days=2)
    return make_session(athlete=athlete, power_w=power_w, started_at=started_at)


def raw_second(athlete, act) -> None:
    session = spiked(athlete)
    seen_of(athlete)
    undo_patch(session, ("power_w", 300), act)
    analyse(session)


def patched_second(athlete, act) -> None:
    raw_second(athlete, act)
    seen_of(athlete)
    session = athlete.sessions.latest("pk")
    restore_patch(session, ("power_w", 300), act)
    analyse(session)


def second_recording(athlete):
    """Two recordings of one ride; gives the one that does not count."""
    _, second = ride_twice(athlete)
    seen_of(athlete)
    return second


def import_many(athlete, act):
    batch = work_to_the_end(make_batch(athlete, make_rides(3)))
    seen_of(athlete)
    return batch


def undo_an_import(athlete, act) -> None:
    batch = import_many(athlete, act)
    undo_batch(batch, act)
    batch.refresh_from_db()
    for _ in remove_what_it_made(batch, now=act.at):
        assert not is_stale(athlete), "while it is being undone"


def propose(athlete, act):
    return athlete.threshold_proposals.create(
        critical_power_w=270.0,
        critical_power_error_w=2.0,
        w_prime_j=18_000.0,
        w_prime_error_j=500.0,
        effort_duration_s=300,
        effort_power_w=300.0,
        effort_date=TODAY,
        reason="An effort.",
        made_at=act.at,
    )


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
    "weighed": change_person(
        lambda athlete: athlete.masses.create(date=TODAY - timedelta(days=5), mass_kg=62.0)
    ),
    "thresholds typed": change_person(
        lambda athlete: athlete.thresholds.create(date=TODAY, ftp_w=260.0)
    ),
    "threshold accepted": lambda athlete, act: accept_proposal(propose(athlete, act), act),
    "another time zone": change_person(move_abroad),
    "intervals edited": edit,
    "edit undone": undo_an_edit,
    "a second let stand": raw_second,
    "a second patched again": patched_second,
    "a duplicate parted": lambda athlete, act: part_duplicate(second_recording(athlete), act),
    "a duplicate preferred": lambda athlete, act: prefer_duplicate(second_recording(athlete), act),
    "many imported": import_many,
    "import undone": undo_an_import,
    "archived": lambda athlete, act: archive(athlete, act),
    "stimulus chosen": lambda athlete, act: choose_stimulus(
        athlete.sessions.latest("pk"), Stimulus.RACE, act
    ),
    "analysed again": analyse_again,
}
UNSEEN = {  # what these change is not in anything that is kept
    "analysed again",
    "archived",
    "rejected",
    "threshold accepted",
    "thresholds typed",
}


@pytest.mark.parametrize("cause", CAUSES)
def test_a_correction_is_seen_at_once(athlete, act, cause):
    before = seen_of(athlete)

    CAUSES[cause](athlete, act)
    assert not is_stale(athlete), "before the records are decided"
    decide_records_task(athlete_id=athlete.pk)
    assert not is_stale(athlete), "after they are"

    is_as_before = cause in UNSEEN or cause.endswith("undone")
    assert (seen_of(athlete) == before) == is_as_before


@pytest.mark.mariadb
def test_what_a_sync_brings_is_seen_at_once(source):
    source.fill(SourcePlan(athletes=2, sessions=20, oddity_share=0.0))
    source.sync()
    session = Session.objects.filter(peaks__duration_s=300).latest("local_date")
    athlete, day = session.athlete, session.local_date

    def kept():
        return bests_until(athlete, today=day, days=None)

    before = kept()
    link = SourceLink.objects.get(kind="session", session=session)
    for sql in (
        "UPDATE metrics_recordprofile SET value = value + 40 WHERE activity_summary_id = %s",
        "DELETE FROM activities_activitysummary WHERE id = %s",
    ):
        source.write(sql, link.source_id)
        source.sync()
        seen = kept()
        cache.clear()
        assert seen == kept()
        assert seen != before
        before = seen
