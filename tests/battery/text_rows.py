"""Sessions whose texts wait, as rows: queued, waited for, counted."""

import time

from django.db import connection
from django.db.models import Count
from django.utils import timezone

from analytics.audit import Act
from analytics.models import Session
from summaries.batching import Scope, sessions_for, start_batch
from summaries.models import Summary, TextBatch
from summaries.tasks import start_lanes, write_summary_task
from tests.battery.storm_rows import prepare
from tests.make import make_session

UNDER_WAY = (Summary.State.WAITING, Summary.State.WRITING)


def make_sessions(number: int) -> None:
    """Make as many sessions as asked for: one that is real, and copies of its row."""
    prepare()
    session = make_session()
    Summary.objects.all().delete()
    copies = []
    for _ in range(number - 1):
        copy = Session.objects.get(pk=session.pk)
        copy.pk, copy.recording = None, None
        copies.append(copy)
    Session.objects.bulk_create(copies)


def queue_texts(number: int) -> None:
    make_sessions(number)
    for session in Session.objects.all():
        summary, _is_new = Summary.objects.request(session, now=timezone.now())
        write_summary_task.delay(summary_id=summary.pk)
    connection.close()


def start_batch_of(number: int) -> TextBatch:
    make_sessions(number)
    return start_batch(
        sessions_for(None, scope=Scope.ALL),
        Act(None, timezone.now()),
        title="A thousand",
    )


def send_lanes(batch: TextBatch) -> None:
    start_lanes(batch)
    connection.close()


def batch_state(batch: TextBatch) -> str:
    batch.refresh_from_db()
    return batch.state


def left() -> int:
    number = Summary.objects.filter(state__in=UNDER_WAY).count()
    connection.close()
    return number


def wait_for_calm(*, at_most_s: float) -> float:
    started_s = time.monotonic()
    while left() and time.monotonic() - started_s < at_most_s:
        time.sleep(0.5)
    return time.monotonic() - started_s


def states() -> dict[str, int]:
    counted = Summary.objects.order_by().values_list("state").annotate(Count("pk"))
    return dict(counted)
