"""Reads the JSON in which Golden Cheetah keeps a ride."""

import json
import math
import re
from datetime import UTC, datetime
from typing import Any

from analytics.engine.decoding.columns import SampleColumns
from analytics.engine.decoding.document_text import find_encoding, read_head
from analytics.engine.decoding.sport_names import read_sport
from analytics.engine.decoding.text_values import ABSURD, read_title
from analytics.engine.decoding.timed_points import MAX_LAPS
from analytics.engine.recording import (
    Channel,
    Lap,
    Recording,
    RecordingFormat,
    RecordingRefused,
    Ride,
)

# JSON is not streamed, so what it may become in memory is bounded before it is parsed.
MAX_OBJECTS = 500_000
MAX_LISTS = 50_000
MAX_VALUES = 5_000_000

NO_TEMPERATURE_C = -255.0  # what the program writes where there is none

_BEGINS_WITH_RIDE = re.compile(r'\{\s*"RIDE"\s*:\s*\{')
_START = re.compile(r"\s*(\d{4})/(\d\d?)/(\d\d?)\s+(\d\d?):(\d\d):(\d\d)\s*UTC\s*")
_SERIES = {
    "WATTS": (Channel.POWER, 1.0),
    "HR": (Channel.HEART_RATE, 1.0),
    "CAD": (Channel.CADENCE, 1.0),
    "KPH": (Channel.SPEED, 1.0 / 3.6),
    "KM": (Channel.DISTANCE, 1000.0),
    "ALT": (Channel.ALTITUDE, 1.0),
    "LAT": (Channel.LATITUDE, 1.0),
    "LON": (Channel.LONGITUDE, 1.0),
    "TEMP": (Channel.TEMPERATURE, 1.0),
}


def is_golden_cheetah(data: bytes) -> bool:
    """Tell whether a document begins like a ride that Golden Cheetah wrote."""
    return _BEGINS_WITH_RIDE.match(read_head(data)) is not None


def decode_golden_cheetah(data: bytes) -> Recording:
    """Read a ride that Golden Cheetah wrote as JSON.

    Parameters
    ----------
    data : bytes
        The document.

    Returns
    -------
    Recording
        With one ride; the intervals that the rider marked become laps with their names.

    Raises
    ------
    RecordingRefused
        If the document is no such ride, is not whole, or holds no samples.
    """
    ride = _read_object(_parse(data), "RIDE")
    if not ride:
        raise RecordingRefused("This is JSON of another kind, which cannot be read as a ride.")
    started_at_s = _read_start(ride.get("STARTTIME"))
    columns = _read_samples(ride.get("SAMPLES"), started_at_s)
    if not len(columns):
        raise RecordingRefused("The file holds no samples.")
    tags = _read_object(ride, "TAGS")
    sport = read_sport(_read_text(tags, "Sport"))
    decoded = Ride(
        number=0,
        sport=sport.sport,
        sub_sport=sport.sub_sport,
        samples=columns.to_samples(),
        laps=_read_laps(ride.get("INTERVALS"), started_at_s),
        title=_read_text(tags, "Workout Code"),
    )
    device = _read_text(ride, "DEVICETYPE")
    return Recording(RecordingFormat.GOLDEN_CHEETAH, (decoded,), device)


def _parse(data: bytes) -> Any:
    text = data.decode(find_encoding(data), errors="replace").lstrip("\ufeff")
    _refuse_crowd(text)
    try:
        return json.loads(text)
    except ValueError as error:
        raise RecordingRefused("The JSON file is damaged or cut.") from error
    except RecursionError as error:
        raise RecordingRefused("The JSON file is nested too deeply.") from error


def _refuse_crowd(text: str) -> None:
    crowded = (
        text.count("{") > MAX_OBJECTS or text.count("[") > MAX_LISTS or text.count(",") > MAX_VALUES
    )
    if crowded:
        raise RecordingRefused("The JSON file holds more than a ride can hold.")


def _read_start(text: object) -> float:
    """Read the time [s] from which samples are counted."""
    found = _START.fullmatch(text) if isinstance(text, str) else None
    if found is None:
        raise RecordingRefused("The ride does not say when it started.")
    year, month, day, hour, minute, second = map(int, found.groups())
    try:
        return datetime(year, month, day, hour, minute, second, tzinfo=UTC).timestamp()
    except ValueError as error:
        raise RecordingRefused("The ride does not say when it started.") from error


def _read_samples(rows: object, started_at_s: float) -> SampleColumns:
    columns = SampleColumns()
    for row in rows if isinstance(rows, list) else ():
        if not isinstance(row, dict):
            continue
        offset_s = _read_number(row.get("SECS"))
        if math.isnan(offset_s):
            continue
        values = {
            channel: _read_number(row[name]) * factor
            for name, (channel, factor) in _SERIES.items()
            if name in row
        }
        if values.get(Channel.TEMPERATURE) == NO_TEMPERATURE_C:
            del values[Channel.TEMPERATURE]
        columns.add_row(started_at_s + offset_s, values)
    return columns


def _read_laps(rows: object, started_at_s: float) -> tuple[Lap, ...]:
    laps = []
    for row in rows[:MAX_LAPS] if isinstance(rows, list) else ():
        if not isinstance(row, dict):
            continue
        start_s, stop_s = _read_number(row.get("START")), _read_number(row.get("STOP"))
        if stop_s >= start_s:
            name = _read_text(row, "NAME")
            laps.append(Lap(started_at_s + start_s, started_at_s + stop_s, name=name))
    return tuple(laps)


def _read_object(parent: object, name: str) -> dict[str, Any]:
    child = parent.get(name) if isinstance(parent, dict) else None
    return child if isinstance(child, dict) else {}


def _read_text(parent: dict[str, Any], name: str) -> str:
    value = parent.get(name)
    return read_title(value) if isinstance(value, str) else ""


def _read_number(value: object) -> float:
    """Take a finite number of a believable size; NaN for everything else."""
    if isinstance(value, int | float) and -ABSURD < value < ABSURD:
        return float(value)
    return math.nan
