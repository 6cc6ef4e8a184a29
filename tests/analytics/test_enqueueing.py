from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from analytics.enqueueing import is_queue_empty
from analytics.ingestion import receive_recording
from analytics.models import Recording
from analytics.models.recording import WAIT_BEFORE_SWEEP
from analytics.tasks import ingest_recording_task, sweep_recordings
from cycling_site import celery_app
from cycling_site.embedded_broker import start_broker
from cycling_site.processes import stop_child
from tests.make import make_athlete, make_fit

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker(tmp_path, monkeypatch):
    started = start_broker(tmp_path / "broker", log_path=tmp_path / "broker.log")
    before = celery_app.conf.broker_url
    send_to(started.url)
    yield started
    send_to(before)
    stop_child(started.child)


def send_to(url):
    celery_app.conf.update(broker_url=url)
    vars(celery_app).pop("amqp", None)


def waiting_messages():
    with celery_app.connection_for_read() as connection:
        channel: Any = connection.default_channel
        return channel.queue_declare("analysis", passive=True).message_count


def forgotten_recording(number):
    return receive_recording(
        make_athlete(),
        name="a.fit",
        data=make_fit([100.0 + number] * 60),
        received_from=None,
        now=timezone.now() - 2 * WAIT_BEFORE_SWEEP,
    ).recording


def test_a_queue_is_empty_until_something_is_sent(broker):
    assert is_queue_empty(ingest_recording_task)

    ingest_recording_task.delay(recording_id=1)

    assert not is_queue_empty(ingest_recording_task)


def test_a_sweep_sends_forgotten_rows_once_not_again_and_again(broker):
    for number in range(3):
        forgotten_recording(number)

    sweep_recordings()
    sweep_recordings()

    assert waiting_messages() == 3


def test_what_a_dead_worker_left_is_sent_however_long_the_queue(broker):
    ingest_recording_task.delay(recording_id=1)
    recording = forgotten_recording(0)
    Recording.objects.claim(recording.pk, now=timezone.now() - timedelta(hours=1))

    sweep_recordings()

    assert waiting_messages() == 2
