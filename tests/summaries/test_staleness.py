from datetime import timedelta

import pytest
from django.utils import timezone

from analytics.audit import Act
from analytics.interval_editing import edit_intervals, layout_of
from analytics.models import AgendaItem, Record, Session
from analytics.session_acts import delete_sessions, move_sessions
from analytics.tasks import decide_records_task, ingest_recording_task
from summaries.draft import SlottedSentence, write_draft
from summaries.facts import FactKind, SessionFacts
from summaries.models import Summary
from summaries.staleness import hold_against_facts, is_behind, texts_behind
from summaries.tasks import sweep_stale_texts, write_summary_task
from summaries.tasks.attempt import attempt
from tests.analytics.test_same_sessions import five_by_five, ride
from tests.make import make_athlete, make_session, make_staff
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


def change(session, **values):
    """Change a session as a decision or an edit does."""
    Session.objects.filter(pk=session.pk).update(changed_at=timezone.now(), **values)


def newest(session):
    return Summary.objects.select_related("session__athlete").get(
        pk=Summary.objects.latest_of(session).pk
    )


@pytest.fixture
def session():
    """A session that beat the one of the week before, its text written."""
    athlete = make_athlete()
    make_session(athlete=athlete, power_w=[200.0] * 1500, started_at=STARTED_AT - timedelta(days=7))
    session = make_session(athlete=athlete, power_w=[220.0] * 1500)
    write_summary_task(summary_id=Summary.objects.get(session=session).pk)
    return session


def test_a_text_is_not_behind_until_its_session_changes(session):
    assert not is_behind(newest(session))

    change(session)

    assert is_behind(newest(session))


def test_a_record_that_is_gone_turns_the_text_stale_and_is_named(session):
    Record.objects.filter(session=session, duration_s=10).delete()
    change(session, mean_power_w=219.0)

    sweep_stale_texts()

    summary = newest(session)
    assert summary.state == Summary.State.STALE
    assert "The 10 s record is gone" in summary.changes
    assert "220 W is now 219 W (mean power over the timer" in summary.changes
    assert not is_behind(summary)


def test_a_change_that_leaves_the_facts_alone_leaves_the_text_alone(session):
    change(session)

    sweep_stale_texts()

    assert newest(session).state == Summary.State.READY
    assert not is_behind(newest(session))


def test_a_text_whose_facts_come_back_is_what_it_was(session, admin_user):
    newest(session).approve(admin_user, now=timezone.now(), edit_distance=0.0)
    change(session, mean_power_w=219.0)
    assert hold_against_facts(newest(session), now=timezone.now())
    stale = newest(session)
    assert stale.is_told
    assert stale.approved_at

    change(session, mean_power_w=220.0)
    hold_against_facts(newest(session), now=timezone.now())

    assert (newest(session).state, newest(session).changes) == (Summary.State.APPROVED, "")


def test_a_stale_text_of_a_recent_ride_is_on_the_list_of_today(session):
    change(session, mean_power_w=219.0, local_date=timezone.now().date())

    sweep_stale_texts()

    (item,) = AgendaItem.objects.filter(athlete=session.athlete)
    assert "out of date" in item.evidence
    assert item.address == newest(session).get_absolute_url()


def test_the_text_of_an_old_ride_stays_off_the_list(session):
    change(session, mean_power_w=219.0)

    sweep_stale_texts()

    assert not AgendaItem.objects.filter(subject=f"session {session.pk}").exists()


@pytest.fixture
def twice():
    """Two sessions of one structure a week apart; the text of the second tells of the first."""
    athlete = make_athlete()
    first, second = (ride(athlete, day, five_by_five(321 + day)) for day in (0, 7))
    row = Summary.objects.get(session=second)
    attempt(Summary.objects.claim(row.pk, now=timezone.now()))
    assert row not in texts_behind()
    return first, row


def figures_edited(first):
    first.interval_sets.update(mean_power_w=325.0)
    Session.objects.filter(pk=first.pk).update(changed_at=timezone.now())


def effort_dropped(first):
    layout = layout_of(first)
    fewer = layout.spans[:-1]
    edit_intervals(first, fewer, based_on=layout.version, act=act_now())


def deleted(first):
    delete_sessions([first], act_now())


def moved(first):
    move_sessions([first], make_athlete(), act_now())


def act_now():
    return Act(make_staff(), timezone.now())


@pytest.mark.parametrize(
    ("change", "told"),
    (
        (figures_edited, "7 W is now 3 W"),
        (effort_dropped, "is gone"),
        (deleted, "is gone"),
        (moved, "is gone"),
    ),
)
def test_a_change_of_an_earlier_session_of_the_structure_reaches_the_text(twice, change, told):
    first, row = twice

    change(first)

    behind = texts_behind().get(pk=row.pk)
    assert is_behind(behind)
    assert hold_against_facts(behind, now=timezone.now())
    row.refresh_from_db()
    assert row.state == Summary.State.STALE
    assert told in row.changes
    assert row not in texts_behind()


def test_an_analysis_that_finds_another_structure_reaches_the_later_texts(twice):
    first, row = twice
    Session.objects.filter(pk__in=(first.pk, row.session_id)).update(structure="9")
    changed_at = Session.objects.get(pk=row.session_id).changed_at

    first.recording.wait_again(now=timezone.now())
    ingest_recording_task(recording_id=first.recording_id)

    assert Session.objects.get(pk=first.pk).structure == "4x"
    assert Session.objects.get(pk=row.session_id).changed_at > changed_at


def late_ride(athlete):
    make_session(athlete=athlete, power_w=[210.0] * 3600, started_at=STARTED_AT - timedelta(days=3))


def earlier_ride_gone(athlete):
    delete_sessions([athlete.sessions.earliest("started_at")], act_now())
    decide_records_task(athlete_id=athlete.pk)


@pytest.mark.parametrize("change", (late_ride, earlier_ride_gone))
@pytest.mark.parametrize("is_told", (True, False))
def test_a_text_that_tells_the_fitness_of_its_day_follows_rides_that_come_late_or_go(
    change, is_told
):
    athlete = make_athlete()
    athlete.thresholds.create(date=STARTED_AT.date(), ftp_w=250.0)
    for days, power_w in ((22, [200.0] * 3600), (21, [210.0] * 3600), (0, [150.0] * 900)):
        started_at = STARTED_AT - timedelta(days=days)
        session = make_session(athlete=athlete, power_w=power_w, started_at=started_at)
    write_summary_task(summary_id=Summary.objects.get(session=session).pk)
    row = newest(session)
    kind = FactKind.FITNESS if is_told else FactKind.TIMER
    used = SessionFacts.from_json(row.facts).find(kind).id
    draft = write_draft((SlottedSentence(f"{{{used}}}", (used,)),))
    Summary.objects.filter(pk=row.pk).update(draft=draft)

    change(athlete)
    assert is_behind(newest(session))
    sweep_stale_texts()

    said = newest(session)
    assert not is_behind(said)
    assert ("is now" in said.changes) == is_told
    assert (said.state == Summary.State.STALE) == is_told
