from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils import timezone

from analytics.engine.peaks import FRESH_LEVEL, STANDARD_DURATIONS_S, PeakPower
from analytics.engine.record_checks import FEWEST_RIDES
from analytics.ingestion import receive_recording
from analytics.models import Athlete, Recording, Session
from analytics.record_book import enter_session
from analytics.record_rows import keep_peaks
from analytics.tasks import decide_records_task, ingest_recording_task
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


def make_ridden(athlete: Athlete, started_at: datetime, peaks: Iterable[PeakPower]) -> Session:
    """Enter a session that has peaks and nothing else."""
    now = timezone.now()
    session = Session.objects.create(
        athlete=athlete,
        started_at=started_at,
        local_date=started_at.date(),
        analysed_at=now,
        changed_at=now,
        stimulus="A",
        elapsed_s=600,
        timer_s=600,
        moving_s=600,
        mass_kg=athlete.rider_on(started_at.date()).mass_kg,
    )
    keep_peaks(session, peaks)
    enter_session(session, now=now)
    return session


def make_past(athlete: Athlete, power_w: float, *, before: datetime = STARTED_AT) -> None:
    """Enter as many steady rides, one a day, as it takes until a best says something."""
    peaks = [
        PeakPower(duration_s, FRESH_LEVEL, power_w, 0, 0, eligible=True)
        for duration_s in STANDARD_DURATIONS_S
        if duration_s <= 600
    ]
    for days in range(FEWEST_RIDES, 0, -1):
        make_ridden(athlete, before - timedelta(days=days), peaks)
    decide_records_task(athlete_id=athlete.pk)
