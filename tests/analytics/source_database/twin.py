"""A plain twin of the sync: SELECT * of every table, dictionaries, and loops; nothing folded."""

from collections.abc import Callable, Iterable
from datetime import UTC, date
from math import isfinite
from typing import Any

from analytics.models import SourceLink

Row = dict[str, Any]
LONGEST_S = 7 * 24 * 3600


def expected_sessions(rows: Callable[[str], list[Row]]) -> dict[int, Row]:
    """What each session of the source must look like here, by its id there."""
    athletes = {row["id"] for row in rows("profiles_athlete")}
    raw = {row["activity_summary_id"] for row in rows("activities_activityraw")}
    laps, peaks, works = (
        by_session(rows(table))
        for table in (
            "activities_lap",
            "metrics_recordprofile",
            "activities_trainingpeaksworkout",
        )
    )
    masses = [r for r in rows("metrics_metric") if r["metric_type"] == "WG" and r["unit"] == "kg"]
    powers = rows("daily_metrics_dailyestimation")
    expected = {}
    for row in rows("activities_activitysummary"):
        key, timer = row["id"], row["timer_time"]
        if row["athlete_id"] not in athletes or key not in raw or row["activity_date"] is None:
            continue
        if timer is None or not 1 <= timer <= LONGEST_S:
            continue
        day = row["activity_date"].date()
        mass = value_on(day, mine(masses, row), "value", 25, 250)
        power = value_on(day, mine(powers, row), "critical_power", 30, 1000)
        edges = disjoint(laps.get(key, []))
        expected[key] = {
            "started_at": row["activity_date"].replace(tzinfo=UTC),
            "timer_s": round(timer),
            "elapsed_s": max([round(timer), *(end for _, end in edges)]),
            "distance_m": between(row["distance"], 0, 1e8),
            "elevation_gain_m": between(row["total_elevation_gain"], 0, 1e5),
            "mean_power_w": between(row["average_power"], 0, 2500),
            "mean_heart_rate_bpm": between(row["average_heartrate"], 0, 240) or None,
            "mass_kg": mass,
            "critical_power_w": power,
            "title": " / ".join(sorted({w["Title"] for w in works.get(key, []) if w["Title"]})),
            "plan_text": "\n\n".join(planned_by(works.get(key, []))),
            "edges": edges,
            "peaks": highest(peaks.get(key, [])),
        }
    return expected


def planned_by(works: Iterable[Row]) -> list[str]:
    """The descriptions of a session's workouts, by their titles, each once."""
    texts: list[str] = []
    for work in sorted(works, key=lambda row: (row["Title"] or "", row["Description"] or "")):
        text = (work["Description"] or "").strip()
        if text and text not in texts:
            texts.append(text)
    return texts


def stored_sessions() -> dict[int, Row]:
    """The same of what is stored here."""
    links = SourceLink.objects.filter(kind="session", session__isnull=False)
    stored = {}
    for link in links.select_related("session"):
        session = link.session
        names = (
            *("started_at", "timer_s", "elapsed_s", "distance_m", "elevation_gain_m"),
            *(
                "mean_power_w",
                "mean_heart_rate_bpm",
                "mass_kg",
                "critical_power_w",
                "title",
                "plan_text",
            ),
        )
        stored[link.source_id] = {
            **{name: getattr(session, name) for name in names},
            "edges": list(session.intervals.values_list("start_s", "end_s")),
            "peaks": {(peak.level, peak.duration_s): peak.power_w for peak in session.peaks.all()},
        }
    return stored


def by_session(rows: Iterable[Row]) -> dict[int, list[Row]]:
    grouped: dict[int, list[Row]] = {}
    for row in rows:
        grouped.setdefault(row["activity_summary_id"], []).append(row)
    return grouped


def mine(rows: Iterable[Row], session: Row) -> list[Row]:
    return [row for row in rows if row["athlete_id"] == session["athlete_id"]]


def between(value: float | None, low: float, high: float) -> float | None:
    return value if value is not None and isfinite(value) and low <= value <= high else None


def value_on(day: date, rows: list[Row], name: str, low: float, high: float) -> float | None:
    """The latest on or before the day, else the earliest after it."""
    dated = sorted((r["date"], r[name]) for r in rows if between(r[name], low, high) is not None)
    before = [value for dated_on, value in dated if dated_on <= day]
    after = [value for dated_on, value in dated if dated_on > day]
    return before[-1] if before else after[0] if after else None


def disjoint(laps: list[Row]) -> list[tuple[int, int]]:
    edges = sorted(
        (max(round(lap["start"]), 0), round(lap["end"]))
        for lap in laps
        if lap["start"] is not None and lap["end"] is not None
    )
    kept: list[tuple[int, int]] = []
    for start, end in edges:
        begin = max(start, kept[-1][1]) if kept else start
        if begin < end and start < end:
            kept.append((begin, end))
    return kept


def highest(peaks: list[Row]) -> dict[tuple[int, int], float]:
    found: dict[tuple[int, int], float] = {}
    for row in peaks:
        seconds, rest = divmod(row["duration"], 1_000_000)
        value = between(row["value"], 0, 2500)
        if row["unit"] == "W" and seconds and not rest and value:
            key = (row["relative_work"] or 0, seconds)
            found[key] = max(value, found.get(key, 0))
    return found
