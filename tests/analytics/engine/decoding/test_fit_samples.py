import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.decoding.fit_container import Part
from analytics.engine.decoding.fit_messages import Messages
from analytics.engine.decoding.fit_samples import read_samples
from analytics.engine.recording import Channel, Samples
from tests.analytics.engine.decoding.fit_bytes import (
    BYTE,
    FLOAT32,
    RECORDS,
    SINT8,
    SINT32,
    START,
    START_AT_S,
    TEXT,
    UINT8,
    UINT16,
    UINT32,
    Field,
    data,
    definition,
    power_record,
)

TIME = (253, UINT32)


def samples_of(*parts: bytes) -> Samples:
    body = b"".join(parts)
    samples = read_samples(Messages(body, Part(0, len(body))))
    assert samples is not None
    return samples


def channel_of(
    channel: Channel, fields: list[Field], formats: str, *rows: tuple[int, ...]
) -> list[float]:
    """Read one channel of records that hold a time and these fields."""
    records = [data(1, "I" + formats, START + at, *values) for at, values in enumerate(rows)]
    samples = samples_of(definition(1, 20, [TIME, *fields]), *records)
    return list(samples.channels[channel])


@pytest.mark.parametrize(
    ("channel", "field", "format_", "raw", "value"),
    (
        (Channel.POWER, (7, UINT16), "H", 250, 250),
        (Channel.HEART_RATE, (3, UINT8), "B", 150, 150),
        (Channel.CADENCE, (4, UINT8), "B", 90, 90),
        (Channel.CADENCE, (52, UINT16), "H", 90 * 256 + 128, 90.5),
        (Channel.SPEED, (6, UINT16), "H", 8333, 8.333),
        (Channel.SPEED, (73, UINT32), "I", 83330, 83.33),
        (Channel.DISTANCE, (5, UINT32), "I", 123456, 1234.56),
        (Channel.ALTITUDE, (2, UINT16), "H", 2505, 1.0),
        (Channel.ALTITUDE, (78, UINT32), "I", 2000, -100),
        (Channel.LATITUDE, (0, SINT32), "i", 2**30, 90),
        (Channel.LONGITUDE, (1, SINT32), "i", -(2**30), -90),
        (Channel.TEMPERATURE, (13, SINT8), "b", -5, -5),
    ),
)
def test_channel_has_its_scale_and_offset(channel, field, format_, raw, value):
    assert channel_of(channel, [field], format_, (raw,)) == [value]


@pytest.mark.parametrize(
    ("channel", "enhanced", "plain"),
    (
        (Channel.SPEED, (73, UINT32), (6, UINT16)),
        (Channel.ALTITUDE, (78, UINT32), (2, UINT16)),
    ),
)
def test_plain_field_stands_in_for_each_missing_enhanced_value(channel, enhanced, plain):
    rows = ((5000, 4000), (0xFFFFFFFF, 4000), (0xFFFFFFFF, 0xFFFF))

    values = channel_of(channel, [enhanced, plain], "IH", *rows)

    first, second = (5.0, 4.0) if channel is Channel.SPEED else (500.0, 300.0)
    np.testing.assert_array_equal(values, [first, second, np.nan])


def test_fraction_of_cadence_is_added_where_there_is_one():
    values = channel_of(
        Channel.CADENCE, [(4, UINT8), (53, UINT8)], "BB", (90, 64), (90, 0xFF), (0xFF, 64)
    )

    np.testing.assert_array_equal(values, [90.5, 90, np.nan])


def test_missing_power_is_not_zero():
    samples = samples_of(RECORDS, power_record(0, 0xFFFF), power_record(1, 0))

    np.testing.assert_array_equal(samples.channels[Channel.POWER], [np.nan, 0])


def test_channel_without_a_value_is_left_out():
    samples = samples_of(RECORDS, power_record(0, 0xFFFF), power_record(1, 0xFFFF))

    assert samples.channels == {}


def test_row_without_a_time_is_left_out():
    samples = samples_of(
        RECORDS, power_record(0, 100), power_record(0xFFFFFFFF - START, 110), power_record(2, 120)
    )

    assert samples.at_s.tolist() == [START_AT_S, START_AT_S + 2]
    assert samples.channels[Channel.POWER].tolist() == [100, 120]


