import logging
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from analytics.enqueueing import enqueue_on_commit
from summaries.batching import finish_if_done
from summaries.models import Parcel, ProviderStanding, Summary, TextBatch
from summaries.tasks.attempt import attempt, provider_wanted
from summaries.tasks.parcels import send_what_can_wait
from summaries.tasks.writing import catch_up

logger = logging.getLogger(__name__)

SLICE_S = 4.0  # then the worker takes what a person waits for first
LONGEST_WAIT_S = 20.0
SHORTEST_WAIT_S = 0.05
WAITED_HERE_S = 0.5  # by way of the broker so short a wait takes twice as long


@shared_task
def work_on_text_batch_task(*, batch_id: int) -> None:
    """Write texts of a batch for a slice of time, then queue up behind whatever came meanwhile."""
    batch = TextBatch.objects.filter(pk=batch_id).first()
    if batch is None:
        logger.info("Text batch %s is gone", batch_id)
        return
    until_s = time.monotonic() + SLICE_S
    wait_s: float | None = 0.0
    while wait_s is not None and wait_s <= WAITED_HERE_S and time.monotonic() < until_s:
        time.sleep(wait_s)
        wait_s = write_next(batch)
    if wait_s is not None:
        work_on_text_batch_task.apply_async(kwargs={"batch_id": batch_id}, countdown=wait_s)


def write_next(batch: TextBatch) -> float | None:
    """Write one text of a batch; seconds to wait for the next, or None at its end."""
    now = timezone.now()
    if not batch.be_seen(now=now):
        return None
    Summary.objects.filter(batch=batch).fail_exhausted(now=now)
    offered = Summary.objects.next_of(batch, now=now)
    if not offered:
        return _wait_at_the_end(batch, now=now)
    if batch.pace == TextBatch.Pace.WITHIN_A_DAY and send_what_can_wait(batch, offered):
        return 0.0
    return _write_one_of(offered, now=now)


def _write_one_of(offered: list[Summary], *, now: datetime) -> float:
    """Claim and write the first one whose provider has a turn free; else seconds to wait."""
    waits_s: dict[str, float] = {}
    for row in offered:
        provider = provider_wanted(row)
        if provider not in waits_s:
            waits_s[provider] = _wait_for_turn(provider)
        if waits_s[provider]:
            continue
        summary = Summary.objects.claim(row.pk, now=now)
        if summary is not None:
            if attempt(summary, has_first_turn=True) is None:
                catch_up(summary)
            return 0.0
    return min(waits_s.values())


def _wait_at_the_end(batch: TextBatch, *, now: datetime) -> float | None:
    """Finish a batch that is done; one that a vendor has is looked after by the parcels' sweep."""
    if finish_if_done(batch, now=now) or batch.parcels.filter(state=Parcel.State.AWAY).exists():
        return None
    return LONGEST_WAIT_S / 4


def write_until_done(batch: TextBatch) -> Iterator[int]:
    """Write a whole batch in this process; yields how many are done after each."""
    under_way = (Summary.State.WAITING, Summary.State.WRITING)
    while (wait_s := write_next(batch)) is not None:
        time.sleep(wait_s)
        yield batch.total - batch.summaries.filter(state__in=under_way).count()


def _wait_for_turn(provider: str) -> float:
    """Take a turn that is free now, or say how long to wait for one [s]."""
    per_minute = settings.PROVIDER_RATES.get(provider)
    if per_minute is None:
        return 0.0
    now = timezone.now()
    turn_at = ProviderStanding.objects.take_turn(
        provider, per_minute=per_minute, may_wait=False, now=now
    )
    if turn_at is not None:
        return 0.0
    wait = ProviderStanding.objects.of(provider, now=now).next_free_at - now
    return min(max(wait / timedelta(seconds=1), SHORTEST_WAIT_S), LONGEST_WAIT_S)


@shared_task
def sweep_text_batches() -> None:
    """Take up again the batches that nobody works on any more."""
    for batch in TextBatch.objects.silent(now=timezone.now()):
        start_lanes(batch)


def start_lanes(batch: TextBatch) -> None:
    """Send as many messages as a machine has worker processes; each goes on by itself."""
    for _ in range(settings.CELERY_WORKER_CONCURRENCY):
        enqueue_on_commit(work_on_text_batch_task, batch_id=batch.pk)
