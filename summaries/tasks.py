import logging
from datetime import timedelta
from typing import Any

from celery import Task, shared_task
from django.conf import settings
from django.utils import timezone

from analytics.enqueueing import enqueue_on_commit, is_queue_empty
from analytics.models import Session
from summaries.measuring import MeasuredProvider
from summaries.models import Summary
from summaries.providers.configured import configured_provider
from summaries.providers.interface import ProviderError, ProviderUnavailable
from summaries.writing import write_summary

logger = logging.getLogger(__name__)

FIRST_RETRY_S = 5


@shared_task(bind=True, max_retries=None)  # the row counts the attempts, not the message
def write_summary_task(self: "Task[Any, Any]", *, summary_id: int) -> None:
    """Claim one summary and write it; safe to deliver twice."""
    summary = Summary.objects.claim(summary_id, now=timezone.now())
    if summary is None:
        logger.info("Summary %s is gone, done or being written elsewhere", summary_id)
        return
    try:
        write_summary(
            summary,
            provider=MeasuredProvider(configured_provider()),
            voice=settings.SUMMARY_VOICE,
            now=timezone.now(),
        )
        catch_up(summary)
    except ProviderUnavailable as error:
        if summary.is_last_attempt:
            summary.fail(f"{error} Gave up after {summary.attempt} attempts.", now=timezone.now())
            return
        pause_s = _pause_s(summary.attempt, error)
        summary.release(due_at=timezone.now() + timedelta(seconds=pause_s))
        raise self.retry(exc=error, countdown=pause_s) from error
    except ProviderError as error:
        summary.fail(str(error), now=timezone.now())
    except Exception:  # whatever goes wrong, the row must not stay "being written"
        logger.exception("Writing of summary %s failed", summary_id)
        summary.fail("The text could not be written; ask for it again.", now=timezone.now())


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


def _pause_s(attempt: int, error: ProviderUnavailable) -> float:
    if error.retry_after_s is not None:
        return error.retry_after_s
    return float(FIRST_RETRY_S * 2 ** (attempt - 1))
