"""The short form of the kill storm; `make battery` runs the long one, on MariaDB, too."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT_DIR = Path(__file__).parents[2]
OWN_PROCESSES = ("unshare", "--pid", "--fork", "--kill-child", "--mount-proc")


def test_nothing_is_lost_or_doubled_in_a_storm():
    if shutil.which("unshare") is None or os.geteuid() != 0:
        pytest.skip("a storm needs a process namespace of its own: unshare, as root")
    command = [sys.executable, "-m", "tests.battery.storm", "--rides", "8", "--blows", "4"]

    done = subprocess.run(  # noqa: S603 - our own list, read by no shell
        [*OWN_PROCESSES, *command],
        cwd=PROJECT_DIR,
        env={key: value for key, value in os.environ.items() if not key.endswith("_URL")},
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stdout + done.stderr
    figures = json.loads(done.stdout.splitlines()[-1])
    assert figures["lost"] == figures["doubled"] == figures["left running"] == 0
    assert figures["analysed"] + figures["failed"] == 8
    assert figures["blows"] == 4
