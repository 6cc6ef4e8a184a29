"""An analysed ride as a report: one JSON object, or text for people."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from analytics.engine.intervals import LabelledInterval
from analytics.engine.peaks import PeakPower
from analytics.engine.printing import amount_or_dash, clock
from analytics.engine.session import AnalysedSession
from analytics.engine.sets import DetectedSet
from analytics.engine.totals import SessionTotals


def as_json(file: str, session: AnalysedSession, summary: str) -> str:
    """Write one line of JSON; keys carry their units, null is what the ride does not hold."""
    content = {
        "file": file,
        "ride": session.ride.number,
        "title": session.ride.title,
        "totals": asdict(session.totals),
        "stimulus": session.stimulus,
        "stimulus_reason": session.stimulus_reason,
        "intervals": [
            {**asdict(interval), "duration_s": interval.duration_s}
            for interval in session.intervals
        ],
        "sets": [{**asdict(found), "repetitions": found.repetitions} for found in session.sets],
        "peaks": [asdict(peak) for peak in session.peaks],
        "quality": asdict(session.quality),
        "device_figures": asdict(session.ride.device_figures),
        "summary": summary,
    }
    return json.dumps(_plain(content), allow_nan=False)


def as_text(file: str, session: AnalysedSession, summary: str) -> str:
    """Lay one ride out for a terminal."""
    blocks = [
        [file + (f" (ride {session.ride.number})" if session.ride.number else "")],
        list(_totals_lines(session.totals)),
        [f"Stimulus: {session.stimulus.label} ({session.stimulus_reason})"],
        list(_set_lines(session.sets)),
        list(_interval_lines(session.intervals)),
        list(_peak_lines(session.peaks)),
        [f"Note: {note}" for note in session.quality.notes],
        [summary],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def _plain(value: Any) -> Any:
    """Reduce to what JSON knows; a number that is none becomes null."""
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return value


def _totals_lines(totals: SessionTotals) -> Iterable[str]:
    yield f"Started         {totals.started_at:%Y-%m-%d %H:%M:%S} UTC"
    yield (
        f"Time            {clock(totals.timer_s)} "
        f"(moving {clock(totals.moving_s)}, elapsed {clock(totals.elapsed_s)})"
    )
    distance_km = None if totals.distance_m is None else totals.distance_m / 1000
    speed_kmh = None if totals.mean_speed_mps is None else totals.mean_speed_mps * 3.6
    distance, speed = amount_or_dash(distance_km, "km", 1), amount_or_dash(speed_kmh, "km/h", 1)
    yield f"Distance        {distance}, {speed}"
    yield f"Elevation gain  {amount_or_dash(totals.elevation_gain_m, 'm')}"
    yield (
        f"Power           mean {amount_or_dash(totals.mean_power_w, 'W')}, "
        f"weighted {amount_or_dash(totals.weighted_power_w, 'W')}, "
        f"max {amount_or_dash(totals.max_power_w, 'W')}, "
        f"work {amount_or_dash(totals.work_kj, 'kJ')}"
    )
    yield (
        f"Heart rate      mean {amount_or_dash(totals.mean_heart_rate_bpm, 'bpm')}, "
        f"max {amount_or_dash(totals.max_heart_rate_bpm, 'bpm')}"
    )
    yield f"Cadence         {amount_or_dash(totals.mean_cadence_rpm, 'rpm')} (zeros left out)"
    if totals.threshold_kind is not None:
        yield (
            f"Load            {amount_or_dash(totals.training_load, '')} at an intensity of "
            f"{amount_or_dash(totals.intensity_factor, '', 2)} of {totals.threshold_kind.label}"
        )


def _set_lines(sets: Sequence[DetectedSet]) -> Iterable[str]:
    for found in sets:
        yield (
            f"{found.title}: {found.intensity.label}, {amount_or_dash(found.mean_power_w, 'W')}, "
            f"{amount_or_dash(found.mean_heart_rate_bpm, 'bpm')}, "
            f"{amount_or_dash(found.mean_cadence_rpm, 'rpm')}, last against first "
            f"{amount_or_dash(found.fade_percent, '%', 1)}"
        )


def _interval_lines(intervals: Sequence[LabelledInterval]) -> Iterable[str]:
    if intervals:
        yield "   from      to duration  power heart  rpm  labels"
    for interval in intervals:
        characteristic = interval.characteristic.label if interval.characteristic else ""
        role = interval.intensity.label if interval.is_work else "recovery"
        yield (
            f"{clock(interval.start_s):>7} {clock(interval.end_s):>7} "
            f"{clock(interval.duration_s):>8} {amount_or_dash(interval.mean_power_w, 'W'):>6} "
            f"{amount_or_dash(interval.mean_heart_rate_bpm, ''):>5} "
            f"{amount_or_dash(interval.mean_cadence_rpm, ''):>4}  "
            f"{' '.join(filter(None, (role, characteristic)))} ({interval.source.label.lower()})"
        )


def _peak_lines(peaks: Sequence[PeakPower]) -> Iterable[str]:
    fresh = [peak for peak in peaks if peak.level == 0]
    if fresh:
        yield "Peaks: " + ", ".join(
            f"{clock(peak.duration_s)} {amount_or_dash(peak.power_w, 'W')}"
            + ("" if peak.eligible else " (not eligible)")
            for peak in fresh
        )
