import logging
import time
from collections.abc import Iterator

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from analytics.enqueueing import enqueue_on_commit
from analytics.import_steps import clear_cancelled, remove_what_it_made
from analytics.importing import finish_batch, unpack_members
from analytics.models import ImportBatch, ImportFile, Recording
from analytics.tasks.athlete_states import ask_for_state
from analytics.tasks.recordings import analyse_claimed
from analytics.tasks.records import decide_records_task

logger = logging.getLogger(__name__)

LANE_S = 5.0  # then another message gets its turn, such as a single upload
LOOK_UP_S = 1.0  # how soon a worker sees that a batch was paused


def start_lanes(batch: ImportBatch) -> None:
    """Send as many messages as there are processes; each works on the batch until it is done."""
    for _ in range(settings.CELERY_WORKER_CONCURRENCY):
        enqueue_on_commit(work_on_batch_task, batch_id=batch.pk)


@shared_task
def work_on_batch_task(*, batch_id: int) -> None:
    """Work on one import for a few seconds; safe to deliver at any time and any number of times."""
    batch = ImportBatch.objects.select_related("athlete").filter(pk=batch_id).first()
    if batch is None:
        logger.info("Import %s is gone", batch_id)
    elif work_on_batch(batch, until_s=time.monotonic() + LANE_S):
        enqueue_on_commit(work_on_batch_task, batch_id=batch_id)


def work_on_batch(batch: ImportBatch, *, until_s: float) -> bool:
    """Unpack and analyse until the time is up; True where more may be left to do."""
    looked_s = -LOOK_UP_S
    while time.monotonic() < until_s:
        if time.monotonic() - looked_s >= LOOK_UP_S:
            if not batch.be_seen(now=timezone.now()):
                return False
            looked_s = time.monotonic()
        if not unpack_some(batch, until_s=looked_s + LOOK_UP_S) and not analyse_next(batch):
            if finish_batch(batch, now=timezone.now()):
                decide_records_task(athlete_id=batch.athlete_id)
                ask_for_state(batch.athlete_id)
            return False
    return True


def unpack_some(batch: ImportBatch, *, until_s: float) -> bool:
    """Unpack members of one waiting archive; False where none waits."""
    archive = ImportFile.objects.claim_archive(batch, now=timezone.now())
    if archive is None:
        return False
    members = unpack_members(archive, limit_bytes=settings.MAX_RECORDING_BYTES, now=timezone.now())
    _exhaust(members, until_s=until_s)
    archive.release()
    return True


def analyse_next(batch: ImportBatch) -> bool:
    """Analyse the next recording of a batch; False where none is free."""
    recording = Recording.objects.claim_next(batch, now=timezone.now())
    if recording is None:
        Recording.objects.filter(batch=batch).fail_exhausted(now=timezone.now())
        return False
    analyse_claimed(recording, decide_records=False)
    return True


@shared_task
def clear_batch_task(*, batch_id: int) -> None:
    """Remove what a cancelled or undone import leaves behind, a few seconds at a time."""
    batch = ImportBatch.objects.select_related("athlete").filter(pk=batch_id).first()
    if batch is None:
        return
    now = timezone.now()
    if batch.state == ImportBatch.State.UNDOING:
        steps = remove_what_it_made(batch, now=now)
        ImportBatch.objects.filter(pk=batch_id).update(seen_at=now)
    elif batch.state == ImportBatch.State.CANCELLED:
        steps = clear_cancelled(batch)
    else:
        return
    if not _exhaust(steps, until_s=time.monotonic() + LANE_S):
        enqueue_on_commit(clear_batch_task, batch_id=batch_id)
        return
    decide_records_task(athlete_id=batch.athlete_id)
    ask_for_state(batch.athlete_id)


@shared_task
def sweep_imports() -> None:
    """Take up again what a dead worker, a lost message or a stopped command left unfinished."""
    for batch in ImportBatch.objects.silent(now=timezone.now()):
        if batch.state == ImportBatch.State.RUNNING:
            start_lanes(batch)
        else:
            enqueue_on_commit(clear_batch_task, batch_id=batch.pk)
    left_behind = ImportBatch.objects.cancelled_with_rest()
    for batch_id in left_behind.values_list("pk", flat=True):
        enqueue_on_commit(clear_batch_task, batch_id=batch_id)


def _exhaust(steps: Iterator[object], *, until_s: float) -> bool:
    """Take steps until the time is up; True where the last one has been taken."""
    return all(time.monotonic() < until_s for _ in steps)
