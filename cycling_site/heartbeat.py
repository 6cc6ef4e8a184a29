"""The workers' sign of life: a task that beat sends and a worker's process carries out."""

from datetime import UTC, datetime

from django.core.cache import cache

KEY = "worker-heartbeat"
KEPT_S = 3600


def keep_heartbeat(now: datetime) -> None:
    cache.set(KEY, now.timestamp(), KEPT_S)


def last_heartbeat() -> datetime | None:
    """Give the moment at which a worker last did anything, in UTC."""
    at_s = cache.get(KEY)
    return None if at_s is None else datetime.fromtimestamp(at_s, tz=UTC)
