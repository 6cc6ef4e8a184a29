import logging

from celery import shared_task
from django.core.files.storage import default_storage
from django.utils import timezone

from analytics.stored_files import find_orphans

logger = logging.getLogger(__name__)


@shared_task
def remove_orphans_task() -> None:
    """Delete stored files that no row names; safe to run at any time."""
    for name in find_orphans(default_storage, now=timezone.now()):
        default_storage.delete(name)
        logger.info("Removed the stored file %s, which no row names", name)
