import gzip
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.engine.decoding.fit import decode_fit
from analytics.engine.recording import Channel, RecordingFormat, RecordingRefused
from tests.analytics.engine.decoding.fit_bytes import (
    ENUM,
    EVENTS,
    FILE_ID,
    LAPS,
    RECORDS,
    SESSIONS,
    START_AT_S,
    STEPS,
    TEXT,
    UINT16,
    data,
    definition,
    fit_file,
    lap,
    power_record,
    power_ride,
    repeat,
    session,
    step,
    timer_event,
)

RICH_RIDE = fit_file(
    FILE_ID,
    EVENTS,
    timer_event(0, 0),
    RECORDS,
    *(power_record(second, 200 + second) for second in range(30)),
    LAPS,
    lap(0, 15, step=0),
    lap(15, 15, trigger=7, step=1),
    timer_event(30, 4),
    STEPS,
    step(0, 15, 1250, 1270),
    step(1, 15, 1100, 1120, intensity=1),
    repeat(2, 0, 3),
    SESSIONS,
    session(0, 30, sport=2, power_w=214),
)


def test_ride_by_hand():
    recording = decode_fit(power_ride(200, 210, 220))

    (ride,) = recording.rides
    assert (recording.format, recording.device) == (RecordingFormat.FIT, "Garmin Edge 800")
    assert recording.faults == ()
    assert (ride.number, ride.sport, ride.is_cycling) == (0, "", True)
    assert ride.samples.at_s.tolist() == [START_AT_S, START_AT_S + 1, START_AT_S + 2]
    assert ride.samples.channels[Channel.POWER].tolist() == [200, 210, 220]


def test_chained_files_number_their_sessions_through():
    first = fit_file(FILE_ID, RECORDS, power_record(0, 100), SESSIONS, session(0, 9, sport=5))
    second = fit_file(FILE_ID, RECORDS, power_record(50, 200), SESSIONS, session(50, 9, sport=2))

    recording = decode_fit(first + second)

    assert [(ride.number, ride.sport) for ride in recording.rides] == [
        (0, "swimming"),
        (1, "cycling"),
    ]
    assert recording.rides[1].samples.channels[Channel.POWER].tolist() == [200]


def test_chained_settings_are_passed_over():
    workout = fit_file(definition(0, 0, [(0, ENUM)]), data(0, "B", 2))

    recording = decode_fit(workout + power_ride(250))

    assert [ride.number for ride in recording.rides] == [0]


def test_session_without_samples_is_told_and_keeps_its_number():
    recording = decode_fit(
        fit_file(FILE_ID, SESSIONS, session(0, 10, sport=5))
        + fit_file(FILE_ID, RECORDS, power_record(20, 150), SESSIONS, session(20, 10, sport=2))
    )

    assert [ride.number for ride in recording.rides] == [1]
    assert recording.faults == ("Session 1 (swimming) holds no samples.",)


@pytest.mark.parametrize(
    ("messages", "sentence"),
    (
        ([], "The file holds no samples."),
        ([FILE_ID], "The file holds no samples."),
        ([FILE_ID, SESSIONS, session(0, 9, sport=2)], "The file holds no samples."),
        ([FILE_ID, RECORDS, power_record(3_294_967_295, 9)], "The file holds no samples."),
        (
            [definition(0, 0, [(0, ENUM)]), data(0, "B", 6)],
            "This FIT file is a course, not a ride.",
        ),
        ([definition(0, 0, [(0, ENUM)]), data(0, "B", 2)], "is a settings file, not a ride"),
        ([definition(0, 0, [(0, ENUM)]), data(0, "B", 99)], "is of another kind, not a ride"),
        ([definition(0, 0, [(0, ENUM)]), data(0, "B", 5), STEPS], "is a workout, not a ride"),
    ),
)
def test_what_is_no_ride_is_refused_by_name(messages, sentence):
    with pytest.raises(RecordingRefused, match=sentence):
        decode_fit(fit_file(*messages))


def test_workout_of_the_wrong_file_kind_is_named_a_workout():
    file = fit_file(definition(0, 0, [(0, ENUM)]), data(0, "B", 14), STEPS, step(0, 60))

    with pytest.raises(RecordingRefused, match="is a workout"):
        decode_fit(file)


