from datetime import UTC, datetime, timedelta

import pytest

from analytics.athlete_state import work_out_state
from analytics.engine.vocabulary import AgendaKind
from analytics.models import AgendaItem, AthleteState, Peak, Session, Thresholds
from tests.make import import_fit, make_athlete, make_fit, make_session
from tests.make.imports import make_batch, work_to_the_end
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 5, 4, 18, 0, tzinfo=UTC)


@pytest.fixture
def athlete():
    athlete = make_athlete()
    Thresholds.objects.create(athlete=athlete, date=STARTED_AT.date(), ftp_w=250.0)
    athlete.masses.create(date=STARTED_AT.date(), mass_kg=70.0)
    return athlete


def state_of(athlete, *, now: datetime = NOW) -> AthleteState:
    work_out_state(athlete, now=now)
    return AthleteState.objects.get(athlete=athlete)


def test_the_row_holds_the_last_ride_and_what_was_ridden_in_7_and_28_days(athlete):
    for days in (0, 10, 40):
        session = make_session(athlete=athlete, started_at=STARTED_AT - timedelta(days=days))

    state = state_of(athlete)

    assert state.last_date == STARTED_AT.date()
    assert (state.timer_7_days_s, state.timer_28_days_s) == (session.timer_s, 2 * session.timer_s)
    assert state.load_28_days == pytest.approx(2 * (session.training_load or 0))
    assert len(state.form_line) == 42
    assert state.form == pytest.approx(state.form_line[-1], abs=0.05)


def test_an_athlete_without_a_ride_has_an_empty_row(athlete):
    state = state_of(athlete)

    assert (state.last_date, state.fitness, state.form_line) == (None, None, [])
    assert not AgendaItem.objects.exists()


def test_a_record_is_the_last_one_and_comes_on_the_list(athlete):
    make_session(athlete=athlete, started_at=STARTED_AT - timedelta(days=2))
    session = make_session(athlete=athlete, power_w=[220.0] * 600)

    state = state_of(athlete)

    assert state.record_session == session
    assert state.record_line == "220 W over 10:00"
    (item,) = AgendaItem.objects.filter(kind=AgendaKind.NEW_RECORD)
    assert item.address.startswith(session.get_absolute_url())


def test_twice_is_as_good_as_once_and_what_is_over_settles_itself(athlete):
    session = make_session(athlete=athlete)
    Peak.objects.filter(session=session, duration_s=60).update(quarantine="far above the best")

    for _ in range(2):
        state_of(athlete)

    waiting = AgendaItem.objects.filter(kind=AgendaKind.QUARANTINED_PEAK)
    assert waiting.still_open().count() == waiting.count() == 1

    Peak.objects.update(quarantine="")
    state_of(athlete)

    assert waiting.get().settled_at == NOW


def test_news_ages_out(athlete):
    import_fit(athlete, b"not a ride")
    received = athlete.recordings.get().received_at

    state_of(athlete, now=received)
    assert AgendaItem.objects.still_open().filter(kind=AgendaKind.FAILED_IMPORT).exists()

    state_of(athlete, now=received + timedelta(days=15))
    assert not AgendaItem.objects.still_open().filter(kind=AgendaKind.FAILED_IMPORT).exists()


def test_an_import_with_refused_files_is_one_decision_that_leads_to_them(athlete):
    files = {"a.fit": b"", "b.fit": b"no ride", "c.fit": make_fit(), "d.fit": b"nor this"}
    batch = work_to_the_end(make_batch(athlete, files))

    state_of(athlete, now=NOW)

    (item,) = AgendaItem.objects.still_open().filter(kind=AgendaKind.FAILED_IMPORT)
    assert item.evidence == "a.fit and 2 more files: The file is empty."
    assert item.address == f"{batch.get_absolute_url()}?show=refused"


def test_nobody_misses_the_files_of_an_import_that_was_undone(athlete):
    batch = work_to_the_end(make_batch(athlete, {"a.fit": b"no ride"}))
    batch.start_undo(now=NOW)

    state_of(athlete, now=NOW)

    assert not AgendaItem.objects.filter(kind=AgendaKind.FAILED_IMPORT).exists()


def test_a_request_that_comes_while_one_waits_is_the_same_request(athlete):
    assert AthleteState.objects.mark_due(athlete.pk)
    assert not AthleteState.objects.mark_due(athlete.pk)

    state = state_of(athlete)

    assert not state.is_due
    assert AthleteState.objects.mark_due(athlete.pk)


def test_rows_of_an_earlier_local_day_are_behind(athlete):
    early_bird = make_athlete(time_zone="Pacific/Auckland")
    for each in (athlete, early_bird):
        work_out_state(each, now=NOW - timedelta(hours=7))

    behind = AthleteState.objects.behind(now=NOW)

    assert [row.athlete for row in behind] == [early_bird]


def test_a_session_that_changed_since_makes_its_row_due(athlete):
    session = make_session(athlete=athlete)
    changed = session.changed_at

    state_of(athlete, now=changed + timedelta(seconds=1))
    assert Session.objects.changed_since_state(after=changed - timedelta(hours=1)) == []

    Session.objects.update(changed_at=changed + timedelta(minutes=1))
    after = changed - timedelta(hours=1)
    assert Session.objects.changed_since_state(after=after) == [athlete.pk]
