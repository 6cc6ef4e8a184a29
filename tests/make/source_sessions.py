from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from analytics.models import Athlete, Session, SourceLink
from analytics.source_database.rows import SourceLap, SourcePeak, SourceSession
from analytics.source_database.storing import judge_sessions, store_sessions
from tests.make.people import NUMBERS, make_athlete

EFFORTS = 4
SECOND_US = 1_000_000


def make_source_row(athlete_id: int = 1, **columns: object) -> SourceSession:
    """Make a row of the source: an hour with four efforts of four minutes, and three peaks."""
    laps = [_lap(600 + 360 * number, 240, "T", None, 300.0) for number in range(EFFORTS)]
    laps += [_lap(840 + 360 * number, 120, "A", "R", 120.0) for number in range(EFFORTS)]
    values: dict[str, object] = {
        "source_id": next(NUMBERS),
        "athlete_id": athlete_id,
        "activity_date": datetime(2026, 5, 3, 7, 30),  # noqa: DTZ001 - as the driver gives it
        "training_stimulus": "T",
        "timer_s": 3600.0,
        "distance_m": 32_000.0,
        "elevation_gain_m": 250.0,
        "mean_power_w": 190.0,
        "mean_heart_rate_bpm": 138.0,
        "mean_speed_mps": 8.9,
        "is_processed": True,
        "laps": tuple(laps),
        "peaks": tuple(
            SourcePeak(duration_s * SECOND_US, 0, power_w)
            for duration_s, power_w in ((5, 800.0), (300, 320.0), (1200, 290.0))
        ),
        "workouts": (("4 x 4", "as planned"),),
    }
    return SourceSession(**{**values, **columns})


def make_source_session(*, athlete: Athlete | None = None, **columns: object) -> Session:
    """Store a session without samples, as the sync does."""
    owner = athlete or make_athlete()
    now = timezone.now()
    link = SourceLink.objects.filter(athlete=owner).first() or SourceLink.objects.create(
        kind="athlete", source_id=next(NUMBERS), athlete=owner, changed_at=now
    )
    row = make_source_row(link.source_id, **columns)
    with transaction.atomic():
        verdicts = judge_sessions([row], zone=ZoneInfo("UTC"), now=now, newcomers={})
        store_sessions(verdicts, {row.source_id: "1"}, now=now)
    return Session.objects.get(source_links__source_id=row.source_id, source_links__kind="session")


def _lap(
    start_s: float, seconds: float, intensity: str, characteristic: str | None, power_w: float
) -> SourceLap:
    end_s = start_s + seconds
    return SourceLap(start_s, end_s, 2000.0, intensity, characteristic, power_w, 150.0, 9.0, 88.0)