def test_ride_of_the_wrong_file_kind_is_read():
    wrong = definition(0, 0, [(0, ENUM)]) + data(0, "B", 14)

    file = fit_file(wrong, RECORDS, power_record(0, 150), SESSIONS, session(0, 9, sport=2))

    assert decode_fit(file).rides[0].sport == "cycling"


@pytest.mark.parametrize("bytes_of", (b"", b"FIT", b"\x0e" * 14, b"PK\x03\x04" + b"\0" * 60))
def test_other_bytes_are_no_fit_file(bytes_of):
    with pytest.raises(RecordingRefused, match="not a FIT file"):
        decode_fit(bytes_of)


def test_too_many_sessions_are_refused():
    sessions = [session(second, 1, sport=2) for second in range(300)]

    with pytest.raises(RecordingRefused, match="300 session messages"):
        decode_fit(fit_file(FILE_ID, RECORDS, power_record(0, 1), SESSIONS, *sessions))


@pytest.mark.parametrize(
    ("product_field", "value", "device"),
    (
        ((2, UINT16), (2713,), "Garmin Edge 1030"),
        ((2, UINT16), (65000,), "Garmin 65000"),
        ((2, UINT16), (0xFFFF,), "Garmin"),
        ((8, TEXT, 8), (b"Edge\x01\xff\x00z",), "Garmin Edge"),
        ((8, TEXT, 8), (b"garmin 9",), "garmin 9"),
    ),
)
def test_device_is_named_readably(product_field, value, device):
    formats = "BH8s" if product_field[1] == TEXT else "BHH"
    file_id = definition(0, 0, [(0, ENUM), (1, UINT16), product_field])

    recording = decode_fit(
        fit_file(file_id, data(0, formats, 4, 1, *value), RECORDS, power_record(0, 1))
    )

    assert recording.device == device


def test_device_is_taken_from_its_own_message_where_the_file_names_none():
    file_id = definition(0, 0, [(0, ENUM)]) + data(0, "B", 4)
    devices = definition(2, 23, [(0, ENUM), (2, UINT16), (4, UINT16)])

    recording = decode_fit(
        fit_file(
            file_id,
            devices,
            data(2, "BHH", 3, 63, 1),
            data(2, "BHH", 0, 32, 31),
            RECORDS,
            power_record(0, 1),
        )
    )

    assert recording.device == "Wahoo 31"


def read_or_refuse(bytes_of: bytes) -> None:
    try:
        recording = decode_fit(bytes_of)
    except RecordingRefused:
        return
    for ride in recording.rides:
        assert not np.isnan(ride.samples.at_s).any()
        assert not any(np.isinf(values).any() for values in ride.samples.channels.values())


@settings(max_examples=300, deadline=None)
@given(
    changes=st.lists(
        st.tuples(st.integers(0, len(RICH_RIDE) - 1), st.integers(0, 255)), max_size=8
    ),
    cut=st.integers(0, len(RICH_RIDE)),
    doubled=st.booleans(),
)
def test_any_mutation_is_read_or_refused(changes, cut, doubled):
    mutant = bytearray(RICH_RIDE * 2 if doubled else RICH_RIDE)
    for position, value in changes:
        mutant[position] = value

    read_or_refuse(bytes(mutant))
    read_or_refuse(bytes(mutant[:cut]))


@settings(max_examples=100, deadline=None)
@given(body=st.binary(max_size=200))
def test_any_body_behind_a_good_header_is_read_or_refused(body):
    read_or_refuse(fit_file(FILE_ID, RECORDS, power_record(0, 100), body))


@settings(max_examples=60, deadline=None)
@given(positions=st.lists(st.integers(0, 10**6), min_size=1, max_size=20), seed=st.integers(0, 255))
def test_mutations_of_a_device_s_file_are_read_or_refused(rides_dir: Path, positions, seed):
    mutant = bytearray(small_real_file(rides_dir))
    for position in positions:
        mutant[position % len(mutant)] = (seed * 31 + position) % 256

    read_or_refuse(bytes(mutant))


def small_real_file(rides_dir: Path) -> bytes:
    files = sorted(rides_dir.glob("files/**/*.fit.gz"), key=lambda path: path.stat().st_size)
    return gzip.decompress(files[0].read_bytes())
