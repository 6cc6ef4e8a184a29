"""The storm's work as rows: queued, waited for, counted."""

import time
from collections.abc import Callable

from django.core.management import call_command
from django.db import connection
from django.db.models import Count
from django.utils import timezone

from analytics.ingestion import receive_recording
from analytics.models import Athlete, Recording, Session, Team
from analytics.tasks import ingest_recording_task
from summaries.models import Summary
from tests.make.rides import make_fit

UNFINISHED_RIDE = (Recording.State.WAITING, Recording.State.ANALYSING)
UNFINISHED_TEXT = (Summary.State.WAITING, Summary.State.WRITING)
SECONDS_A_RIDE = 900


def prepare() -> None:
    call_command("migrate", verbosity=0)


def queue_rides(number: int) -> None:
    athlete = Athlete.objects.create(
        team=Team.objects.create(name="Storm"), first_name="Ada", last_name="Storm"
    )
    for index in range(number):
        power_w = [150.0 + index] * SECONDS_A_RIDE
        received = receive_recording(
            athlete,
            name=f"{index}.fit",
            data=make_fit(power_w),
            received_from=None,
            now=timezone.now(),
        )
        ingest_recording_task.delay(recording_id=received.recording.pk)
    connection.close()


def wait_for_calm(*, at_most_s: float, meanwhile: Callable[[], None]) -> float:
    """Wait until nothing is under way; return for how long that took."""
    started_s = time.monotonic()
    while time.monotonic() - started_s < at_most_s:
        rides = Recording.objects.filter(state__in=UNFINISHED_RIDE).count()
        texts = Summary.objects.filter(state__in=UNFINISHED_TEXT).count()
        if not rides and not texts:
            break
        connection.close()
        meanwhile()
        time.sleep(1)
    return time.monotonic() - started_s


def count(number: int) -> dict[str, int]:
    states = dict(Recording.objects.order_by().values_list("state").annotate(Count("pk")))
    texts = dict(Summary.objects.order_by().values_list("state").annotate(Count("pk")))
    sessions = Session.objects.count()
    with_text = Session.objects.filter(summaries__state__in=("ready", "failed")).distinct().count()
    twice = Session.objects.values("recording").annotate(n=Count("pk")).filter(n__gt=1).count()
    return {
        "analysed": states.get("done", 0),
        "failed": states.get("failed", 0),
        "texts ready": texts.get("ready", 0),
        "texts failed": texts.get("failed", 0),
        "lost": number - states.get("done", 0) - states.get("failed", 0) + sessions - with_text,
        "doubled": twice + max(texts.get("ready", 0) + texts.get("failed", 0) - sessions, 0),
        "left running": states.get("analysing", 0) + texts.get("writing", 0),
    }
