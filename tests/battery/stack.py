"""The parts of an installation, each of which may be killed and started again where it was."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import redis

from cycling_site.embedded_broker import start_broker
from cycling_site.private_mariadb import prepare_mariadb, start_mariadb, url_of
from cycling_site.processes import Child, stop_child
from cycling_site.worker_and_web import start_worker


@dataclass
class Stack:
    """Broker, worker and perhaps MariaDB in one folder, with the environment that binds them."""

    folder: Path
    environment: dict[str, str]
    on_mariadb: bool
    broker_url: str = ""
    ended: int = 0  # workers that went by themselves
    children: dict[str, Child] = field(default_factory=dict)

    def start_database(self) -> None:
        if self.on_mariadb:
            self.children["database"] = start_mariadb(self.folder, flush_at_commit=1)

    def start_broker(self) -> None:
        broker = start_broker(
            self.folder / "broker",
            log_path=self.folder / "broker.log",
            earlier_url=self.broker_url,
        )
        self.broker_url = self.environment["REDIS_URL"] = broker.url
        self.children["broker"] = broker.child

    def start_worker(self) -> None:
        self.children["worker"] = start_worker(
            schedule_path=self.folder / "beat-schedule",
            log_path=self.folder / "worker.log",
            environment=self.environment,
        )

    def keep_worker(self) -> None:
        """Start a worker that ended by itself, as `Restart=always` of its unit does.

        Celery gives up where the broker goes at a bad moment of its coming back.
        """
        child = self.children["worker"]
        if not child.is_running:
            stop_child(child)
            self.ended += 1
            self.start_worker()

    # What may happen; each ends with the part at work again.

    def kill_worker_group(self) -> None:
        self._end("worker", signal.SIGKILL)
        self.start_worker()

    def kill_worker_main(self) -> None:
        """Kill the main process alone; what it leaves behind ends when its pipes close."""
        child = self.children["worker"]
        os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait()
        time.sleep(1)
        stop_child(child)
        self.start_worker()

    def kill_a_pool_child(self) -> None:
        children = sorted(children_of(self.children["worker"].process.pid))
        if children:
            os.kill(children[-1], signal.SIGKILL)

    def stop_worker(self) -> None:
        stop_child(self.children["worker"])
        self.start_worker()

    def freeze_worker(self) -> None:
        group = self.children["worker"].process.pid
        os.killpg(group, signal.SIGSTOP)
        time.sleep(4)
        os.killpg(group, signal.SIGCONT)

    def kill_broker(self) -> None:
        self._end("broker", signal.SIGKILL)
        time.sleep(0.5)
        self.start_broker()

    def flush_broker(self) -> None:
        with redis.Redis.from_url(self.broker_url) as client:
            client.flushall()

    def kill_database(self) -> None:
        if self.on_mariadb:
            self._end("database", signal.SIGKILL)
            time.sleep(0.5)
            self.start_database()

    def _end(self, name: str, number: signal.Signals) -> None:
        child = self.children[name]
        os.killpg(child.process.pid, number)
        child.process.wait()


def children_of(parent: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            found.append(int(entry.parent.name))
    return found


@contextmanager
def running_stack(
    folder: Path, *, on_mariadb: bool, environment: dict[str, str]
) -> Iterator[Stack]:
    """Start the database and the broker; the worker is the caller's, once the tables are there."""
    url = f"sqlite:///{folder / 'db.sqlite3'}"
    if on_mariadb:
        prepare_mariadb(folder)
        url = url_of(folder)
    stack = Stack(
        folder,
        {**environment, "VAR_DIR": str(folder / "var"), "DATABASE_URL": url},
        on_mariadb=on_mariadb,
    )
    try:
        stack.start_database()
        stack.start_broker()
        yield stack
    finally:
        for child in reversed(stack.children.values()):
            stop_child(child)
