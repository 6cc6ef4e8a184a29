"""What is read from the team's database, as it stands there; any value may be missing."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

Row = Sequence[Any]


@dataclass(frozen=True, slots=True)
class SourceAthlete:
    """A row of profiles_athlete with its account's names and its dated values."""

    source_id: int
    team_id: int | None
    first_name: str | None
    last_name: str | None
    masses: tuple[tuple[date, float | None, str | None], ...]  # day, value, unit
    critical_powers_w: tuple[tuple[date, float | None], ...]


@dataclass(frozen=True, slots=True)
class SourceLap:
    """A row of activities_lap; offsets from the start of the session."""

    start_s: float | None
    end_s: float | None
    distance_m: float | None
    intensity: str | None
    characteristic: str | None
    mean_power_w: float | None
    mean_heart_rate_bpm: float | None
    mean_speed_mps: float | None
    mean_cadence_rpm: float | None


@dataclass(frozen=True, slots=True)
class SourcePeak:
    """A row of metrics_recordprofile in watts."""

    duration_us: int | None
    relative_work: float | None
    power_w: float | None


@dataclass(frozen=True, slots=True)
class SourceSession:
    """A row of activities_activitysummary with all that hangs on it."""

    source_id: int
    athlete_id: int | None
    activity_date: datetime | None
    training_stimulus: str | None
    timer_s: float | None
    distance_m: float | None
    elevation_gain_m: float | None
    mean_power_w: float | None
    mean_heart_rate_bpm: float | None
    mean_speed_mps: float | None
    is_processed: bool
    laps: tuple[SourceLap, ...]
    peaks: tuple[SourcePeak, ...]
    workouts: tuple[tuple[str | None, str | None], ...]  # title, description


PLAIN_COLUMNS = (
    *("source_id", "athlete_id", "activity_date", "training_stimulus", "timer_s", "distance_m"),
    *("elevation_gain_m", "mean_power_w", "mean_heart_rate_bpm", "mean_speed_mps"),
)


def athlete_from(row: Row) -> SourceAthlete:
    """Read one row of ``queries.ATHLETES``."""
    source_id, team_id, first_name, last_name, masses, critical_powers = row
    return SourceAthlete(
        source_id=source_id,
        team_id=team_id,
        first_name=first_name,
        last_name=last_name,
        masses=tuple(
            (day_of(mass["date"]), mass["value"], mass["unit"])
            for mass in unfold(masses)
            if mass["date"]
        ),
        critical_powers_w=tuple(
            (day_of(each["date"]), each["critical_power"])
            for each in unfold(critical_powers)
            if each["date"]
        ),
    )


def session_from(row: Row) -> SourceSession:
    """Read one row of ``queries.SESSIONS``."""
    *plain, is_processed, laps, peaks, workouts = row
    return SourceSession(
        **dict(zip(PLAIN_COLUMNS, plain, strict=True)),
        is_processed=bool(is_processed),
        laps=tuple(SourceLap(**lap) for lap in unfold(laps)),
        peaks=tuple(SourcePeak(**peak) for peak in unfold(peaks)),
        workouts=tuple((work["title"], work["description"]) for work in unfold(workouts)),
    )


def unfold(folded: str | bytes | None) -> list[dict[str, Any]]:
    """Read what JSON_ARRAYAGG folded; an outer join without a partner gives null."""
    return json.loads(folded) if folded else []


def day_of(text: str) -> date:
    """Read a date, or the day of a datetime, as JSON_OBJECT prints it."""
    return date.fromisoformat(text[:10])
