"""Races: several clients at once through a barrier, round after round; SQL counts the outcome."""

import os
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from analytics.ingestion import ingest_recording, receive_recording
from analytics.models import Athlete, Peak, Recording, Session, SourceSync
from analytics.tasks import ingest_recording_task
from summaries.models import Summary
from tests.make import make_athlete, make_coach, make_fit, make_session, make_team

pytestmark = pytest.mark.django_db(transaction=True)

ROUNDS = int(os.environ.get("BATTERY_ROUNDS", "20"))  # `make battery`: 100
AT_ONCE = 4


def together(*acts: Callable[[], Any]) -> list[Any]:
    """Start all acts in the same moment; return what each gave, errors among it."""
    barrier = threading.Barrier(len(acts))
    given: list[Any] = [None] * len(acts)

    def run(place: int) -> None:
        barrier.wait()
        try:
            given[place] = acts[place]()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test shows it
            given[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place,)) for place in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return given


def errors_in(given):
    return [repr(one) for one in given if isinstance(one, Exception)]


def test_the_same_file_sent_at_once_is_one_recording():
    athlete = make_athlete()

    for number in range(ROUNDS):
        data = make_fit([100.0 + number] * 5)

        def receive(data=data):
            return receive_recording(
                athlete, name="a.fit", data=data, received_from=None, now=timezone.now()
            )

        received = together(*[receive] * AT_ONCE)

        assert errors_in(received) == []
        assert len({one.recording.pk for one in received}) == 1
        assert [one.is_new for one in received].count(True) == 1
    assert Recording.objects.count() == ROUNDS


def test_bytes_of_losers_do_not_stay(settings):
    athlete = make_athlete()

    for number in range(20):
        data = make_fit([300.0 + number] * 5)

        def receive(data=data):
            return receive_recording(
                athlete, name="a.fit", data=data, received_from=None, now=timezone.now()
            )

        together(*[receive] * AT_ONCE)

    stored = list((settings.MEDIA_ROOT / str(athlete.pk)).iterdir())
    assert len(stored) == Recording.objects.count() == 20


def test_the_same_message_delivered_at_once_is_one_session():
    athlete = make_athlete()

    for number in range(ROUNDS):
        recording = receive_recording(
            athlete,
            name="a.fit",
            data=make_fit([150.0 + number] * 60),
            received_from=None,
            now=timezone.now(),
        ).recording

        given = together(*[partial(ingest_recording_task, recording_id=recording.pk)] * 2)

        assert errors_in(given) == []
        recording.refresh_from_db()
        assert (recording.state, recording.sessions.count()) == (Recording.State.DONE, 1)
    assert Session.objects.count() == ROUNDS


def test_the_same_summary_asked_for_at_once_is_one_version():
    session = make_session(power_w=[200.0] * 60)
    Summary.objects.all().delete()

    for number in range(1, ROUNDS + 1):
        asked = together(*[lambda: Summary.objects.request(session, now=timezone.now())] * AT_ONCE)

        assert errors_in(asked) == []
        assert len({summary.pk for summary, _is_new in asked}) == 1
        assert [is_new for _summary, is_new in asked].count(True) == 1
        Summary.objects.filter(session=session).update(
            state=Summary.State.FAILED, failure="for the next round", open_session=None
        )
        assert Summary.objects.count() == number


def test_two_coaches_who_press_at_once_get_one_version():
    team = make_team()
    session = make_session(athlete=make_athlete(team=team), power_w=[200.0] * 60)
    Summary.objects.all().delete()
    clients = [Client(), Client()]
    for client in clients:
        client.force_login(make_coach(team))

    for number in range(1, ROUNDS + 1):
        address = reverse("summaries:write-again", args=[session.pk])
        answers = together(*[partial(client.post, address) for client in clients])

        assert errors_in(answers) == []
        assert [answer.status_code for answer in answers] == [302, 302]
        assert Summary.objects.count() == number
        Summary.objects.filter(session=session).update(
            state=Summary.State.FAILED, failure="for the next round", open_session=None
        )


def test_a_summary_is_claimed_by_one_worker():
    session = make_session(power_w=[200.0] * 60)
    Summary.objects.all().delete()
    summary, _is_new = Summary.objects.request(session, now=timezone.now())

    for _ in range(ROUNDS):
        Summary.objects.filter(pk=summary.pk).update(state=Summary.State.WAITING, attempt=0)

        claimed = together(
            *[lambda: Summary.objects.claim(summary.pk, now=timezone.now())] * AT_ONCE
        )

        assert errors_in(claimed) == []
        assert sum(one is not None for one in claimed) == 1


def delete(recording_id):
    """Delete as the product does: under the athlete's lock, which an analysis takes to store."""
    with transaction.atomic():
        recording = Recording.objects.get(pk=recording_id)
        Athlete.objects.select_for_update().get(pk=recording.athlete_id)
        recording.sessions.all().delete()
        recording.delete()


def test_a_deletion_against_an_analysis_leaves_all_or_nothing():
    athlete = make_athlete()

    for number in range(ROUNDS):
        recording = receive_recording(
            athlete,
            name="a.fit",
            data=make_fit([150.0 + number] * 60),
            received_from=None,
            now=timezone.now(),
        ).recording

        given = together(
            partial(ingest_recording_task, recording_id=recording.pk),
            partial(delete, recording.pk),
        )

        assert errors_in(given) == []
        assert not Recording.objects.filter(pk=recording.pk).exists()
        assert Session.objects.filter(recording_id=recording.pk).count() == 0
    assert Peak.objects.count() == 0


def test_a_worker_that_comes_back_from_the_dead_stores_nothing():
    recording = receive_recording(
        make_athlete(), name="a.fit", data=make_fit(), received_from=None, now=timezone.now()
    ).recording
    late = Recording.objects.claim(recording.pk, now=timezone.now())
    Recording.objects.filter(pk=recording.pk).update(attempt=2)

    assert ingest_recording(late, now=timezone.now()) == []
    assert Session.objects.count() == 0


def test_of_two_syncs_at_once_one_begins():
    for number in range(1, ROUNDS + 1):
        begun = together(*[lambda: SourceSync.objects.begin(now=timezone.now())] * AT_ONCE)

        assert errors_in(begun) == []
        assert sum(one is not None for one in begun) == 1
        SourceSync.objects.update(slot=None, state=SourceSync.State.DONE)
        assert SourceSync.objects.count() == number
