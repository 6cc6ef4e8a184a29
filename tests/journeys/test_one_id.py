"""One id leads from a request over its tasks to the vendor's call, past no name and no figure."""

import io
import time

from django.test import Client

from summaries.models import Summary
from tests.make import make_athlete, make_coach, make_fit, make_team

PATIENCE_S = 60


def text_of_first_session():
    end_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < end_s:
        summary = Summary.objects.filter(state=Summary.State.READY).first()
        if summary is not None:
            return summary.text
        time.sleep(0.2)
    raise AssertionError("no text came")


def lines_of(log_path, request_id):
    """The worker's lines of a request, once the last task has told its end."""
    end_s = time.monotonic() + PATIENCE_S
    while time.monotonic() < end_s:
        lines = [line for line in log_path.read_text().splitlines() if request_id in line]
        if sum("event=task" in line for line in lines) >= 2:
            return lines
        time.sleep(0.2)
    raise AssertionError(log_path.read_text())


def test_the_worker_logs_under_the_id_of_the_request(worker):
    team = make_team()
    athlete = make_athlete(team=team, last_name="Canarybird")
    client = Client()
    client.force_login(make_coach(team))
    file = io.BytesIO(make_fit(title="Canary spin"))
    file.name = "canary.fit"

    answer = client.post(f"/athletes/{athlete.pk}/upload/", {"recordings": file})

    request_id = answer.headers["X-Request-ID"]
    text = text_of_first_session()
    lines = lines_of(worker.log_path, request_id)
    assert any("ingest_recording_task" in line for line in lines)
    assert any('event="vendor call"' in line and "outcome=answered" in line for line in lines)
    written = worker.log_path.read_text()
    assert text
    assert [word for word in ("Canary", "canary", text[:40]) if word in written] == []
