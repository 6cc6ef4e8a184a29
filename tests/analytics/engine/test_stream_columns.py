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


@pytest.mark.parametrize("data", (b"", b"STR1", b"STR2" + bytes(8)))
def test_another_layout_is_named(data):
    with pytest.raises(StreamUnreadable):
        decode_stream(data)


def test_every_channel_of_a_stream_is_stored():
    stored = {channel.value for channel in RESOLUTION}

    assert stored == {field.name for field in fields(Stream)} - {"started_at", "status"}
