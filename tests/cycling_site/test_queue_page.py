from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from analytics.ingestion import receive_recording
from analytics.models import AuditEntry, Recording
from cycling_site.queue_page import failures_by_reason, lines_of_work
from summaries.models import Summary, TextBatch
from tests.make import make_athlete, make_fit, make_role, make_session

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator(client):
    operator = make_role("operator")
    client.force_login(operator)
    return operator


def make_waiting(*, last_name: str = "") -> Recording:
    return receive_recording(
        make_athlete(last_name=last_name),
        name="ride.fit",
        data=make_fit(),
        received_from=None,
        now=timezone.now() - timedelta(minutes=5),
    ).recording


def make_failed() -> Recording:
    recording = make_waiting()
    Recording.objects.filter(pk=recording.pk).update(
        state=Recording.State.FAILED, reason="The analysis failed."
    )
    return recording


def ask(client, act: str, kind: str, **more: str):
    return client.post(reverse("queue"), {"act": act, "kind": kind} | more)


def test_the_page_counts_what_waits_and_for_how_long(client, operator):
    make_waiting(last_name="Zq-secret")
    make_failed()

    recordings = lines_of_work(timezone.now())[0]
    page = client.get(reverse("queue")).text

    assert (recordings.waiting, recordings.failed) == (1, 1)
    assert recordings.oldest_wait_s == pytest.approx(300, abs=60)
    assert failures_by_reason() == [("recordings", "The analysis failed.", 1)]
    assert "1 of recordings: The analysis failed." in page
    assert "Zq-secret" not in page


def test_throughput_counts_the_last_hour(operator):
    make_session()

    assert lines_of_work(timezone.now())[0].done_last_hour == 1
    assert lines_of_work(timezone.now() + timedelta(hours=2))[0].done_last_hour == 0


def test_retrying_asks_first_and_then_puts_the_failed_back_in_line(client, operator):
    recording = make_failed()

    assert "Retry 1 recordings?" in ask(client, "retry", "recordings").text
    recording.refresh_from_db()
    assert recording.state == Recording.State.FAILED

    ask(client, "retry", "recordings", confirmed="yes")
    recording.refresh_from_db()
    assert recording.state == Recording.State.WAITING
    entry = AuditEntry.objects.get(act="queue.retried")
    assert (entry.actor, entry.detail) == (operator, {"rows": 1})


def test_cancelling_leaves_a_reason_that_can_be_read(client, operator):
    recording = make_waiting()

    ask(client, "cancel", "recordings", confirmed="yes")

    recording.refresh_from_db()
    assert recording.state == Recording.State.FAILED
    assert "queue page" in recording.reason


def test_waiting_texts_are_cancelled_and_failed_ones_written_again(client, operator):
    session = make_session()
    Summary.objects.request(session, now=timezone.now())

    ask(client, "cancel", "texts", confirmed="yes")
    assert Summary.objects.latest_of(session).state == Summary.State.FAILED

    ask(client, "retry", "texts", confirmed="yes")
    latest = Summary.objects.latest_of(session)
    assert (latest.version, latest.state) == (2, Summary.State.WAITING)


@pytest.mark.parametrize("role", ("staff", "auditor"))
def test_the_queue_is_the_operators(client, role):
    client.force_login(make_role(role))

    assert client.get(reverse("queue")).status_code == 403


def test_an_unknown_act_shows_the_page(client, operator):
    assert ask(client, "explode", "recordings").status_code == 200


def test_an_operator_sees_the_cost_of_a_batch_and_starts_it_without_seeing_a_ride(client, operator):
    make_session(athlete=make_athlete(last_name="Zq-secret"))
    Summary.objects.update(state=Summary.State.READY, text="A ride.", open_session=None)

    page = client.get(reverse("summaries:batches"), {"scope": "all"}).text
    assert "1 text, written offline, which costs nothing" in page
    client.post(reverse("summaries:batches"), {"scope": "all"})

    batch = TextBatch.objects.get()
    page = client.get(reverse("queue")).text
    assert "1 of 1" in page
    assert "Zq-secret" not in page
    for step in ("pause", "resume", "cancel"):
        client.post(reverse("summaries:batch-step", args=[batch.pk, step]))
    told = AuditEntry.objects.filter(act__startswith="texts.batch").order_by("pk")
    assert list(told.values_list("act", flat=True)) == [
        "texts.batch_started",
        "texts.batch_paused",
        "texts.batch_resumed",
        "texts.batch_cancelled",
    ]
