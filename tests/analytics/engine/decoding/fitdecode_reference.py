"""What fitdecode, an independent reader, says about a FIT file, in the words of our reader.

Slow, and the truth that ours is compared with.
"""

import gzip
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import fitdecode
import numpy as np

from analytics.engine.decoding.fit_container import find_parts
from analytics.engine.decoding.fit_laps import read_laps
from analytics.engine.decoding.fit_messages import Messages
from analytics.engine.decoding.fit_samples import read_samples
from analytics.engine.decoding.fit_sessions import read_sessions
from analytics.engine.recording import Channel

FIT_EPOCH_AT_S = 631_065_600
TIMESTAMP = 253
DEVELOPER_POWER = -1
EXPANDED = (73, 78)

FIT_NAME = re.compile(r"\.fit(\.gz)?$", re.IGNORECASE)

# Channel: field numbers, best first.
RECORD_FIELDS = {
    Channel.POWER: (7,),
    Channel.HEART_RATE: (3,),
    Channel.SPEED: (73, 6),
    Channel.DISTANCE: (5,),
    Channel.ALTITUDE: (78, 2),
    Channel.LATITUDE: (0,),
    Channel.LONGITUDE: (1,),
    Channel.TEMPERATURE: (13,),
}


@dataclass
class ReferencePart:
    """The messages of one chained file: a dict of field number to value for each."""

    messages: dict[int, list[dict[int, float]]] = field(default_factory=dict)
    failure: str = ""

    def of(self, number: int) -> list[dict[int, float]]:
        return self.messages.get(number, [])


def read_with_fitdecode(data: bytes) -> list[ReferencePart]:
    """Read all that fitdecode can read before it fails."""
    parts: list[ReferencePart] = []
    try:
        for frame in _frames(data):
            if frame.frame_type == fitdecode.FIT_FRAME_HEADER:
                parts.append(ReferencePart())
            elif frame.frame_type == fitdecode.FIT_FRAME_DATA:
                values = _values_of(frame)
                parts[-1].messages.setdefault(frame.global_mesg_num, []).append(values)
    except Exception as error:  # noqa: BLE001  (whatever stops fitdecode: what it read stands)
        if parts:
            parts[-1].failure = f"{type(error).__name__}: {error}"
    return parts


def _frames(data: bytes) -> Iterator[Any]:
    with fitdecode.FitReader(
        data,
        processor=None,
        check_crc=fitdecode.CrcCheck.DISABLED,
        error_handling=fitdecode.ErrorHandling.IGNORE,
    ) as reader:
        yield from reader


def _values_of(frame) -> dict[int, float]:
    """Keep each field's value unless it is missing; developer power under -1.

    Of two fields with one number the first counts. Expanded speed and altitude
    are left out: the fields that they come from are there too.
    """
    values: dict[int, float] = {}
    written: set[int] = set()
    for each in frame.fields:
        number = each.def_num
        if each.field_def is None:
            if number in EXPANDED or number in values:
                continue
        elif each.field_def.is_dev:
            if not _is_developer_power(each):
                continue
            number = DEVELOPER_POWER
        elif number in written:
            continue
        else:
            written.add(number)
        value = _first_number(each)
        if value is not None and (number != DEVELOPER_POWER or number not in values):
            values[number] = value
    return values


def _is_developer_power(each) -> bool:
    return (each.name or "").casefold() == "power" or each.field.native_field_num == 7


def _first_number(each) -> float | None:
    """Read a field as a number, of several the first.

    Bytes are none: fitdecode also makes them of types and sizes that it does not know.
    """
    if each.field_def and each.field_def.base_type.name in ("byte", "string"):
        return None
    value = each.raw_value if each.field and each.type.enum else each.value
    value = value[0] if isinstance(value, tuple) else value
    return None if value is None or not np.isfinite(value) else float(value)


