import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.decoding.fit import decode_fit
from analytics.engine.decoding.fit_container import compute_crc, find_parts
from tests.analytics.engine.decoding.fit_bytes import (
    FILE_ID,
    RECORDS,
    crc_of,
    fit_file,
    power_record,
    power_ride,
)


@given(data=st.binary(max_size=300))
def test_crc_equals_its_bit_by_bit_definition(data):
    assert compute_crc(data) == crc_of(data)


@pytest.mark.parametrize("size", (32_766, 32_767, 32_768, 65_539))
def test_crc_of_data_that_is_longer_than_its_period(size):
    data = np.random.default_rng(size).bytes(size)

    assert compute_crc(data) == crc_of(data)


def test_crc_of_the_check_string():
    assert compute_crc(b"123456789") == 0xBB3D  # the catalogue's check value of CRC-16/ARC


def test_whole_file_is_one_part_without_faults():
    file = power_ride(1, 2)

    parts, faults = find_parts(file)

    assert [(part.body_start, part.body_end, part.faults) for part in parts] == [
        (14, len(file) - 2, ())
    ]
    assert faults == []


def test_short_header_is_read():
    (part,), _ = find_parts(fit_file(FILE_ID, header_size=12))

    assert part.body_start == 12
    assert part.faults == ()


def test_wrong_checksum_is_told_and_the_ride_is_read():
    recording = decode_fit(fit_file(FILE_ID, RECORDS, power_record(0, 200), crc=1))

    assert len(recording.rides) == 1
    assert recording.faults == (
        "The checksum is wrong; the file may have been changed or damaged.",
    )


@pytest.mark.parametrize(
    ("kept_bytes", "samples", "faults"),
    (
        (-1, 3, ("The file is cut: its checksum is missing.",)),
        (-2, 3, ("The file is cut: its checksum is missing.",)),
        (
            -3,
            2,
            (
                "The file is cut: its header promises 54 bytes, 53 are there.",
                "The last 6 bytes hold no whole message; they were left out.",
            ),
        ),
        (-9, 2, ("The file is cut: its header promises 54 bytes, 47 are there.",)),
    ),
)
def test_cut_file_keeps_every_whole_message(kept_bytes, samples, faults):
    recording = decode_fit(power_ride(200, 210, 220)[:kept_bytes])

    assert recording.rides[0].samples.at_s.size == samples
    assert recording.faults == faults


def test_header_without_a_length_is_read_to_the_end():
    file = fit_file(FILE_ID, RECORDS, power_record(0, 200), power_record(1, 210), size=0)

    recording = decode_fit(file)

    assert recording.rides[0].samples.at_s.size == 2
    assert recording.faults[0].startswith("The header gives no length")


def test_empty_file_before_a_ride_is_a_part_of_its_own():
    parts, _ = find_parts(fit_file() + power_ride(200))

    assert len(parts) == 2


def test_header_that_promises_gigabytes_takes_what_is_there():
    recording = decode_fit(fit_file(FILE_ID, RECORDS, power_record(0, 200), size=0xFFFFFFF0))

    assert recording.rides[0].samples.at_s.size == 1


def test_what_follows_the_last_part_is_told():
    recording = decode_fit(power_ride(200) + b"something else")

    assert recording.faults == ("The last 14 bytes are no FIT file; they were left out.",)


def test_zeros_behind_the_last_part_are_padding():
    assert decode_fit(power_ride(200) + bytes(100)).faults == ()


def test_chain_without_end_is_bounded():
    parts, faults = find_parts(fit_file() * 100)

    assert len(parts) == 64
    assert faults == ["More than 64 chained files; the rest was left out."]
