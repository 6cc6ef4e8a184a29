"""A Redis of the tests' own: a free port, nothing kept, ended with them."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cycling_site.embedded_broker import answers
from cycling_site.processes import LOOPBACK, free_port, once_ready, start_child, stop_child

PROGRAM = "redis-server"
START_TIMEOUT_S = 20.0


def what_is_missing() -> list[str]:
    return [PROGRAM] if shutil.which(PROGRAM) is None else []


@contextmanager
def running_redis(folder: Path) -> Iterator[str]:
    """Yield the REDIS_URL of a server that lives as long as the block."""
    port = free_port()
    url = f"redis://{LOOPBACK}:{port}/0"
    child = start_child(
        "Redis",
        [PROGRAM, "--bind", LOOPBACK, "--port", str(port), "--save", "", "--appendonly", "no"],
        folder=folder,
        log_path=folder / "redis.log",
    )
    once_ready(child, lambda: answers(url), timeout_s=START_TIMEOUT_S)
    try:
        yield url
    finally:
        stop_child(child)
