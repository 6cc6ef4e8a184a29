from dataclasses import fields
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.recording import Channel
from analytics.engine.stream import Stream
from analytics.engine.stream_columns import (
    RESOLUTION,
    StreamUnreadable,
    channel_of,
    decode_stream,
    encode_stream,
    read_channel,
)

# Four seconds as the first release packed them.
OF_VERSION_1 = (
    "53545231b20000007b22737461727465645f6174223a313737373739333430302e302c2273697a65223a342c"
    "22636f6c756d6e73223a7b22737461747573223a7b226174223a302c226c656e677468223a31322c2276616c"
    "6964223a307d2c22706f7765725f77223a7b226174223a31322c226c656e677468223a32342c2276616c6964"
    "223a397d2c226c6f6e6769747564655f646567223a7b226174223a34352c226c656e677468223a32352c2276"
    "616c6964223a307d7d7d7801636062600000000a000378013bc2e0b99a93e12f0b03c37f060686ff0c002b67"
    "04c17801db000000b100b1780173f8efc8f0f1bf13c3cbfffc0c7fff3330000044f007a6"
)
STARTED_AT = datetime(2026, 5, 3, 7, 30, tzinfo=UTC)


def make_stream(size: int, **channels) -> Stream:
    values = {channel.value: np.full(size, np.nan) for channel in Channel} | channels
    status = np.arange(size, dtype=np.uint8) % 4
    return Stream(started_at=STARTED_AT, status=status, **values)


@given(
    power_w=st.lists(st.floats(0, 3000) | st.just(np.nan), min_size=1, max_size=80),
    latitude_deg=st.floats(-90, 90),
)
def test_what_was_stored_is_read_back_at_the_channels_resolution(power_w, latitude_deg):
    size = len(power_w)
    stream = make_stream(
        size, power_w=np.array(power_w), latitude_deg=np.linspace(latitude_deg, 0, size)
    )

    read = decode_stream(encode_stream(stream))

    assert read.started_at == STARTED_AT
    assert read.status.tolist() == stream.status.tolist()
    for channel, step in RESOLUTION.items():
        np.testing.assert_allclose(
            channel_of(read, channel), channel_of(stream, channel), atol=step / 1.9, rtol=0
        )


def test_one_channel_is_read_without_the_others():
    stream = make_stream(3, power_w=np.array([100.0, np.nan, 250.5]))
    data = encode_stream(stream)

    np.testing.assert_allclose(read_channel(data, Channel.POWER), [100.0, np.nan, 250.5])
    assert np.isnan(read_channel(data, Channel.HEART_RATE)).all()


def test_infinite_values_are_stored_as_missing():
    stream = make_stream(2, power_w=np.array([np.inf, 200.0]))

    assert np.isnan(decode_stream(encode_stream(stream)).power_w[0])


@pytest.mark.parametrize("data", (b"", b"STR1", b"STR3" + bytes(8)))
def test_another_layout_is_named(data):
    with pytest.raises(StreamUnreadable):
        decode_stream(data)


def test_a_stream_of_the_first_layout_is_read():
    read = decode_stream(bytes.fromhex(OF_VERSION_1))

    assert read.status.tolist() == [0, 2, 0, 0]
    np.testing.assert_allclose(read.power_w, [250.0, np.nan, 180.5, 300.0])
    np.testing.assert_allclose(read.longitude_deg, [-3.5, -3.5000001, -3.4, -3.4])
    assert np.isnan(read.heart_rate_bpm).all()


def test_differences_of_the_full_32_bits_are_read_back():
    power_w = np.array([-2.1e8, 2.1e8, -2.1e8, 0.1, 0.0, -0.1])

    read = decode_stream(encode_stream(make_stream(6, power_w=power_w)))

    np.testing.assert_allclose(read.power_w, power_w)


def test_a_channel_that_moves_by_little_takes_little_room_whatever_its_sign():
    rng = np.random.default_rng(1)
    heart_rate_bpm = 140 + np.cumsum(rng.integers(-5, 6, 10_000)) / 10

    assert len(encode_stream(make_stream(10_000, heart_rate_bpm=heart_rate_bpm))) < 7_600


def test_every_channel_of_a_stream_is_stored():
    stored = {channel.value for channel in RESOLUTION}

    assert stored == {field.name for field in fields(Stream)} - {"started_at", "status"}
