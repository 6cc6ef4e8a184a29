"""An analysed ride as a report: one JSON object, or text for people."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from analytics.engine.intervals import LabelledInterval
from analytics.engine.peaks import PeakPower
from analytics.engine.printing import clock
from analytics.engine.session import AnalysedSession
from analytics.engine.sets import DetectedSet
from analytics.engine.totals import SessionTotals

MISSING = "–"


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
    yield f"Distance        {_amount(distance_km, 'km', 1)}, {_amount(speed_kmh, 'km/h', 1)}"
    yield f"Elevation gain  {_amount(totals.elevation_gain_m, 'm')}"
    yield (
        f"Power           mean {_amount(totals.mean_power_w, 'W')}, "
        f"weighted {_amount(totals.weighted_power_w, 'W')}, "
        f"max {_amount(totals.max_power_w, 'W')}, "
        f"work {_amount(totals.work_kj, 'kJ')}"
    )
    yield (
        f"Heart rate      mean {_amount(totals.mean_heart_rate_bpm, 'bpm')}, "
        f"max {_amount(totals.max_heart_rate_bpm, 'bpm')}"
    )
    yield f"Cadence         {_amount(totals.mean_cadence_rpm, 'rpm')} (zeros left out)"
    if totals.threshold_kind is not None:
        yield (
            f"Load            {_amount(totals.training_load, '')} at an intensity of "
            f"{_amount(totals.intensity_factor, '', 2)} of {totals.threshold_kind.label}"
        )


def _set_lines(sets: Sequence[DetectedSet]) -> Iterable[str]:
    for found in sets:
        yield (
            f"{found.title}: {found.intensity.label}, {_amount(found.mean_power_w, 'W')}, "
            f"{_amount(found.mean_heart_rate_bpm, 'bpm')}, "
            f"{_amount(found.mean_cadence_rpm, 'rpm')}, last against first "
            f"{_amount(found.fade_percent, '%', 1)}"
        )


def _interval_lines(intervals: Sequence[LabelledInterval]) -> Iterable[str]:
    if intervals:
        yield "   from      to duration  power heart  rpm  labels"
    for interval in intervals:
        characteristic = interval.characteristic.label if interval.characteristic else ""
        role = interval.intensity.label if interval.is_work else "recovery"
        yield (
            f"{clock(interval.start_s):>7} {clock(interval.end_s):>7} "
            f"{clock(interval.duration_s):>8} {_amount(interval.mean_power_w, 'W'):>6} "
            f"{_amount(interval.mean_heart_rate_bpm, ''):>5} "
            f"{_amount(interval.mean_cadence_rpm, ''):>4}  "
            f"{' '.join(filter(None, (role, characteristic)))} ({interval.source.label.lower()})"
        )


def _peak_lines(peaks: Sequence[PeakPower]) -> Iterable[str]:
    fresh = [peak for peak in peaks if peak.level == 0]
    if fresh:
        yield "Peaks: " + ", ".join(
            f"{clock(peak.duration_s)} {_amount(peak.power_w, 'W')}"
            + ("" if peak.eligible else " (not eligible)")
            for peak in fresh
        )


def _amount(value: float | None, unit: str, decimals: int = 0) -> str:
    if value is None or not math.isfinite(value):
        return MISSING
    return f"{value + 0.0:,.{decimals}f} {unit}".rstrip()
