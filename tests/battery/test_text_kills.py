"""The short forms; `python -m tests.battery.text_kills` runs the long ones."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT_DIR = Path(__file__).parents[2]
OWN_PROCESSES = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")


def run(*arguments):
    if shutil.which("unshare") is None or os.geteuid() != 0:
        pytest.skip("kills need a process namespace of their own: unshare, as root")
    done = subprocess.run(  # noqa: S603 - our own list, read by no shell
        [*OWN_PROCESSES, sys.executable, "-m", "tests.battery.text_kills", *arguments],
        cwd=PROJECT_DIR,
        env={key: value for key, value in os.environ.items() if not key.endswith("_URL")},
        capture_output=True,
        text=True,
        timeout=280,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.splitlines()[-1])


def test_a_killed_worker_loses_no_text_and_pays_at_most_once_more():
    figures = run("kills", "--texts", "8", "--kills", "1")

    assert figures["ready"] == figures["versions"] == 8
    assert figures["paid again"] <= figures["kills"]


def test_a_batch_on_two_workers_keeps_the_set_rate():
    figures = run("rate", "--texts", "24")

    assert figures["ready"] == figures["calls"] == 24
    assert figures["most in a second"] <= 7
    assert figures["state"] == "done"
