from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from analytics.audit import Act
from analytics.engine.layouts import LayoutRefused, Span
from analytics.engine.vocabulary import Intensity, IntervalSource, Stimulus
from analytics.interval_editing import (
    EditedMeanwhile,
    choose_stimulus,
    edit_intervals,
    layout_of,
    undo_edit,
)
from analytics.models import AuditEntry, IntervalEdit, Session, Thresholds
from analytics.tasks import ingest_recording_task
from tests.make import make_athlete, make_coach, make_session

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 24, 9, tzinfo=UTC)
THREE_EFFORTS = [
    *[160.0] * 600,
    *[330.0] * 300,
    *[130.0] * 120,
    *[330.0] * 300,
    *[130.0] * 120,
    *[330.0] * 300,
    *[140.0] * 600,
]


@pytest.fixture
def act():
    return Act(make_coach(), AT, "192.0.2.1")


@pytest.fixture
def session():
    athlete = make_athlete()
    Thresholds.objects.create(athlete=athlete, date=AT.date(), critical_power_w=300)
    return make_session(athlete=athlete, power_w=THREE_EFFORTS)


def analyse_again(session: Session) -> Session:
    session.recording.wait_again(now=timezone.now())
    ingest_recording_task(recording_id=session.recording_id)
    return Session.objects.get(pk=session.pk)


def efforts_of(session: Session) -> list[tuple[int, int]]:
    rows = session.intervals.filter(is_work=True)
    return list(rows.values_list("start_s", "end_s"))


def drop_last(session: Session, act: Act) -> IntervalEdit | None:
    layout = layout_of(session)
    return edit_intervals(session, layout.spans[:-1], based_on=layout.version, act=act)


def test_sets_figures_and_structure_follow_an_edit(session, act):
    assert session.structure == "3x"

    drop_last(session, act)

    session.refresh_from_db()
    found = session.interval_sets.get()
    assert (found.repetitions, found.total_duration_s, session.structure) == (2, 600, "2x")
    assert found.mean_power_w == pytest.approx(330, abs=1)
    assert (session.intervals_edited_at, session.changed_at) == (AT, AT)


def test_an_edit_survives_a_new_analysis(session, act):
    layout = layout_of(session)
    moved = replace(layout.spans[0], start_s=630, intensity=Intensity.ANAEROBIC)
    edit_intervals(session, [moved, *layout.spans[1:]], based_on=0, act=act)

    again = analyse_again(session)

    first = again.intervals.first()
    assert (first.start_s, first.source, first.confidence) == (630, IntervalSource.MANUAL, 1)
    assert first.intensity == Intensity.ANAEROBIC
    assert "chosen by hand" in first.reason
    assert again.intervals.filter(is_work=True, source=IntervalSource.DETECTED).count() == 2


def test_deleting_all_intervals_survives_too(session, act):
    edit_intervals(session, [], based_on=0, act=act)

    assert efforts_of(analyse_again(session)) == []


def test_undo_goes_back_edit_by_edit_to_the_analysis(session, act):
    analysed = list(session.intervals.values())
    first = drop_last(session, act)
    drop_last(session, act)

    undo_edit(session, act)
    assert len(efforts_of(session)) == 2
    assert layout_of(session).version == first.pk
    undo_edit(session, act)

    session.refresh_from_db()
    assert [{**row, "id": 0, "interval_set_id": 0} for row in session.intervals.values()] == [
        {**row, "id": 0, "interval_set_id": 0} for row in analysed
    ]
    assert session.intervals_edited_at is None
    assert undo_edit(session, act) is False


def test_an_edit_of_what_somebody_else_has_changed_is_refused(session, act):
    layout = layout_of(session)
    drop_last(session, act)

    with pytest.raises(EditedMeanwhile):
        edit_intervals(session, layout.spans[1:], based_on=layout.version, act=act)

    assert len(efforts_of(session)) == 2


def test_saving_without_a_change_leaves_no_trace(session, act):
    assert edit_intervals(session, layout_of(session).spans, based_on=0, act=act) is None
    assert not IntervalEdit.objects.exists()
    assert not AuditEntry.objects.exists()


def test_what_is_no_layout_changes_nothing(session, act):
    with pytest.raises(LayoutRefused):
        edit_intervals(session, [Span(0, 10), Span(5, 20)], based_on=0, act=act)

    assert len(efforts_of(session)) == 3


def test_the_trail_says_what_was_there_before_and_after(session, act):
    drop_last(session, act)
    undo_edit(session, act)

    undone, edited = AuditEntry.objects.all()
    assert (edited.act, undone.act) == ("intervals.edited", "intervals.undone")
    assert (edited.actor, edited.athlete) == (act.actor, session.athlete)
    assert len(edited.detail["before"]) == 3
    assert len(edited.detail["after"]) == 2
    assert undone.detail == {"before": edited.detail["after"], "after": edited.detail["before"]}


def test_the_stimulus_follows_an_edit_unless_a_coach_chose_it(session, act):
    assert session.stimulus == Stimulus.VO2MAX
    choose_stimulus(session, Stimulus.RACE, act)

    edit_intervals(session, [], based_on=0, act=act)
    assert session.stimulus == Stimulus.RACE

    choose_stimulus(session, None, act)
    assert session.stimulus == Stimulus.AEROBIC


def test_a_chosen_stimulus_survives_a_new_analysis(session, act):
    choose_stimulus(session, Stimulus.TEST, act)

    again = analyse_again(session)

    assert (again.stimulus, again.stimulus_is_manual) == (Stimulus.TEST, True)
    entry = AuditEntry.objects.get()
    assert entry.detail["after"] == {"stimulus": Stimulus.TEST, "is_manual": True}


def test_figures_rest_on_the_thresholds_that_the_session_used(session, act):
    Thresholds.objects.create(
        athlete=session.athlete, date=session.local_date - timedelta(days=9), critical_power_w=200
    )

    drop_last(session, act)

    assert session.intervals.first().power_fraction == pytest.approx(1.1, abs=0.01)