def reference_samples(part: ReferencePart) -> tuple[np.ndarray, dict[Channel, np.ndarray]]:
    """Turn the record messages into times and channels, NaN where the device wrote nothing."""
    rows = [row for row in part.of(20) if TIMESTAMP in row]
    at_s = np.array([row[TIMESTAMP] for row in rows], dtype=float) + FIT_EPOCH_AT_S
    channels = {
        channel: np.array([_number(row, numbers) for row in rows])
        for channel, numbers in RECORD_FIELDS.items()
    }
    for channel in (Channel.LATITUDE, Channel.LONGITUDE):
        channels[channel] = channels[channel] * (180 / 2**31)
    channels[Channel.CADENCE] = np.array([_cadence(row) for row in rows])
    if np.isnan(channels[Channel.POWER]).all():
        channels[Channel.POWER] = np.array([_number(row, (DEVELOPER_POWER,)) for row in rows])
    return at_s, channels


def _number(row: dict[int, float], numbers: tuple[int, ...]) -> float:
    for number in numbers:
        if number in row:
            return row[number]
    return np.nan


def _cadence(row: dict[int, float]) -> float:
    if 52 in row:
        return row[52]
    return _number(row, (4,)) + row.get(53, 0)


def find_fit_files(rides_dir: Path) -> list[Path]:
    """List the FIT files, small ones first."""
    found = [path for path in rides_dir.glob("files/**/*") if FIT_NAME.search(path.name)]
    return sorted(found, key=lambda path: (path.stat().st_size, path.name))


def read_bytes(path: Path) -> bytes:
    raw = path.read_bytes()
    return gzip.decompress(raw) if path.suffix == ".gz" else raw


def differences_from_fitdecode(data: bytes) -> list[str]:
    """Compare all values that we keep with fitdecode's; say what differs.

    Where fitdecode fails, ours must have what it read until then, and may have more.
    """
    parts, _ = find_parts(data)
    references = read_with_fitdecode(data)
    has_failed = any(reference.failure for reference in references)
    if len(parts) < len(references) or (len(parts) > len(references) and not has_failed):
        return [f"{len(parts)} parts, not {len(references)}"]
    differences = []
    for number, (part, reference) in enumerate(zip(parts, references, strict=False)):
        messages = Messages(data, part)
        for name, ours, theirs in (
            *_sample_columns(messages, reference),
            *_session_columns(messages, reference),
            *_lap_columns(messages, reference),
        ):
            known = ours[: theirs.size] if reference.failure else ours
            if not np.array_equal(known, theirs, equal_nan=True):
                differences.append(f"part {number}: {name} differs")
    return differences


Column = tuple[str, np.ndarray, np.ndarray]


def _sample_columns(messages: Messages, reference: ReferencePart) -> Iterator[Column]:
    at_s, channels = reference_samples(reference)
    samples = read_samples(messages)
    if samples is None:
        yield "number of samples", np.zeros(0), at_s
        return
    yield "time", samples.at_s, at_s
    nothing = np.full(samples.at_s.size, np.nan)
    for channel in Channel:
        yield channel, samples.channels.get(channel, nothing), channels[channel]


SESSION_FIELDS = {
    "elapsed_s": (7,),
    "timer_s": (8,),
    "distance_m": (9,),
    "mean_power_w": (20,),
    "max_power_w": (21,),
    "weighted_power_w": (34,),
    "mean_heart_rate_bpm": (16,),
    "max_heart_rate_bpm": (17,),
    "elevation_gain_m": (22,),
    "threshold_power_w": (45,),
}


def _session_columns(messages: Messages, reference: ReferencePart) -> Iterator[Column]:
    rows = reference.of(18)
    sessions = read_sessions(messages) if rows else []
    for name, numbers in SESSION_FIELDS.items():
        ours = np.array([getattr(each.figures, name) for each in sessions], dtype=float)
        yield f"session {name}", ours, np.array([_number(row, numbers) for row in rows])
    starts = np.array([each.start_at_s for each in sessions if not np.isnan(each.start_at_s)])
    theirs = [row[2] + FIT_EPOCH_AT_S for row in rows if 2 in row]
    yield "session start", starts[: len(theirs)], np.array(theirs)


def _lap_columns(messages: Messages, reference: ReferencePart) -> Iterator[Column]:
    rows = [row for row in reference.of(19) if 2 in row and 7 in row]
    laps = read_laps(messages)
    if len(rows) != len(reference.of(19)):
        return
    starts = np.array([row[2] + FIT_EPOCH_AT_S for row in rows])
    yield "lap start", np.array([lap.start_at_s for lap in laps]), starts
    ends = starts + np.array([row[7] for row in rows])
    yield "lap end", np.array([lap.end_at_s for lap in laps]), ends
