"""The task worker and the web server as children; each is returned once it does its work."""

import http.client
import os
import socket
import sys
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

import redis
from celery import Celery
from django.conf import settings
from kombu.exceptions import OperationalError

from cycling_site.processes import LOOPBACK, Child, once_ready, start_child
from cycling_site.queues import QUEUES

WEB_PROCESSES = 2
WEB_THREADS = 4
START_TIMEOUT_S = 120.0  # the first import of numpy and pandas from a slow disk
PING_TIMEOUT_S = 0.5
PAGE_TIMEOUT_S = 10.0


def start_worker(
    *, schedule_path: Path, log_path: Path, environment: Mapping[str, str] | None = None
) -> Child:
    """Start a Celery worker, beat inside, on the broker that REDIS_URL names.

    Raises ChildDied or TimeoutError when it does not come up.
    """
    environment = {**os.environ, **(environment or {})}
    node = f"worker-{os.getpid()}@{socket.gethostname()}"
    command = [sys.executable, "-m", "celery", "--app", "cycling_site", "worker"]
    options = ["--beat", "--schedule", str(schedule_path), "--loglevel", settings.LOG_LEVEL]
    options += ["--queues", ",".join(QUEUES)]
    child = start_child(
        "worker",
        [*command, *options, "--hostname", node, "--without-gossip", "--without-mingle"],
        environment=environment,
        log_path=log_path,
    )
    with Celery(broker=environment["REDIS_URL"], set_as_current=False) as probe:
        return once_ready(
            child,
            lambda: pings_back(probe, node),
            timeout_s=START_TIMEOUT_S,
        )


def pings_back(probe: Celery, node: str) -> bool:
    """Tell whether the worker answers; a broker that stumbles just now is no answer yet."""
    try:
        return bool(probe.control.ping([node], timeout=PING_TIMEOUT_S))
    except (redis.RedisError, OperationalError):
        return False


def start_web(port: int, *, path: str, log_path: Path) -> Child:
    """Start gunicorn on this machine's port; it is ready when it serves the page at ``path``.

    Raises ChildDied or TimeoutError when it does not come up.
    """
    command = [sys.executable, "-m", "gunicorn", "cycling_site.wsgi"]
    options = ["--bind", f"{LOOPBACK}:{port}", "--workers", str(WEB_PROCESSES)]
    child = start_child(
        "web server",
        [*command, *options, "--threads", str(WEB_THREADS), "--no-control-socket"],
        log_path=log_path,
    )
    return once_ready(child, lambda: serves(port, path), timeout_s=START_TIMEOUT_S)


def serves(port: int, path: str) -> bool:
    """Tell whether the page comes without an error of the server."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=PAGE_TIMEOUT_S)
    try:
        connection.request("GET", path)
        return connection.getresponse().status < HTTPStatus.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
