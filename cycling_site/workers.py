"""Which workers answer now."""

from celery import Celery
from kombu.exceptions import OperationalError

from cycling_site.embedded_broker import answers

PATIENCE_S = 0.5


def workers_alive(app: Celery) -> list[str]:
    """Ask all workers for a sign, over the broker; give the names of those that answer."""
    if not answers(app.conf.broker_url):
        return []
    try:
        with app.connection_for_read() as connection:
            replies = app.control.ping(timeout=PATIENCE_S, connection=connection) or []
    except (OSError, OperationalError):
        return []
    return sorted(name for reply in replies for name in reply)
