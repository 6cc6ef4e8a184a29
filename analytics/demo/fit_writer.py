"""Writing a ride as a FIT activity file, as a head unit would."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.demo import fit_profile as profile
from analytics.demo.fit_encoding import (
    BaseType,
    Field,
    MessageTable,
    encode_file,
    encode_message,
    encode_messages,
)
from analytics.demo.fit_summaries import encode_activity, encode_laps, encode_session
from analytics.engine.recording import FloatArray, Lap, PlannedStep, Ride, TimeSpan


@dataclass(frozen=True, slots=True)
class HeadUnit:
    """The device that signs a file."""

    manufacturer: int = profile.DEVELOPMENT_MANUFACTURER
    product: int = 1
    serial_number: int = 1
    product_name: str = "Demo head unit"


def write_fit(
    ride: Ride, *, head_unit: HeadUnit | None = None, utc_offset_s: int | None = None
) -> bytes:
    """Write one ride as a FIT activity file.

    Parameters
    ----------
    ride : Ride
        Samples in the order to be written, at least one. Times are Unix seconds [s],
        written as whole seconds. Channels that are absent or all NaN are left out of
        the file. Without timer spans the timer runs from the first sample to the
        last; without laps there is one. A title is written as the workout's name. Names
        of laps are not written: FIT has no room for them.
    head_unit : HeadUnit, optional
        Who signs the file.
    utc_offset_s : int, optional
        The rider's clock against UTC; written as the activity's local time. [s]

    Returns
    -------
    bytes
        A whole file: header, messages, checksum.

    Raises
    ------
    ValueError
        If the ride has no samples or a sport that the FIT profile does not name.

    Notes
    -----
    Figures that ``ride.device_figures`` leaves open are added up from the samples,
    each sample standing for one second.
    """
    _check(ride)
    unit = head_unit or HeadUnit()
    spans = ride.timer_spans or (_whole_span(ride),)
    whole = TimeSpan(spans[0].start_at_s, spans[-1].end_at_s)
    laps = ride.laps or (Lap(whole.start_at_s, whole.end_at_s),)
    return encode_file(
        (
            *_opening(unit, whole.start_at_s),
            *_workout(ride),
            *_records_and_events(ride, spans),
            encode_laps(ride, laps, spans),
            encode_session(ride, whole, spans, lap_count=len(laps)),
            encode_activity(whole, spans, utc_offset_s),
        )
    )


def _check(ride: Ride) -> None:
    if not ride.samples.at_s.size:
        raise ValueError("a ride without samples cannot be written")
    if ride.sport not in profile.SPORTS or ride.sub_sport not in profile.SUB_SPORTS:
        raise ValueError(f"the FIT profile kept here has no sport {ride.sport}/{ride.sub_sport}")


def _whole_span(ride: Ride) -> TimeSpan:
    return TimeSpan(float(ride.samples.at_s.min()), float(ride.samples.at_s.max()) + 1)


def _opening(unit: HeadUnit, at_s: float) -> Iterator[bytes]:
    serial = Field(3, BaseType.UINT32Z)
    yield encode_message(
        profile.FILE_ID,
        [
            (Field(0, BaseType.ENUM), profile.ACTIVITY_FILE),
            (Field(1, BaseType.UINT16), unit.manufacturer),
            (Field(2, BaseType.UINT16), unit.product),
            (serial, unit.serial_number),
            (Field(4, BaseType.UINT32, offset=-profile.FIT_EPOCH_S), at_s),
            (Field(8, BaseType.STRING), unit.product_name),
        ],
    )
    yield encode_message(
        profile.DEVICE_INFO,
        [
            (profile.TIMESTAMP, at_s),
            (Field(0, BaseType.UINT8), 0),  # the creator of the file
            (Field(2, BaseType.UINT16), unit.manufacturer),
            (serial, unit.serial_number),
            (Field(4, BaseType.UINT16), unit.product),
            (Field(27, BaseType.STRING), unit.product_name),
        ],
    )


def _workout(ride: Ride) -> Iterator[bytes]:
    if not (ride.plan or ride.title):
        return
    yield encode_message(
        profile.WORKOUT,
        [
            (Field(4, BaseType.ENUM), profile.SPORTS[ride.sport]),
            (Field(6, BaseType.UINT16), len(ride.plan)),
            (Field(8, BaseType.STRING), ride.title),
        ],
    )
    if not ride.plan:
        return
    steps = _workout_steps(ride.plan)
    yield steps.definition + steps.encoded()


def _workout_steps(plan: Sequence[PlannedStep]) -> MessageTable:
    watts = profile.CUSTOM_WATTS_OFFSET
    durations = [
        profile.STEP_OPEN if step.duration_s is None else profile.STEP_BY_TIME for step in plan
    ]
    targets = [
        profile.TARGET_OPEN if step.target_low_w is None else profile.TARGET_POWER for step in plan
    ]
    return encode_messages(
        profile.WORKOUT_STEP,
        [
            (profile.MESSAGE_INDEX, np.arange(len(plan), dtype=float)),
            (Field(0, BaseType.STRING), [step.name for step in plan]),
            (Field(1, BaseType.ENUM), durations),
            (Field(2, BaseType.UINT32, 1000), [step.duration_s for step in plan]),
            (Field(3, BaseType.ENUM), targets),
            (Field(4, BaseType.UINT32), [0] * len(plan)),  # a range of its own, not a zone
            (Field(5, BaseType.UINT32, offset=watts), [step.target_low_w for step in plan]),
            (Field(6, BaseType.UINT32, offset=watts), [step.target_high_w for step in plan]),
            (Field(7, BaseType.ENUM), [profile.LAP_ROLES[step.role] for step in plan]),
        ],
    )


def _records_and_events(ride: Ride, spans: Sequence[TimeSpan]) -> Iterator[bytes]:
    """Interleave samples and timer events in the order of their times."""
    records, events = _records(ride), _events(spans)
    yield events.definition
    yield records.definition
    at_s = ride.samples.at_s
    row = 0
    for number, span in enumerate(spans):
        first = _first_row_from(at_s, span.start_at_s, row)
        end = _first_row_from(at_s, span.end_at_s, first)
        yield records.encoded(row, first)
        yield events.encoded(2 * number, 2 * number + 1)
        yield records.encoded(first, end)
        yield events.encoded(2 * number + 1, 2 * number + 2)
        row = end
    yield records.encoded(row)


def _first_row_from(at_s: FloatArray, time_s: float, row: int) -> int:
    later = np.flatnonzero(at_s[row:] >= time_s)
    return row + int(later[0]) if later.size else int(at_s.size)


def _records(ride: Ride) -> MessageTable:
    channels = ride.samples.channels
    return encode_messages(
        profile.RECORD,
        [(profile.TIMESTAMP, ride.samples.at_s)]
        + [
            (field, channels[channel])
            for channel, field in profile.RECORD_FIELDS.items()
            if channel in channels and not np.isnan(channels[channel]).all()
        ],
    )


def _events(spans: Sequence[TimeSpan]) -> MessageTable:
    stops = [profile.EVENT_STOP] * (len(spans) - 1) + [profile.EVENT_STOP_ALL]
    return encode_messages(
        profile.EVENT,
        [
            (
                profile.TIMESTAMP,
                [time_s for span in spans for time_s in (span.start_at_s, span.end_at_s)],
            ),
            (Field(0, BaseType.ENUM), [profile.TIMER_EVENT] * (2 * len(spans))),
            (
                Field(1, BaseType.ENUM),
                [event for stop in stops for event in (profile.EVENT_START, stop)],
            ),
        ],
    )
