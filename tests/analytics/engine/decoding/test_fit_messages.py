import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.decoding.fit import decode_fit
from analytics.engine.decoding.fit_container import Part
from analytics.engine.decoding.fit_messages import Messages, run_clock
from analytics.engine.decoding.fit_profile import Message
from analytics.engine.recording import Channel, RecordingRefused
from tests.analytics.engine.decoding.fit_bytes import (
    ENUM,
    FILE_ID,
    RECORDS,
    START,
    START_AT_S,
    TEXT,
    UINT8,
    UINT16,
    UINT32,
    compressed,
    data,
    definition,
    fit_file,
    power_record,
)


def messages_of(*parts: bytes) -> Messages:
    body = b"".join(parts)
    return Messages(body, Part(0, len(body)))


def test_layouts_are_merged_in_the_order_of_the_file():
    pulses = definition(2, 20, [(253, UINT32), (3, UINT8)])

    messages = messages_of(
        RECORDS,
        power_record(0, 100),
        pulses,
        data(2, "IB", START + 1, 90),
        power_record(2, 120),
        data(2, "IB", START + 3, 95),
    )

    rows = messages.rows(Message.RECORD)
    assert rows is not None
    assert messages.times_at_s(rows).tolist() == [START_AT_S + second for second in range(4)]
    np.testing.assert_array_equal(rows.numbers(7), [100, np.nan, 120, np.nan])
    np.testing.assert_array_equal(rows.numbers(3), [np.nan, 90, np.nan, 95])
    assert rows.find_numbers(4) is None
    assert rows.scalars(7) == [100, None, 120, None]


def test_texts_of_several_layouts_are_merged():
    messages = messages_of(
        definition(0, 27, [(0, TEXT, 4)]),
        definition(1, 27, [(0, TEXT, 2)]),
        data(0, "4s", b"warm"),
        data(1, "2s", b"up"),
        data(0, "4s", b"hard"),
    )

    rows = messages.rows(Message.WORKOUT_STEP)
    assert rows is not None
    assert rows.texts(0) == ["warm", "up", "hard"]


def test_absent_kind_has_no_rows():
    assert messages_of(RECORDS).rows(Message.RECORD) is None


def test_too_many_laps_are_refused():
    laps = definition(3, 19, [(24, ENUM)])

    messages = messages_of(laps, data(3, "B", 0) * 10_001)

    with pytest.raises(RecordingRefused, match="10001 lap messages"):
        messages.rows(Message.LAP)


def test_too_many_messages_in_runs_are_refused():
    with pytest.raises(RecordingRefused, match="more messages than a ride can"):
        messages_of(definition(0, 20, []), b"\0" * 3_000_001)


def test_compressed_times_go_on_from_the_last_whole_one():
    pulses = definition(2, 20, [(3, UINT8)])

    recording = decode_fit(
        fit_file(
            FILE_ID,
            pulses,
            RECORDS,
            power_record(30, 200),
            compressed(2, 31, "B", 90),
            compressed(2, 1, "B", 91),  # the five bits ran over
            compressed(2, 1, "B", 92),
            power_record(100, 210),
            compressed(2, 5, "B", 93),
        )
    )

    samples = recording.rides[0].samples
    assert (samples.at_s - START_AT_S).tolist() == [30, 31, 33, 33, 100, 101]
    np.testing.assert_array_equal(
        samples.channels[Channel.HEART_RATE], [np.nan, 90, 91, 92, np.nan, 93]
    )


def test_messages_of_other_kinds_move_the_clock():
    events = definition(0, 21, [(253, UINT32)])
    pulses = definition(2, 20, [(3, UINT8)])

    messages = messages_of(
        events,
        pulses,
        compressed(0, 31, "I", 0xFFFFFFFF),
        data(0, "I", START + 64),
        compressed(2, 3, "B", 90),
    )

    rows = messages.rows(Message.RECORD)
    assert rows is not None
    assert messages.times_at_s(rows).tolist() == [START_AT_S + 67]


def test_whole_time_in_a_compressed_message_stands_and_sets_the_clock():
    both = definition(2, 20, [(253, UINT32)])

    messages = messages_of(
        both, compressed(2, 4, "I", START + 2), compressed(2, 5, "I", 0xFFFFFFFF)
    )

    rows = messages.rows(Message.RECORD)
    assert rows is not None
    assert messages.times_at_s(rows).tolist() == [START_AT_S + 2, START_AT_S + 5]


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 2**32 - 2), st.integers(0, 255)),
        min_size=1,
        max_size=40,
    )
)
def test_clock_equals_its_step_by_step_definition(steps):
    clock, expected = 0, []
    for whole_s, header in steps:
        if whole_s is not None:
            clock = whole_s
        if header & 0x80:
            clock += (header - clock) & 0x1F
        expected.append(clock)

    whole = np.array([np.nan if whole_s is None else whole_s for whole_s, _ in steps], dtype=float)
    headers = np.array([header for _, header in steps])

    assert run_clock(whole, headers).tolist() == expected


@pytest.mark.parametrize("whole_s", (-1.0, 2.0**32, 1e300))
def test_impossible_whole_times_do_not_set_the_clock(whole_s):
    assert run_clock(np.array([64.0, whole_s, np.nan]), np.array([0, 0, 0x81]))[2] == 65


def test_big_endian_ride_equals_the_little_endian_one():
    layout = [(253, UINT32), (7, UINT16)]
    rides = [
        decode_fit(
            fit_file(
                FILE_ID,
                definition(1, 20, layout, big_endian=big_endian),
                *(data(1, "IH", START + s, 200 + s, big_endian=big_endian) for s in range(5)),
            )
        ).rides[0]
        for big_endian in (False, True)
    ]

    assert rides[0].samples.at_s.tolist() == rides[1].samples.at_s.tolist()
    power = [ride.samples.channels[Channel.POWER].tolist() for ride in rides]
    assert power[0] == power[1] == [200, 201, 202, 203, 204]
