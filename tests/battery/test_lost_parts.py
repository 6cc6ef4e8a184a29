"""What happens to a person at a page when a part of the installation is away."""

import errno
import io
import os
import signal
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import Client

from analytics.models import Recording
from cycling_site import celery_app
from cycling_site.embedded_broker import start_broker
from cycling_site.private_mariadb import prepare_mariadb, start_mariadb, url_of, what_is_missing
from cycling_site.processes import free_port, once_ready, start_child, stop_child
from cycling_site.worker_and_web import serves, start_worker
from tests.journeys.conftest import _send_tasks_to, _test_database_url
from tests.make import make_athlete, make_coach, make_fit, make_team

LONGEST_PAGE_S = 15.0  # idle it takes about two
PATIENCE_S = 90
PROJECT_DIR = Path(__file__).parents[2]


class FullDisk(FileSystemStorage):
    def _save(self, name, content):
        raise OSError(errno.ENOSPC, "No space left on device")


class LostStorage(FileSystemStorage):
    def _save(self, name, content):
        raise OSError(errno.EIO, "Input/output error")


@pytest.fixture
def coach_and_athlete(transactional_db):
    team = make_team()
    return make_coach(team), make_athlete(team=team)


def send_a_ride(coach, athlete):
    client = Client()
    client.force_login(coach)
    file = io.BytesIO(make_fit())
    file.name = "ride.fit"
    return client.post(f"/athletes/{athlete.pk}/upload/", {"recordings": file}, follow=True)


def test_without_a_broker_an_upload_is_kept_and_analysed_when_it_is_back(
    coach_and_athlete, tmp_path
):
    coach, athlete = coach_and_athlete
    broker = start_broker(tmp_path / "broker", log_path=tmp_path / "broker.log")
    stop_child(broker.child)
    before = celery_app.conf.broker_url
    _send_tasks_to(broker.url)

    started_s = time.monotonic()
    answer = send_a_ride(coach, athlete)
    took_s = time.monotonic() - started_s
    _send_tasks_to(before)

    assert answer.status_code == 200
    assert took_s < LONGEST_PAGE_S
    recording = Recording.objects.get()
    assert recording.state == Recording.State.WAITING
    again = start_broker(
        tmp_path / "broker", log_path=tmp_path / "broker.log", earlier_url=broker.url
    )
    environment = {
        "DATABASE_URL": _test_database_url(),
        "REDIS_URL": again.url,
        "VAR_DIR": str(settings.VAR_DIR),
        "SWEEP_EVERY_S": "1",
    }
    worker = start_worker(
        schedule_path=tmp_path / "beat", log_path=tmp_path / "log", environment=environment
    )
    try:
        wait_until_done(recording)
    finally:
        stop_child(worker)
        stop_child(again.child)


def wait_until_done(recording):
    end_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < end_s:
        recording.refresh_from_db()
        if recording.state == Recording.State.DONE:
            return
        time.sleep(0.2)
    raise AssertionError(f"the recording is {recording.state}")


@pytest.mark.parametrize(
    ("storage", "sentence"),
    ((FullDisk, "disk is full; nothing of"), (LostStorage, "storage does not answer; nothing of")),
)
def test_a_file_that_cannot_be_kept_is_refused_by_name(
    coach_and_athlete, settings, storage, sentence
):
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": f"{__name__}.{storage.__name__}"},
    }

    answer = send_a_ride(*coach_and_athlete)

    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert not Recording.objects.exists()


class OwnMariaDB:
    """A database of this test's own, which it may kill."""

    def __init__(self, folder):
        self.folder = folder
        prepare_mariadb(folder)
        self.start()

    def start(self):
        self.child = start_mariadb(self.folder, flush_at_commit=1)

    def kill(self):
        os.killpg(self.child.process.pid, signal.SIGKILL)
        self.child.process.wait()


@pytest.fixture
def own_mariadb(tmp_path_factory):
    if what_is_missing():
        pytest.skip(f"not installed: {', '.join(what_is_missing())}")
    database = OwnMariaDB(tmp_path_factory.mktemp("db"))
    yield database
    stop_child(database.child)


@pytest.fixture
def web(own_mariadb, tmp_path):
    """The port of a web server on that database, its tables made."""
    environment = {"DATABASE_URL": url_of(own_mariadb.folder), "VAR_DIR": str(tmp_path)}
    environment["REDIS_URL"] = ""
    port = free_port()

    def start(*command):
        return start_child(
            "helper",
            [sys.executable, *command],
            folder=PROJECT_DIR,
            log_path=tmp_path / "log",
            environment=environment,
        )

    migrated = start("manage.py", "migrate", "--verbosity", "0").process.wait(180)
    assert migrated == 0, (tmp_path / "log").read_text()
    server = start("-m", "gunicorn", "cycling_site.wsgi", "--bind", f"127.0.0.1:{port}")
    once_ready(server, lambda: serves(port, "/sign-in/"), timeout_s=60)
    yield f"http://127.0.0.1:{port}/"
    stop_child(server)


def ask(address):
    """Give status and text; the cookie makes the page look for its session in the database."""
    cookie = {"Cookie": "sessionid=" + "a" * 32}
    request = urllib.request.Request(address, headers=cookie)  # noqa: S310  of our own server
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_a_lost_database_is_a_plain_page_and_comes_back_without_a_restart(own_mariadb, web):
    assert ask(web)[0] == 200

    own_mariadb.kill()
    status, body = ask(web)
    assert (status, "The database does not answer just now" in body) == (503, True)
    assert ask(web + "healthz")[0] == 200
    assert '"database": "fails"' in ask(web + "readyz")[1]

    own_mariadb.start()
    assert ask(web)[0] == 200
    assert '"database": "ok"' in ask(web + "readyz")[1]
