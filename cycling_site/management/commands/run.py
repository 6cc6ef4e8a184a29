"""Run the whole product with one command: broker, worker and web server as our children."""

import fcntl
import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from django.urls import reverse

from analytics.demo.logins import DEMO_LOGINS
from cycling_site.embedded_broker import BrokerMissing, start_broker
from cycling_site.processes import (
    LOOPBACK,
    POLL_S,
    Child,
    ChildDied,
    require_running,
    signals_interrupt,
    start_child,
    stop_children,
    why_port_is_refused,
)
from cycling_site.secret import keep_demo_secret, require_secret
from cycling_site.worker_and_web import start_web, start_worker

LOCK_TIMEOUT_S = 3.0  # a broker that lost its parent needs a moment to end


class Command(BaseCommand):
    help = "Start the web server, the worker and, unless REDIS_URL is set, the broker."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, help="of the web server; else PORT, else 8000")
        parser.add_argument("--demo", action="store_true", help="load the demo team first")

    def handle(self, *, port: int | None, demo: bool, **_options: object) -> None:
        port = settings.PORT if port is None else port
        if reason := why_port_is_refused(port):
            raise CommandError(
                f"Port {port} cannot be used ({reason}). "
                "Choose another with --port or with the environment variable PORT."
            )
        if not demo:
            require_secret()
        try:
            with (
                signals_interrupt(),
                _folder_locked(settings.VAR_DIR) as lock,
                self._stopping_at_the_end() as children,
            ):
                self._start(children, lock=lock, port=port, demo=demo)
                self._watch(children)
        except KeyboardInterrupt:
            self._say("Stopped.")
        except (BrokerMissing, ChildDied, TimeoutError) as error:
            raise CommandError(str(error)) from error

    @contextmanager
    def _stopping_at_the_end(self) -> Iterator[list[Child]]:
        children: list[Child] = []
        try:
            yield children
        finally:
            self._say("\nStopping ...")
            stop_children(children)

    def _start(self, children: list[Child], *, lock: int, port: int, demo: bool) -> None:
        """Start one after the other; ``children`` holds what runs, however far we get."""
        for counted_before in settings.METRICS_DIR.glob("*.db"):
            counted_before.unlink()
        if demo:
            os.environ.setdefault("SECRET_KEY", keep_demo_secret(settings.VAR_DIR))
        if "REDIS_URL" not in os.environ:
            self._start_broker(children, lock)
        call_command("migrate", verbosity=0, interactive=False)
        connections.close_all()
        self._say("The database is ready.")
        schedule_path = settings.VAR_DIR / "beat-schedule"
        children.append(start_worker(schedule_path=schedule_path, log_path=_log_path("worker")))
        self._say("The worker is ready.")
        if demo:
            self._load_demo(children)
        children.append(start_web(port, path=reverse("sign-in"), log_path=_log_path("web")))
        self._say_where(port, demo=demo)

    def _start_broker(self, children: list[Child], lock: int) -> None:
        broker = start_broker(
            settings.VAR_DIR / "broker", log_path=_log_path("broker"), keep_open=[lock]
        )
        children.append(broker.child)
        os.environ["REDIS_URL"] = broker.url  # for every process that we start from here on
        self._say("The embedded broker is ready.")

    def _load_demo(self, children: list[Child]) -> None:
        """Load in a process of its own, which writes to the terminal; the worker is at it too."""
        loader = start_child("demo", [sys.executable, sys.argv[0], "load_demo"], log_path=None)
        others = tuple(children)
        children.append(loader)
        while loader.is_running:
            require_running(others)
            time.sleep(POLL_S)
        children.remove(loader)
        if loader.process.returncode != 0:
            raise ChildDied(loader.obituary())

    def _watch(self, children: list[Child]) -> NoReturn:
        while True:
            require_running(children)
            time.sleep(POLL_S)

    def _say_where(self, port: int, *, demo: bool) -> None:
        self._say(f"\nOpen http://{LOOPBACK}:{port}/  (Ctrl-C stops everything)")
        if demo:
            self._say("Sign in as:")
            for role, username, password in DEMO_LOGINS:
                self._say(f"  {role:<28} {username:<12} {password}")
        self._say(f"Logs: {_log_path('web').parent}")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _log_path(name: str) -> Path:
    path: Path = settings.VAR_DIR / "log" / f"{name}.log"
    return path


@contextmanager
def _folder_locked(folder: Path) -> Iterator[int]:
    """Let one run use the folder at a time: two brokers would write over one queue."""
    with (folder / "run.lock").open("w") as lock:
        end_s = time.monotonic() + LOCK_TIMEOUT_S
        while not _is_locked_by_us(lock.fileno()):
            if time.monotonic() > end_s:
                raise CommandError(
                    f"The product runs already on {folder}. Stop it, or set VAR_DIR to another."
                )
            time.sleep(POLL_S)
        yield lock.fileno()


def _is_locked_by_us(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
