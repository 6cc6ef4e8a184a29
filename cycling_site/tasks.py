"""What the site itself has its workers do."""

from celery import shared_task
from django.utils import timezone

from cycling_site.heartbeat import keep_heartbeat


@shared_task
def beat_heart() -> None:
    keep_heartbeat(timezone.now())
