"""Which workers live: each says so every few seconds, on the broker's own server.

Asking them all and waiting for their answers would hold up a page; reading what they said does not.
"""

import time
from contextlib import suppress
from typing import Any

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

KEY = "directeur:workers"
SAID_EVERY_S = 10.0
SILENT_AFTER_S = 35.0  # three signs missed
FORGOTTEN_AFTER_S = 3600.0
ONCE = Retry(NoBackoff(), 0)


class SignsOfLife:
    """Says of one worker that it lives, and takes it off the list when it ends.

    One that is killed falls silent. A broker that is away is another's matter.
    """

    def __init__(self) -> None:
        self._said_s = -SAID_EVERY_S

    def beat(self, sender: Any, **_: Any) -> None:
        """Take a beat of Celery's heart, which comes every two seconds."""
        now_s = time.monotonic()
        if now_s - self._said_s >= SAID_EVERY_S:
            self._said_s = now_s
            with suppress(redis.RedisError):
                eventer = sender.eventer
                say_alive(eventer.app.conf.broker_url, eventer.hostname, now_s=time.time())

    def stop(self, sender: Any, **_: Any) -> None:
        with suppress(redis.RedisError), server(sender.app.conf.broker_url) as client:
            client.zrem(KEY, sender.hostname)


def server(url: str) -> redis.Redis:
    return redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1, retry=ONCE)


def say_alive(url: str, name: str, *, now_s: float) -> None:
    with server(url) as client:
        client.zadd(KEY, {name: now_s})
        client.zremrangebyscore(KEY, 0, now_s - FORGOTTEN_AFTER_S)


def workers_alive(url: str, *, now_s: float) -> list[str]:
    """Name the workers that gave a sign lately; nobody where the broker is away."""
    try:
        with server(url) as client:
            said = client.zrangebyscore(KEY, now_s - SILENT_AFTER_S, "+inf")
    except redis.RedisError:
        return []
    return sorted(name.decode() for name in said)