def test_repeated_and_backward_times_are_kept_as_they_are():
    samples = samples_of(RECORDS, *(power_record(second, 100) for second in (5, 5, 3)))

    assert (samples.at_s - START_AT_S).tolist() == [5, 5, 3]


def packed_record(second: int, speed: int, distance: int, local: int = 1) -> bytes:
    packed = (speed | distance << 12).to_bytes(3, "little")
    return data(local, "I3s", START + second, packed)


PACKED: list[Field] = [TIME, (8, BYTE, 3)]


def test_packed_speed_and_distance_are_expanded():
    samples = samples_of(
        definition(1, 20, PACKED),
        packed_record(0, 500, 16),
        data(1, "I3s", START + 1, b"\xff\xff\xff"),
        packed_record(2, 510, 4000),
        packed_record(3, 520, 4),  # ran over at 4096 sixteenths
    )

    np.testing.assert_array_equal(samples.channels[Channel.SPEED], [5.0, np.nan, 5.1, 5.2])
    np.testing.assert_array_equal(
        samples.channels[Channel.DISTANCE], [1.0, np.nan, 250.0, 4100 / 16]
    )


def test_packed_distance_runs_on_across_interleaved_layouts():
    samples = samples_of(
        definition(1, 20, PACKED),
        definition(2, 20, [*PACKED, (7, UINT16)]),
        packed_record(0, 500, 4000),
        packed_record(1, 500, 100, local=2) + b"\xc8\x00",
        packed_record(2, 500, 200),
    )

    assert (samples.channels[Channel.DISTANCE] * 16).tolist() == [4000, 4196, 4296]


@given(steps=st.lists(st.integers(0, 4095), min_size=1, max_size=50))
def test_packed_distance_equals_the_sum_of_its_steps(steps):
    counters = np.cumsum(steps)

    samples = samples_of(
        definition(1, 20, PACKED),
        *(packed_record(at, 0, int(counter) % 4096) for at, counter in enumerate(counters)),
    )

    assert (samples.channels[Channel.DISTANCE] * 16).tolist() == counters.tolist()


DESCRIPTIONS = definition(
    0, 206, [(0, UINT8), (1, UINT8), (2, UINT8), (3, TEXT, 8), (14, UINT16), (15, UINT8)]
)


def description(number: int, base_type: int, name: bytes, native: int = 0xFF) -> bytes:
    return data(0, "BBB8sHB", 0, number, base_type, name, 20, native)


def developer_records(local: int, *sizes: tuple[int, int]) -> bytes:
    return definition(
        local, 20, [TIME], developer_fields=[(number, size, 0) for number, size in sizes]
    )


@pytest.mark.parametrize(("name", "native"), ((b"Power", 0xFF), (b"Watts", 7)))
def test_developer_power_stands_in_where_there_is_no_other(name, native):
    samples = samples_of(
        DESCRIPTIONS,
        description(5, UINT8, b"Form"),
        description(4, UINT16, name, native),
        developer_records(1, (5, 1), (4, 2)),
        data(1, "IBH", START, 9, 280),
    )

    assert samples.channels[Channel.POWER].tolist() == [280]


def test_native_power_comes_before_a_developer_field_of_its_name():
    samples = samples_of(
        DESCRIPTIONS,
        description(4, UINT16, b"Power"),
        definition(1, 20, [TIME, (7, UINT16)], developer_fields=[(4, 2, 0)]),
        data(1, "IHH", START, 250, 280),
    )

    assert samples.channels[Channel.POWER].tolist() == [250]


def test_developer_field_described_again_changes_from_there_on():
    records = developer_records(1, (4, 4))

    samples = samples_of(
        DESCRIPTIONS,
        description(4, UINT32, b"Power"),
        records,
        data(1, "II", START, 280),
        description(4, FLOAT32, b"Power"),
        records,
        data(1, "If", START + 1, 290.5),
        description(4, UINT32, b"Cadence"),
        records,
        data(1, "II", START + 2, 90),
    )

    np.testing.assert_array_equal(samples.channels[Channel.POWER], [280, 290.5, np.nan])


def test_developer_field_without_a_description_is_passed_over():
    samples = samples_of(developer_records(1, (4, 2)), data(1, "IH", START, 280))

    assert samples.channels == {}
