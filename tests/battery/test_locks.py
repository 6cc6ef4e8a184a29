"""Writers as busy as web and workers on one database: nobody is ever told that it is locked."""

import threading
import time

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone

from analytics.ingestion import receive_recording
from analytics.models import Recording
from analytics.tasks import ingest_recording_task
from tests.make import make_athlete, make_coach, make_fit, make_team

pytestmark = pytest.mark.django_db(transaction=True)

LASTS_S = 4.0
WEB, WORKERS = 3, 2


class Busy:
    """Web-like and worker-like threads for a few seconds; what went wrong is kept."""

    def __init__(self, athlete, coach):
        self.athlete, self.coach = athlete, coach
        self.faults: list[str] = []
        self.pages = self.rides = 0
        self.end_s = time.monotonic() + LASTS_S

    def read_and_write(self, number):
        client = Client()
        client.force_login(self.coach)
        while time.monotonic() < self.end_s:
            answer = client.get(f"/athletes/{self.athlete.pk}/")
            if answer.status_code != 200:
                self.faults.append(f"page: {answer.status_code}")
            session = client.session
            session["seen"] = self.pages
            session.save()
            self.pages += 1

    def import_rides(self, number):
        ride = 0
        while time.monotonic() < self.end_s:
            ride += 1
            data = make_fit([100.0 + number + 7.0 * ride] * 300)
            received = receive_recording(
                self.athlete, name="a.fit", data=data, received_from=None, now=timezone.now()
            )
            ingest_recording_task(recording_id=received.recording.pk)
            self.rides += 1

    def guarded(self, work, number):
        try:
            work(number)
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            self.faults.append(repr(error))
        finally:
            connection.close()


def test_nobody_is_told_that_the_database_is_locked():
    team = make_team()
    busy = Busy(make_athlete(team=team), make_coach(team))
    works = [busy.read_and_write] * WEB + [busy.import_rides] * WORKERS
    threads = [
        threading.Thread(target=busy.guarded, args=(work, number))
        for number, work in enumerate(works)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert busy.faults == []
    assert busy.pages > 5
    assert busy.rides > 2
    assert set(Recording.objects.values_list("state", flat=True)) == {Recording.State.DONE}


def test_a_writer_waits_for_another_instead_of_failing():
    athlete = make_athlete()
    entered = threading.Event()
    faults: list[str] = []

    def write():
        try:
            entered.wait()
            type(athlete).objects.filter(pk=athlete.pk).update(last_name="Second")
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            faults.append(repr(error))
        finally:
            connection.close()

    thread = threading.Thread(target=write)
    thread.start()
    with transaction.atomic():
        type(athlete).objects.filter(pk=athlete.pk).update(last_name="First")
        entered.set()
        time.sleep(1)
    thread.join()

    assert faults == []
    athlete.refresh_from_db()
    assert athlete.last_name == "Second"
