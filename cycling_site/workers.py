"""Which workers answer now."""

from celery import current_app
from django.conf import settings
from kombu.exceptions import OperationalError

from cycling_site.embedded_broker import answers

PATIENCE_S = 0.5


def workers_alive() -> list[str]:
    """Ask all workers for a sign, over the broker; give the names of those that answer."""
    if not answers(settings.CELERY_BROKER_URL):
        return []
    try:
        replies = current_app.control.ping(timeout=PATIENCE_S) or []
    except (OSError, OperationalError):
        return []
    return sorted(name for reply in replies for name in reply)
