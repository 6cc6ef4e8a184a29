"""FIT record messages as samples."""

import numpy as np

from analytics.engine.decoding.fit_blocks import Block
from analytics.engine.decoding.fit_messages import Messages, Rows
from analytics.engine.decoding.fit_profile import DescriptionField, Message, RecordField
from analytics.engine.decoding.fit_walk import Place
from analytics.engine.recording import Channel, FloatArray, Samples

DEGREES_PER_SEMICIRCLE = 180 / 2**31
PACKED_SIZE = 3  # of compressed_speed_distance: 12 bits of speed, 12 of distance
PACKED_MASK = 0xFFF

# Where a channel is found, best first, with scale and offset: value = raw / scale - offset.
SOURCES = {
    Channel.POWER: ((RecordField.POWER, 1, 0),),
    Channel.HEART_RATE: ((RecordField.HEART_RATE, 1, 0),),
    Channel.SPEED: ((RecordField.ENHANCED_SPEED, 1000, 0), (RecordField.SPEED, 1000, 0)),
    Channel.DISTANCE: ((RecordField.DISTANCE, 100, 0),),
    Channel.ALTITUDE: ((RecordField.ENHANCED_ALTITUDE, 5, 500), (RecordField.ALTITUDE, 5, 500)),
    Channel.TEMPERATURE: ((RecordField.TEMPERATURE, 1, 0),),
}


def read_samples(messages: Messages) -> Samples | None:
    """Read the samples of one part of a file, in its order; None where it has none.

    A channel without a single value is left out, and so is a row without a time.
    """
    rows = messages.rows(Message.RECORD)
    if rows is None:
        return None
    at_s = messages.times_at_s(rows)
    timed = ~np.isnan(at_s)
    if not timed.any():
        return None
    channels = _read_channels(messages, rows)
    if timed.all():
        return Samples(at_s, channels)
    return Samples(at_s[timed], {name: values[timed] for name, values in channels.items()})


def _read_channels(messages: Messages, rows: Rows) -> dict[Channel, FloatArray]:
    packed_speed, packed_distance = _unpack_speed_distance(rows)
    found = {channel: _first_found(rows, SOURCES[channel]) for channel in SOURCES}
    found[Channel.LATITUDE] = _read_degrees(rows, RecordField.LATITUDE)
    found[Channel.LONGITUDE] = _read_degrees(rows, RecordField.LONGITUDE)
    found[Channel.CADENCE] = _read_cadence(rows)
    found[Channel.SPEED] = _prefer(found[Channel.SPEED], packed_speed)
    found[Channel.DISTANCE] = _prefer(found[Channel.DISTANCE], packed_distance)
    if found[Channel.POWER] is None:
        found[Channel.POWER] = _read_developer_power(messages, rows)
    return {channel: values for channel, values in found.items() if values is not None}


def _first_found(
    rows: Rows, sources: tuple[tuple[RecordField, float, float], ...]
) -> FloatArray | None:
    best = None
    for field_number, scale, offset in sources:
        best = _prefer(best, _scaled(rows, field_number, scale, offset))
    return best


def _scaled(
    rows: Rows, field_number: RecordField, scale: float, offset: float = 0
) -> FloatArray | None:
    values = rows.find_numbers(field_number)
    if values is None:
        return None
    if scale != 1:
        values /= scale
    if offset:
        values -= offset
    return values


def _prefer(first: FloatArray | None, second: FloatArray | None) -> FloatArray | None:
    """Take each value from the first, and from the second where the first has none."""
    if first is None or second is None:
        best = second if first is None else first
    else:
        best = np.where(np.isnan(first), second, first)
    return None if best is None or np.isnan(best).all() else best


def _read_degrees(rows: Rows, field_number: RecordField) -> FloatArray | None:
    semicircles = _prefer(rows.find_numbers(field_number), None)
    return None if semicircles is None else semicircles * DEGREES_PER_SEMICIRCLE


def _read_cadence(rows: Rows) -> FloatArray | None:
    cadence = rows.find_numbers(RecordField.CADENCE)
    fraction = _scaled(rows, RecordField.FRACTIONAL_CADENCE, 128)
    if cadence is not None and fraction is not None:
        cadence += np.nan_to_num(fraction)
    return _prefer(_scaled(rows, RecordField.CADENCE_256, 256), cadence)


def _unpack_speed_distance(rows: Rows) -> tuple[FloatArray | None, FloatArray | None]:
    packed = rows.find_bytes(RecordField.COMPRESSED_SPEED_DISTANCE, PACKED_SIZE)
    if packed is None:
        return None, None
    low, middle, high = packed.T.astype(np.int64)
    valid = (packed != 0xFF).any(axis=1)
    speed = np.where(valid, (low | (middle << 8)) & PACKED_MASK, np.nan) / 100
    sixteenths = (middle >> 4) | (high << 4)
    distance = np.full(rows.count, np.nan)
    steps = np.diff(sixteenths[valid], prepend=0) & PACKED_MASK  # the counter runs over at 256 m
    distance[valid] = np.cumsum(steps) / 16
    return speed, distance


def _read_developer_power(messages: Messages, rows: Rows) -> FloatArray | None:
    """Read power that only a developer field holds, such as a running pod's."""
    if not any(block.definition.developer_places for block in rows.blocks):
        return None
    described = messages.rows(Message.FIELD_DESCRIPTION)
    if described is None:
        return None
    base_types = _power_descriptions(described)
    power = rows.merge([_developer_power_of(block, base_types) for block in rows.blocks])
    return _prefer(power, None)


def _power_descriptions(described: Rows) -> list[tuple[tuple[int, int], int | None]]:
    """List what was described, in order: which field, and its base type if it is power."""
    developers = described.numbers(DescriptionField.DEVELOPER_INDEX)
    numbers = described.numbers(DescriptionField.FIELD_NUMBER)
    types = described.numbers(DescriptionField.BASE_TYPE)
    natives = described.numbers(DescriptionField.NATIVE_FIELD)
    names = described.texts(DescriptionField.FIELD_NAME)
    columns = zip(developers, numbers, types, natives, names, strict=True)
    return [
        (
            (int(np.nan_to_num(developer)), int(np.nan_to_num(number))),
            int(np.nan_to_num(base_type)) if _is_power(name, native) else None,
        )
        for developer, number, base_type, native, name in columns
    ]


def _is_power(name: str, native: float) -> bool:
    return name.casefold() == "power" or native == RecordField.POWER


def _developer_power_of(
    block: Block, described: list[tuple[tuple[int, int], int | None]]
) -> FloatArray | None:
    known = dict(described[: block.definition.descriptions_before])
    for key, place in block.definition.developer_places.items():
        base_type = known.get(key)
        if base_type is not None:
            return block.numbers_at(Place(place.offset, place.size, base_type))
    return None
