"""Two web servers and a worker, each with a disk of its own, are one site to whoever uses them."""

import re
import sys
import threading
import time
from functools import partial
from http.server import ThreadingHTTPServer
from pathlib import Path

import httpx2
import pytest

from analytics.models import Session
from cycling_site.processes import free_port, once_ready, start_child, stop_child
from cycling_site.worker_and_web import serves, start_worker
from tests.cycling_site.test_s3_files import Bucket
from tests.journeys.conftest import _test_database_url, broker_url  # noqa: F401 - a fixture
from tests.make import make_athlete, make_coach, make_fit, make_team
from tests.make.people import PASSWORD

PROJECT_DIR = Path(__file__).parents[2]
PATIENCE_S = 60


@pytest.fixture
def bucket():
    Bucket.objects = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), Bucket) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def shared(transactional_db, broker_url, bucket):  # noqa: F811 - the fixture above
    """What the machines share: database, broker, storage and the secret."""
    return {
        "DATABASE_URL": _test_database_url(),
        "REDIS_URL": broker_url,
        "RECORDINGS_URL": "s3://rides/kept",
        "RECORDINGS_ENDPOINT": bucket,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "eu-central-1",
        "AWS_REQUEST_CHECKSUM_CALCULATION": "when_required",
        "SECRET_KEY": "of-two-machines-that-live-for-seconds-in-folders-of-their-own",
        "SWEEP_EVERY_S": "1",
    }


@pytest.fixture
def machines(shared, tmp_path):
    """The addresses of two web servers; a worker on a third disk is at work."""
    ports, children = [free_port(), free_port()], []
    try:
        for port in ports:
            children.append(
                start_child(
                    "web",
                    [sys.executable, "-m", "gunicorn", "cycling_site.wsgi", f"-b127.0.0.1:{port}"],
                    folder=PROJECT_DIR,
                    log_path=tmp_path / f"{port}.log",
                    environment={**shared, "VAR_DIR": str(tmp_path / str(port))},
                )
            )
        children.append(
            start_worker(
                schedule_path=tmp_path / "beat",
                log_path=tmp_path / "worker.log",
                environment={**shared, "VAR_DIR": str(tmp_path / "worker")},
            )
        )
        for port, child in zip(ports, children, strict=False):
            once_ready(child, partial(serves, port, "/sign-in/"), timeout_s=PATIENCE_S)
        yield [f"http://127.0.0.1:{port}" for port in ports]
    finally:
        for child in reversed(children):
            stop_child(child)


def send(browser, address, fields, **files):
    form = browser.get(address).text
    token = re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[0]
    return browser.post(address, data={**fields, "csrfmiddlewaretoken": token}, files=files)


def first_session():
    end_s = time.monotonic() + PATIENCE_S
    while not (session := Session.objects.first()):
        assert time.monotonic() < end_s
        time.sleep(0.1)
    return session


def test_what_is_done_on_one_is_there_on_the_other_and_nothing_is_on_their_disks(
    machines, tmp_path, settings
):
    one, other = machines
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]  # as theirs
    team = make_team()
    coach, athlete = make_coach(team), make_athlete(team=team)
    with httpx2.Client(follow_redirects=True, timeout=PATIENCE_S) as browser:
        send(browser, f"{one}/sign-in/", {"login": coach.username, "password": PASSWORD})
        upload = f"{other}/athletes/{athlete.pk}/upload/"
        sent = send(browser, upload, {}, recordings=("ride.fit", make_fit()))
        assert sent.status_code == 200
        page = first_session().get_absolute_url()
        assert browser.get(one + page).status_code == browser.get(other + page).status_code == 200

    assert [path for path in tmp_path.rglob("*") if path.is_file() and is_kept(path)] == []
    assert any("/kept/" in path for path in Bucket.objects)


def is_kept(path):
    """Tell what a machine would miss if it were new: its log and its own figures are not."""
    return path.suffix != ".log" and "metrics" not in path.parts and "beat" not in path.name
