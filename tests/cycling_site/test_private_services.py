import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import redis
from django.conf import settings

PROJECT_DIR = Path(__file__).resolve().parents[2]
COUNT_ROWS = """
import os, MySQLdb, redis
from urllib.parse import parse_qs, urlsplit
address = parse_qs(urlsplit(os.environ["DATABASE_URL"]).query)["unix_socket"][0]
link = MySQLdb.connect(unix_socket=address, user="root", db="directeur", autocommit=True)
cursor = link.cursor()
cursor.execute("CREATE TABLE IF NOT EXISTS runs (id int)")
cursor.execute("INSERT INTO runs VALUES (1)")
print(cursor.execute("SELECT * FROM runs"), redis.Redis.from_url(os.environ["REDIS_URL"]).ping())
"""


def launch(folder: Path, *command: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(  # noqa: S603 - our own list, read by no shell
        [sys.executable, "-m", "cycling_site.private_services", str(folder), *command],
        cwd=PROJECT_DIR,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture
def folder(tmp_path_factory):
    made = tmp_path_factory.mktemp("s")
    yield made
    shutil.rmtree(made)


@pytest.mark.redis
def test_second_pass_queues_on_a_real_redis():
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as client:
        server = client.info("server")

    assert os.environ["REDIS_URL"] == settings.CELERY_BROKER_URL
    assert "redis_version" in server
    assert "valkey_version" not in server


@pytest.mark.mariadb
def test_data_stay_for_the_next_run_and_the_exit_code_is_the_commands(folder):
    first = launch(folder, sys.executable, "-c", COUNT_ROWS)
    said_first, _ = first.communicate(timeout=120)
    second = launch(folder, sys.executable, "-c", COUNT_ROWS + "\nraise SystemExit(3)")
    said_second, _ = second.communicate(timeout=120)

    assert (said_first, first.returncode) == ("1 True\n", 0)
    assert (said_second, second.returncode) == ("2 True\n", 3)


@pytest.mark.mariadb
def test_interrupt_ends_command_and_servers(folder):
    running = launch(folder, "sh", "-c", "echo started; exec sleep 600")
    assert running.stdout is not None
    assert running.stdout.readline() == "started\n"

    running.send_signal(signal.SIGINT)

    running.communicate(timeout=60)

    assert running.returncode == 0
    assert not list(folder.glob("*.pid"))
    assert not (folder / "mariadb.sock").exists()


def test_missing_servers_are_named(tmp_path):
    running = launch(tmp_path, "true", PATH=str(tmp_path))

    said, _ = running.communicate(timeout=60)

    assert running.returncode == 1
    assert "redis-server" in said


@pytest.mark.mariadb
def test_folder_too_deep_for_a_socket_is_told(tmp_path):
    running = launch(tmp_path / ("deep" * 30), "true")

    said, _ = running.communicate(timeout=60)

    assert running.returncode == 1
    assert said.startswith("The folder's path is too long for a socket")
