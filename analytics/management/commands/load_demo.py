"""Load the demo: invented people, and a season of rides through the ordinary import."""

import time
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence

from celery import current_app
from django.core.management.base import BaseCommand
from django.db.models import QuerySet
from django.utils import timezone
from kombu.exceptions import OperationalError
from tqdm import tqdm

from analytics.demo.people import form_on
from analytics.demo.riding import ride_file
from analytics.demo.season import PlannedRide
from analytics.demo_team import demo_season, store_people
from analytics.ingestion import receive_recording
from analytics.models import Athlete, Recording
from analytics.tasks import ingest_recording_task

PING_TIMEOUT_S = 1.0
POLL_S = 0.3


class Command(BaseCommand):
    help = "Load two teams with a season of generated rides; a second run repeats no work."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--rides", type=int, help="load only so many, the earliest first")

    def handle(self, *_arguments: object, rides: int | None, **_options: object) -> None:
        season = demo_season(today=timezone.now().date())
        planned = season.rides[:rides]
        athletes = store_people(season)
        done = set(
            ended(athletes).filter(state=Recording.State.DONE).values_list("name", flat=True)
        )
        missing = [ride for ride in planned if file_name(ride) not in done]
        if missing:
            load = load_by_workers if workers_answer() else load_here
            with tqdm(
                total=len(missing), desc="Loading the demo season", unit=" rides"
            ) as progress:
                for finished in load(missing, athletes):
                    progress.update(finished)
        self.stdout.write(f"The demo holds {len(planned)} rides of {len(athletes)} athletes.")


def load_here(rides: Sequence[PlannedRide], athletes: dict[str, Athlete]) -> Iterator[int]:
    """Import the rides in this process; yields how many more are done."""
    for ride in rides:
        recording = receive_ride(ride, athletes[ride.athlete.user_name])
        ingest_recording_task(recording_id=recording.pk)
        yield 1


def load_by_workers(rides: Sequence[PlannedRide], athletes: dict[str, Athlete]) -> Iterator[int]:
    """Send the rides to the workers and watch them; yields how many more are done."""
    before = told = ended(athletes).count()
    for ride in rides:
        recording = receive_ride(ride, athletes[ride.athlete.user_name])
        ingest_recording_task.delay(recording_id=recording.pk)
        now_done = ended(athletes).count()
        yield now_done - told
        told = now_done
    while told - before < len(rides):
        time.sleep(POLL_S)
        now_done = ended(athletes).count()
        yield now_done - told
        told = now_done


def workers_answer() -> bool:
    try:
        return bool(current_app.control.ping(timeout=PING_TIMEOUT_S))
    except OperationalError:
        return False


def ended(athletes: dict[str, Athlete]) -> QuerySet[Recording]:
    under_way = (Recording.State.WAITING, Recording.State.ANALYSING)
    return Recording.objects.filter(athlete__in=athletes.values()).exclude(state__in=under_way)


def receive_ride(ride: PlannedRide, athlete: Athlete) -> Recording:
    return receive_recording(
        athlete,
        name=file_name(ride),
        data=ride_file(ride, form_on(ride.athlete, ride.local_date)),
        received_from=None,
        now=timezone.now(),
    ).recording


def file_name(ride: PlannedRide) -> str:
    return f"{ride.starts_at:%Y-%m-%d-%H-%M}-{ride.athlete.user_name}.fit"
