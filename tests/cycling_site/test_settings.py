"""The settings of a real installation, each in a process of its own: they are read once."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

MANAGE = Path(__file__).parents[2] / "manage.py"
PRODUCTION = {
    "SECRET_KEY": "vDPrbOGxFz5ll1bLVuVLkRhGNLxQhBwKZ7jZJ9GdCqy1rPnO0Gp6T8f",
    "ALLOWED_HOSTS": "coach.example",
    "HTTPS": "true",
    "BEHIND_PROXY": "true",
}


def run(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {key: value for key, value in os.environ.items() if not key.endswith("_URL")}
    return subprocess.run(  # noqa: S603 - our own list, read by no shell
        [sys.executable, *arguments],
        env={**inherited, "VAR_DIR": str(folder), **environment},
        cwd=MANAGE.parent,
        capture_output=True,
        text=True,
        timeout=120,
    )


def test_the_deployment_check_is_clean_in_production(tmp_path):
    done = run(tmp_path, str(MANAGE), "check", "--deploy", "--fail-level", "DEBUG", **PRODUCTION)

    assert done.returncode == 0, done.stderr
    assert "no issues (0 silenced)" in done.stdout


def test_a_wrong_value_stops_the_start_in_one_sentence(tmp_path):
    done = run(tmp_path, str(MANAGE), "migrate", WORKER_CONCURRENCY="two")

    assert done.returncode == 1
    assert done.stderr == "WORKER_CONCURRENCY is 'two', which is not a whole number.\n"


def test_the_web_server_does_not_start_without_a_secret(tmp_path):
    done = run(tmp_path, "-c", "import cycling_site.wsgi", SECRET_KEY="")

    assert done.returncode == 1
    assert "SECRET_KEY is not set" in done.stderr


@pytest.mark.parametrize("given", ({"SECRET_KEY": "x" * 50}, {"SECRET_KEY": "x", "DEBUG": "true"}))
def test_the_web_server_starts_with_one(tmp_path, given):
    assert run(tmp_path, "-c", "import cycling_site.wsgi", **given).returncode == 0
