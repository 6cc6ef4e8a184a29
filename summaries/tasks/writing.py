import logging
from typing import Any

from celery import Task, shared_task
from django.utils import timezone

from analytics.enqueueing import enqueue_on_commit, is_queue_empty
from analytics.models import Session
from summaries.models import Summary
from summaries.tasks.attempt import attempt

logger = logging.getLogger(__name__)


@shared_task(bind=True, max_retries=None)  # the row counts the attempts, not the message
def write_summary_task(self: "Task[Any, Any]", *, summary_id: int) -> None:
    """Claim one summary and write it; safe to deliver twice."""
    summary = Summary.objects.claim(summary_id, now=timezone.now())
    if summary is None:
        logger.info("Summary %s is gone, done or being written elsewhere", summary_id)
        return
    pause_s = attempt(summary)
    if pause_s is not None:
        raise self.retry(countdown=pause_s)
    catch_up(summary)


@shared_task
def sweep_summaries() -> None:
    """Enqueue again what waits without a message or was left by a dead worker."""
    now = timezone.now()
    Summary.objects.fail_exhausted(now=now)
    left_over = Summary.objects.left_over(
        now=now, queue_is_empty=is_queue_empty(write_summary_task)
    )
    for summary_id in left_over.values_list("pk", flat=True):
        write_summary_task.delay(summary_id=summary_id)


def catch_up(summary: Summary) -> None:
    """Ask for the next version where the session was analysed again meanwhile."""
    session = Session.objects.filter(pk=summary.session_id).first()
    if session is not None and session.analysed_at != summary.session.analysed_at:
        following, _is_new = Summary.objects.request(session, now=timezone.now())
        enqueue_on_commit(write_summary_task, summary_id=following.pk)
