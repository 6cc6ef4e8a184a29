import logging

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from analytics.models import SourceSync
from analytics.source_database.reading import open_source
from analytics.source_database.sync import SyncPlan, SyncStopped, run_sync
from analytics.tasks.records import ask_for_records

logger = logging.getLogger(__name__)


@shared_task
def sync_source_task(*, started_by_id: int | None = None) -> None:
    """Follow the source database, unless a sync is alive already; safe to deliver twice."""
    sync = SourceSync.objects.begin(now=timezone.now(), started_by_id=started_by_id)
    if sync is None:
        logger.info("A sync of the source is under way")
        return
    plan = SyncPlan(clock=timezone.now, time_zone=settings.SOURCE_TIME_ZONE)
    try:
        tally = run_sync(sync, open_source, plan)
        for athlete_id in sorted(tally.athletes):
            ask_for_records(athlete_id)
    except SyncStopped as reason:
        logger.warning("The sync of the source ended early: %s", reason)
