"""SIGTERM lets web and worker finish what is in hand, and leaves the rest where it is found."""

import http.client
import os
import sys
import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from analytics.ingestion import receive_recording
from analytics.models import Recording
from cycling_site.embedded_broker import start_broker
from cycling_site.processes import free_port, once_ready, start_child, stop_child
from cycling_site.worker_and_web import serves, start_worker
from tests.journeys.conftest import _test_database_url
from tests.make import make_athlete, make_fit
from tests.make.rides import STARTED_AT

PROJECT_DIR = Path(__file__).parents[2]
RIDES = 20
PATIENCE_S = 60
HALF = b"csrfmiddlewaretoken=" + b"a" * 1000


def test_a_page_in_hand_is_answered_after_the_web_server_was_told_to_stop(tmp_path):
    port = free_port()
    form = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_S)
    serve = ["gunicorn", "--config", "deploy/gunicorn.py", "--bind", f"127.0.0.1:{port}"]
    web = start_child(
        "web server",
        [sys.executable, "-m", *serve, "cycling_site.wsgi"],
        folder=PROJECT_DIR,
        log_path=tmp_path / "log",
        environment={"VAR_DIR": str(tmp_path)},
    )
    try:
        once_ready(web, lambda: serves(port, "/healthz"), timeout_s=PATIENCE_S)
        form.putrequest("POST", "/sign-in/")
        form.putheader("Content-Type", "application/x-www-form-urlencoded")
        form.putheader("Content-Length", str(2 * len(HALF)))
        form.putheader("Cookie", "csrftoken=" + "b" * 32)
        form.endheaders(HALF)
        time.sleep(0.5)  # a thread reads it now
        web.process.terminate()
        time.sleep(0.5)
        assert web.is_running
        form.send(HALF)

        assert form.getresponse().status == http.HTTPStatus.FORBIDDEN  # read, and of no known form
        assert web.process.wait(PATIENCE_S) == os.EX_OK, (tmp_path / "log").read_text()
    finally:
        form.close()
        stop_child(web)


def test_a_worker_told_to_stop_in_an_import_finishes_its_rides_and_leaves_the_others_waiting(
    transactional_db, tmp_path
):
    athlete = make_athlete()
    for day in range(RIDES):
        ride = make_fit([200.0] * 600, started_at=STARTED_AT + timedelta(days=day))
        receive_recording(
            athlete, name=f"{day}.fit", data=ride, received_from=None, now=timezone.now()
        )
    broker = start_broker(tmp_path / "broker", log_path=tmp_path / "broker.log")
    environment = {
        "DATABASE_URL": _test_database_url(),
        "REDIS_URL": broker.url,
        "VAR_DIR": str(settings.VAR_DIR),
        "SWEEP_EVERY_S": "1",
    }
    try:
        first = started(tmp_path, environment)
        wait_until_done(1)
        first.process.terminate()
        assert first.process.wait(PATIENCE_S) == os.EX_OK
        states = list(Recording.objects.values_list("state", flat=True))
        assert set(states) == {Recording.State.DONE, Recording.State.WAITING}

        second = started(tmp_path, environment)
        wait_until_done(RIDES)
        stop_child(second)
    finally:
        stop_child(broker.child)
    assert set(Recording.objects.values_list("attempt", flat=True)) == {1}


def started(folder, environment):
    return start_worker(
        schedule_path=folder / "beat", log_path=folder / "log", environment=environment
    )


def wait_until_done(number):
    end_s = time.monotonic() + PATIENCE_S
    while Recording.objects.filter(state=Recording.State.DONE).count() < number:
        assert time.monotonic() < end_s
        time.sleep(0.05)
