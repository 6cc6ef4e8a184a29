import logging

from celery import shared_task
from django.utils import timezone

from analytics.enqueueing import enqueue_on_commit
from analytics.models import Athlete
from analytics.record_book import decide_due_records
from analytics.tasks.athlete_states import ask_for_state

logger = logging.getLogger(__name__)


@shared_task
def decide_records_task(*, athlete_id: int) -> None:
    """Decide what is due of one athlete's records; safe to deliver at any time, any number."""
    if not Athlete.objects.claim_records(athlete_id, now=timezone.now()):
        logger.info("Records of athlete %s are decided, or being decided elsewhere", athlete_id)
        return
    decide_due_records(athlete_id, now=timezone.now())
    ask_for_state(athlete_id)


@shared_task
def sweep_records() -> None:
    """Ask again for what a lost message or a dead worker left due."""
    for athlete_id in Athlete.objects.records_due(now=timezone.now()).values_list("pk", flat=True):
        decide_records_task.delay(athlete_id=athlete_id)


def ask_for_records(athlete_id: int) -> None:
    """Ask for an athlete's due records after a change."""
    enqueue_on_commit(decide_records_task, athlete_id=athlete_id)
