import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.decoding.fit_walk import MAX_DEFINITIONS, MessageWalk, Place
from analytics.engine.recording import RecordingRefused
from tests.analytics.engine.decoding.fit_bytes import (
    FILE_ID,
    RECORDS,
    UINT8,
    UINT16,
    UINT32,
    compressed,
    data,
    definition,
    power_record,
)


def walk(*messages: bytes) -> MessageWalk:
    body = b"".join(messages)
    return MessageWalk(body, 0, len(body))


def test_runs_are_counted_by_hand():
    records = [power_record(second, 100) for second in range(3)]

    found = walk(RECORDS, *records, FILE_ID, records[0])

    record = found.definitions[0]
    assert (record.message, record.size) == (20, 7)
    assert list(record.run_lengths) == [3, 1]
    assert list(record.run_starts) == [12, 12 + 21 + len(FILE_ID)]
    assert found.fault == ""


@given(counts=st.lists(st.integers(1, 200), min_size=1, max_size=6))
def test_run_of_any_length_is_counted_whole(counts):
    other = definition(3, 21, [(0, UINT8)]) + data(3, "B", 1)

    found = walk(RECORDS, *(power_record(0, 1) * count + other for count in counts))

    assert list(found.definitions[0].run_lengths) == counts
    assert found.fault == ""


def test_repeated_definitions_are_one():
    found = walk(*(RECORDS + power_record(second, 100) for second in range(5)))

    assert len(found.definitions) == 1
    assert list(found.definitions[0].run_lengths) == [1] * 5


def test_local_number_may_be_defined_again():
    narrow = definition(1, 20, [(253, UINT32)])

    found = walk(RECORDS, power_record(0, 1), narrow, data(1, "I", 7), RECORDS, power_record(1, 2))

    assert [list(each.run_lengths) for each in found.definitions] == [[1, 1], [1]]


def test_big_endian_definition_names_the_same_message():
    found = walk(definition(0, 0x0114, [(7, UINT16)], big_endian=True))

    assert found.definitions[0].message == 0x0114
    assert found.definitions[0].byte_order == ">"


def test_places_are_counted_from_the_header_byte():
    found = walk(definition(0, 20, [(253, UINT32), (7, UINT16)], developer_fields=[(9, 4, 2)]))

    (only,) = found.definitions
    assert only.places == {253: Place(1, 4, UINT32), 7: Place(5, 2, UINT16)}
    assert {key: place.offset for key, place in only.developer_places.items()} == {(2, 9): 7}
    assert only.size == 11


def test_of_two_fields_with_one_number_the_first_counts():
    (only,) = walk(definition(0, 20, [(7, UINT16), (7, UINT32)])).definitions

    assert only.places == {7: Place(1, 2, UINT16)}


def test_field_of_no_size_is_no_field():
    (only,) = walk(definition(0, 20, [(7, UINT16, 0), (4, UINT8)])).definitions

    assert only.places == {4: Place(1, 1, UINT8)}


def test_compressed_headers_belong_to_the_first_four_local_numbers():
    pulse = definition(3, 20, [(3, UINT8)])

    found = walk(pulse, compressed(3, 0, "B", 90), compressed(3, 31, "B", 91))

    assert list(found.definitions[0].run_lengths) == [1, 1]


def test_reserved_bits_of_a_data_header_are_passed_over():
    found = walk(RECORDS, bytes((0x31,)) + power_record(0, 1)[1:])

    assert list(found.definitions[0].run_lengths) == [1]


@pytest.mark.parametrize(
    ("tail", "fault"),
    (
        (b"\x07abc", "The last 4 bytes have no definition; they were left out."),
        (b"\xe0", "The last 1 bytes have no definition; they were left out."),
        (power_record(0, 1)[:-1], "The last 6 bytes hold no whole message; they were left out."),
        (RECORDS[:3], "The last 3 bytes hold no whole message; they were left out."),
        (RECORDS[:-1], "The last 11 bytes hold no whole message; they were left out."),
        (b"\x60\0\0\x14\0\0", "The last 6 bytes hold no whole message; they were left out."),
        (b"\x60\0\0\x14\0\0\x09", "The last 7 bytes hold no whole message; they were left out."),
    ),
)
def test_damage_is_told_and_ends_the_walk(tail, fault):
    found = walk(RECORDS, power_record(0, 1), tail)

    assert found.fault == fault
    assert list(found.definitions[0].run_lengths) == [1]


def test_end_of_the_part_is_kept_when_bytes_follow():
    body = RECORDS + power_record(0, 1)

    found = MessageWalk(body + power_record(1, 2), 0, len(body))

    assert list(found.definitions[0].run_lengths) == [1]


def test_endless_new_definitions_are_refused():
    definitions = [
        definition(0, number // 250, [(number % 250, UINT8)])
        for number in range(MAX_DEFINITIONS + 1)
    ]

    with pytest.raises(RecordingRefused, match="more kinds of messages"):
        walk(*definitions)


def test_endless_messages_are_refused():
    empty = definition(0, 20, [])
    other = definition(1, 21, [])

    with pytest.raises(RecordingRefused, match="more messages than a ride can"):
        walk(empty, other, b"\x00\x01" * 1_600_000)
