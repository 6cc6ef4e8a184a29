from datetime import datetime

from django.utils import timezone

from analytics.ingestion import receive_recording
from analytics.models import Athlete, Recording, Session
from analytics.tasks import ingest_recording_task
from tests.make.people import make_athlete
from tests.make.rides import STARTED_AT, make_fit


def import_fit(athlete: Athlete, data: bytes, *, name: str = "ride.fit") -> Recording:
    """Take a file through the import in this process, as the worker does."""
    received = receive_recording(
        athlete, name=name, data=data, received_from=None, now=timezone.now()
    )
    ingest_recording_task(recording_id=received.recording.pk)
    received.recording.refresh_from_db()
    return received.recording


def make_session(
    *,
    athlete: Athlete | None = None,
    power_w: list[float] | None = None,
    started_at: datetime = STARTED_AT,
    title: str = "",
) -> Session:
    """Import one generated ride and give its session."""
    data = make_fit(power_w, started_at=started_at, title=title)
    recording = import_fit(athlete or make_athlete(), data)
    return recording.sessions.get()
