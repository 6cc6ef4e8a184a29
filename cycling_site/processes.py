"""Child processes of the run command: each in a group of its own, each with a log, all stopped."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import NoReturn

LOOPBACK = "127.0.0.1"
STOP_PATIENCE_S = 15.0  # a worker that is asked to stop finishes the task in its hands
LOG_TAIL_LINES = 15
POLL_S = 0.1
PR_SET_PDEATHSIG = 1  # Linux: choose the signal that a child gets when its parent dies


class ChildDied(Exception):
    """A process that the product cannot do without has ended by itself."""


@dataclass(frozen=True, slots=True)
class Child:
    """One running process and where it writes."""

    name: str
    process: subprocess.Popen[bytes]
    log_path: Path | None

    @property
    def is_running(self) -> bool:
        return self.process.poll() is None

    def obituary(self) -> str:
        """Say that it ended, and repeat the last lines of its log."""
        sentence = f"The {self.name} ended by itself (exit code {self.process.returncode})."
        if self.log_path is None:
            return sentence
        tail = self.log_path.read_text(errors="replace").splitlines()[-LOG_TAIL_LINES:]
        return "\n".join([sentence, f"The end of {self.log_path}:", *tail])


def start_child(
    name: str,
    command: Sequence[str],
    *,
    log_path: Path | None,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
    stdin_text: str = "",
    keep_open: Collection[int] = (),
) -> Child:
    """Start a process in a group of its own; without a log path it writes to the terminal.

    Its environment is ours plus ``environment``. ``stdin_text`` is all that it can read: a secret
    given there does not show in the list of processes. ``keep_open`` names file descriptors that
    it inherits, such as a lock that must outlive us.
    """
    with ExitStack() as files:
        log = None
        if log_path is not None:
            log_path.parent.mkdir(parents=True, exist_ok=True)
            log = files.enter_context(log_path.open("ab"))
        stdin = files.enter_context(tempfile.TemporaryFile())
        stdin.write(stdin_text.encode())
        stdin.seek(0)
        process = subprocess.Popen(  # noqa: S603 - commands are our own lists; no shell reads them
            command,
            env={**os.environ, **(environment or {})},
            cwd=folder,
            stdin=stdin,
            stdout=log,
            stderr=log,
            start_new_session=True,
            pass_fds=keep_open,
            preexec_fn=_die_with_parent,
        )
    return Child(name, process, log_path)


def _die_with_parent() -> None:
    """Ask Linux to end this process should we be killed and unable to do it ourselves."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def require_running(children: Iterable[Child]) -> None:
    """Raise ChildDied for the first child that has ended."""
    for child in children:
        if not child.is_running:
            raise ChildDied(child.obituary())


def once_ready(child: Child, is_ready: Callable[[], bool], *, timeout_s: float) -> Child:
    """Return the child when it does its work; stop it when it does not, or we are interrupted.

    Raises
    ------
    ChildDied
        If it ends instead.
    TimeoutError
        If it does neither in time.
    """
    try:
        end_s = time.monotonic() + timeout_s
        while not is_ready():
            require_running([child])
            if time.monotonic() > end_s:
                raise TimeoutError(f"The {child.name} does not answer; see {child.log_path}.")
            time.sleep(POLL_S)
    except BaseException:  # Ctrl-C, too: nobody else knows of this process yet
        stop_child(child)
        raise
    return child


def stop_children(children: Sequence[Child], *, patience_s: float = STOP_PATIENCE_S) -> None:
    """End them all, the last started first."""
    for child in reversed(children):
        stop_child(child, patience_s=patience_s)


def stop_child(child: Child, *, patience_s: float = STOP_PATIENCE_S) -> None:
    """Ask it to end, wait, then end by force whatever is left of its group."""
    child.process.terminate()
    with suppress(subprocess.TimeoutExpired):
        child.process.wait(patience_s)
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, signal.SIGKILL)
    child.process.wait()


@contextmanager
def signals_interrupt() -> Iterator[None]:
    """Make Ctrl-C, SIGTERM and a closed terminal end us the same way, and only once.

    Installed by hand, as a shell starts background jobs with SIGINT ignored.
    """
    signals = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

    def interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        raise KeyboardInterrupt

    earlier = {number: signal.signal(number, interrupt) for number in signals}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)


def free_port() -> int:
    """Return a port of this machine on which nobody listens now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def why_port_is_refused(port: int) -> str | None:
    """Return the system's reason why we cannot listen there, or None when we can."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            return error.strerror
    return None
