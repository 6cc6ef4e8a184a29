import logging

from celery import shared_task
from django.utils import timezone

from summaries.staleness import hold_against_facts, texts_behind

logger = logging.getLogger(__name__)

MOST_A_SWEEP = 200


@shared_task
def sweep_stale_texts() -> None:
    """Hold the texts of changed sessions against their facts; what is left waits a minute."""
    behind = texts_behind().select_related("session__athlete")
    for summary in behind.order_by("-session__changed_at")[:MOST_A_SWEEP]:
        if hold_against_facts(summary, now=timezone.now()):
            logger.info("Summary %s is out of date", summary.pk)
