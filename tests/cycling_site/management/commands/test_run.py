import fcntl
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from cycling_site.processes import free_port

MANAGE = Path(__file__).parents[4] / "manage.py"
PATIENCE_S = 60


@contextmanager
def running(folder: Path, *arguments: str, **environment: str) -> Iterator[subprocess.Popen[str]]:
    """Run the command on a folder of its own; end whatever of it is left."""
    inherited = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    process = subprocess.Popen(  # noqa: S603 - our own list, read by no shell
        [sys.executable, str(MANAGE), "run", *arguments],
        env={**inherited, "VAR_DIR": str(folder), **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process
    finally:
        for pid in (process.pid, *processes_on(folder)):
            with_signal(pid, signal.SIGKILL)
        process.communicate()


def with_signal(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def read_until(process: subprocess.Popen[str], text: str) -> str:
    """Return what it has said once it has said the text; fail when it ends before."""
    said = ""
    for line in process.stdout or ():
        said += line
        if text in line:
            return said
    raise AssertionError(f"it ended without saying {text!r}:\n{said}")


def processes_on(folder: Path) -> dict[int, str]:
    """Map the number of each process that works for the folder to its command line."""
    found = {}
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            if works_for(folder, entry):
                found[int(entry.name)] = (entry / "cmdline").read_text().replace("\0", " ")
        except OSError:  # it ended meanwhile, or belongs to somebody else
            continue
    return found


def works_for(folder: Path, entry: Path) -> bool:
    """Decide by its environment, which the broker overwrites, or by where it works."""
    variables = (entry / "environ").read_bytes().split(b"\0")
    return (
        f"VAR_DIR={folder}".encode() in variables or (entry / "cwd").readlink() == folder / "broker"
    )


def status_of(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def test_taken_port_is_told_before_any_work(tmp_path):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        port = listener.getsockname()[1]
        with running(tmp_path, "--port", str(port)) as process:
            said, _ = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 1
    assert f"Port {port} cannot be used (Address already in use)" in said
    assert "--port" in said
    assert "PORT" in said
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


def test_port_comes_from_the_environment_and_must_be_a_number(tmp_path):
    with running(tmp_path, PORT="eight") as process:
        said, _ = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 1
    assert "PORT is 'eight', which is not a whole number." in said


def test_without_a_secret_it_does_not_start(tmp_path):
    with running(tmp_path, "--port", str(free_port()), SECRET_KEY="") as process:
        said, _ = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 1
    assert said.startswith("SECRET_KEY is not set:")
    assert said.count("\n") == 1


def test_second_run_on_the_same_folder_is_refused(tmp_path):
    with (tmp_path / "run.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with running(tmp_path, "--port", str(free_port())) as process:
            said, _ = process.communicate(timeout=PATIENCE_S)

    assert process.returncode == 1
    assert f"runs already on {tmp_path}" in said
    assert not (tmp_path / "broker").exists()


def test_ctrl_c_stops_everything_it_started(tmp_path):
    port = free_port()
    with running(tmp_path, "--port", str(port)) as process:
        read_until(process, f"http://127.0.0.1:{port}/")
        assert status_of(port, "/sign-in/") == 200
        started = processes_on(tmp_path)
        process.send_signal(signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE_S)
        left = processes_on(tmp_path)

    assert any("celery" in command for command in started.values())
    assert any("gunicorn" in command for command in started.values())
    assert any("valkey-server" in command for command in started.values())
    assert process.returncode == 0
    assert said.endswith("Stopping ...\nStopped.\n")
    assert left == {}


def test_sigterm_in_the_middle_of_the_start_leaves_nothing(tmp_path):
    with running(tmp_path, "--port", str(free_port())) as process:
        read_until(process, "The database is ready.")
        time.sleep(0.5)  # the worker is on its way
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_S)
        left = processes_on(tmp_path)

    assert process.returncode == 0
    assert left == {}


def test_dead_worker_is_named_and_the_rest_is_stopped(tmp_path):
    with running(tmp_path, "--port", str(free_port())) as process:
        read_until(process, "Open http://")
        (worker, *_) = sorted(
            pid for pid, command in processes_on(tmp_path).items() if "celery" in command
        )
        os.killpg(worker, signal.SIGKILL)
        said, _ = process.communicate(timeout=PATIENCE_S)
        left = processes_on(tmp_path)

    assert process.returncode == 1
    assert "The worker ended by itself (exit code -9)." in said
    assert left == {}


def test_given_broker_is_used_instead_of_the_embedded(tmp_path):
    nobody = "redis://127.0.0.1:1/0"
    with running(tmp_path, "--port", str(free_port()), REDIS_URL=nobody) as process:
        read_until(process, "The database is ready.")

    assert not (tmp_path / "broker").exists()
