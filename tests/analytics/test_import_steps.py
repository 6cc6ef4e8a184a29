from datetime import timedelta

import pytest
from django.utils import timezone

from analytics.audit import Act
from analytics.import_progress import rows_of
from analytics.import_steps import cancel_batch, pause_batch, resume_batch, undo_batch
from analytics.models import AuditEntry, ImportBatch, Record, Recording, Session
from analytics.models.import_batch import SILENT_AFTER
from analytics.models.recording import WAIT_BEFORE_SWEEP
from analytics.tasks import clear_batch_task
from analytics.tasks.imports import analyse_next, work_on_batch
from tests.make import import_fit, make_athlete, make_coach, make_fit
from tests.make.imports import add_zip_to, make_batch, make_rides, make_zip, work_to_the_end
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


@pytest.fixture
def act():
    return Act(make_coach(), timezone.now())


def test_a_paused_batch_is_not_worked_on_until_it_is_resumed(act):
    batch = make_batch(files=make_rides(2))

    assert pause_batch(batch, act)
    assert not work_on_batch(batch, until_s=float("inf"))
    assert not Session.objects.exists()

    assert resume_batch(batch, act)
    assert work_to_the_end(batch).state == ImportBatch.State.DONE
    assert Session.objects.count() == 2


def test_a_cancelled_batch_keeps_what_is_done_and_drops_what_waits(act):
    batch = make_batch(files=make_rides(1))
    work_to_the_end(batch)
    add_zip_to(batch, make_zip({"more.fit": make_fit([120.0] * 60)}))
    batch.refresh_from_db()

    assert cancel_batch(batch, act)
    clear_batch_task(batch_id=batch.pk)

    assert Session.objects.count() == 1
    assert [(row.standing, row.fault) for row in rows_of(batch, fault_only=True)] == [
        ("Refused", "The import was cancelled before it was unpacked.")
    ]
    assert not ImportBatch.objects.cancelled_with_rest().exists()


def test_a_ride_of_a_cancelled_batch_may_be_analysed_again(act):
    batch = make_batch(files=make_rides(2))
    analyse_next(batch)
    cancel_batch(batch, act)
    done = batch.recordings.get(state=Recording.State.DONE)
    done.wait_again(now=act.at)

    clear_batch_task(batch_id=batch.pk)

    assert batch.recordings.get() == done
    assert not ImportBatch.objects.cancelled_with_rest().exists()


@pytest.mark.parametrize("ended", ("done", "cancelled"))
def test_a_ride_of_an_ended_batch_whose_message_was_lost_is_found_by_the_sweep(act, ended):
    batch = work_to_the_end(make_batch(files=make_rides(1)))
    ImportBatch.objects.update(state=ended)
    recording = batch.recordings.get()
    recording.wait_again(now=act.at)

    left = Recording.objects.left_over(now=act.at + 2 * WAIT_BEFORE_SWEEP)

    assert list(left) == [recording]


def test_what_a_cancelled_batch_dropped_can_be_imported_again(act):
    athlete = make_athlete()
    batch = make_batch(athlete, make_rides(2))
    cancel_batch(batch, act)
    clear_batch_task(batch_id=batch.pk)
    assert not Recording.objects.exists()

    work_to_the_end(make_batch(athlete, make_rides(2)))

    assert Session.objects.count() == 2


def test_undo_removes_what_the_batch_made_and_decides_the_records_again(act):
    athlete = make_athlete()
    import_fit(athlete, make_fit([190.0] * 400))
    batch = work_to_the_end(make_batch(athlete, make_rides(3)))
    later = import_fit(
        athlete, make_fit([225.0] * 400, started_at=STARTED_AT + timedelta(days=9))
    ).sessions.get()
    stored = [recording.content for recording in batch.recordings.all()]

    assert undo_batch(batch, act)
    clear_batch_task(batch_id=batch.pk)

    batch.refresh_from_db()
    assert batch.state == ImportBatch.State.UNDONE
    assert Session.objects.filter(athlete=athlete).count() == 2
    assert not any(content.storage.exists(content.name) for content in stored)
    assert {row.standing for row in rows_of(batch, fault_only=False)} == {"Removed"}
    assert set(Record.objects.filter(session=later).values_list("previous_w", flat=True)) == {190.0}


def test_each_step_leaves_its_trace_and_a_step_that_does_not_hold_leaves_none(act):
    batch = make_batch(files=make_rides(1))

    assert not undo_batch(batch, act)
    assert not resume_batch(batch, act)
    assert not AuditEntry.objects.exists()
    pause_batch(batch, act)
    resume_batch(batch, act)
    cancel_batch(batch, act)
    undo_batch(batch, act)

    assert list(AuditEntry.objects.order_by("pk").values_list("act", flat=True)) == [
        "import.paused",
        "import.resumed",
        "import.cancelled",
        "import.undone",
    ]


def test_a_batch_that_nobody_works_on_is_found_by_the_sweep():
    batch = make_batch(files=make_rides(1))

    soon = ImportBatch.objects.silent(now=timezone.now())
    later = ImportBatch.objects.silent(now=timezone.now() + SILENT_AFTER + timedelta(seconds=1))

    assert not soon.exists()
    assert list(later) == [batch]
