import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cycling_site.processes import (
    ChildDied,
    free_port,
    once_ready,
    require_running,
    start_child,
    stop_child,
    why_port_is_refused,
)

IGNORES_SIGTERM = """
import signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
print("ready", flush=True)
time.sleep(60)
"""
HAS_A_CHILD = """
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"]).pid, flush=True)
time.sleep(60)
"""


def start_python(code: str, log_path: Path, **options):
    return start_child("helper", [sys.executable, "-c", code], log_path=log_path, **options)


def wait_for_text(path: Path) -> str:
    end_s = time.monotonic() + 10
    while time.monotonic() < end_s:
        if path.exists() and (text := path.read_text()).endswith("\n"):
            return text
        time.sleep(0.02)
    raise AssertionError(f"nothing was written to {path}")


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def is_gone_soon(pid: int) -> bool:
    end_s = time.monotonic() + 5
    while is_alive(pid) and time.monotonic() < end_s:
        time.sleep(0.02)
    return not is_alive(pid)


def test_child_reads_only_what_it_is_given(tmp_path):
    log = tmp_path / "log"
    child = start_python("import sys; print(sys.stdin.read())", log, stdin_text="secret")

    child.process.wait(10)

    assert log.read_text() == "secret\n"


def test_stop_ends_what_the_child_started_too(tmp_path):
    child = start_python(HAS_A_CHILD, tmp_path / "log")
    grandchild = int(wait_for_text(tmp_path / "log"))

    stop_child(child)

    assert not child.is_running
    assert is_gone_soon(grandchild)


def test_stop_kills_what_does_not_listen(tmp_path):
    child = start_python(IGNORES_SIGTERM, tmp_path / "log")
    wait_for_text(tmp_path / "log")

    stop_child(child, patience_s=0.1)

    assert child.process.returncode == -signal.SIGKILL


def test_stop_of_a_child_that_has_ended_is_fine(tmp_path):
    child = start_python("", tmp_path / "log")
    child.process.wait(10)

    stop_child(child)

    assert child.process.returncode == 0


def test_child_ends_with_a_parent_that_was_killed(tmp_path):
    log = tmp_path / "log"
    parent = subprocess.Popen(  # noqa: S603 - our own list, read by no shell
        [
            sys.executable,
            "-c",
            "import pathlib, sys, time\n"
            "from cycling_site.processes import start_child\n"
            f"command = [sys.executable, '-c', {HAS_A_CHILD!r}]\n"
            f"child = start_child('helper', command, log_path=pathlib.Path({str(log)!r}))\n"
            "print(child.process.pid, flush=True)\n"
            "time.sleep(60)",
        ],
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    with parent:
        child_pid = int(parent.stdout.readline())
        grandchild_pid = int(wait_for_text(log))
        parent.kill()

    assert is_gone_soon(child_pid)
    os.kill(grandchild_pid, signal.SIGKILL)


def test_dead_child_is_named_with_the_end_of_its_log(tmp_path):
    child = start_python(
        "print('line\\n' * 100, flush=True); raise SystemExit('out of cake')", tmp_path / "log"
    )
    child.process.wait(10)

    with pytest.raises(ChildDied, match=r"helper ended by itself \(exit code 1\)") as caught:
        require_running([child])

    assert "out of cake" in str(caught.value)
    assert str(caught.value).count("line") < 20


def test_child_that_never_answers_is_stopped(tmp_path):
    child = start_python("import time; time.sleep(60)", tmp_path / "log")

    with pytest.raises(TimeoutError, match="helper does not answer"):
        once_ready(child, lambda: False, timeout_s=0.2)

    assert not child.is_running


def test_interrupted_start_leaves_no_child(tmp_path):
    child = start_python("import time; time.sleep(60)", tmp_path / "log")

    def interrupted() -> bool:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        once_ready(child, interrupted, timeout_s=5)

    assert not child.is_running


def test_port_is_refused_only_while_somebody_listens():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        assert why_port_is_refused(port) == "Address already in use"

    assert why_port_is_refused(port) is None


def test_free_port_is_not_refused():
    assert why_port_is_refused(free_port()) is None
