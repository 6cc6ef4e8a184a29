import struct

import numpy as np
import pytest

from analytics.engine.decoding.fit_blocks import Block, readable
from analytics.engine.decoding.fit_walk import MessageWalk
from tests.analytics.engine.decoding.fit_bytes import (
    BYTE,
    ENUM,
    FLOAT32,
    FLOAT64,
    SINT8,
    SINT16,
    SINT32,
    TEXT,
    UINT8,
    UINT16,
    UINT32,
    Field,
    definition,
)


def block_of(field: Field, *payloads: bytes, big_endian: bool = False) -> Block:
    body = definition(0, 20, [field], big_endian=big_endian)
    body += b"".join(b"\0" + payload for payload in payloads)
    (only,) = MessageWalk(body, 0, len(body)).definitions
    return Block(body, only)


@pytest.mark.parametrize(
    ("base_type", "format_", "invalid"),
    (
        (ENUM, "B", 0xFF),
        (SINT8, "b", 0x7F),
        (UINT8, "B", 0xFF),
        (SINT16, "h", 0x7FFF),
        (UINT16, "H", 0xFFFF),
        (SINT32, "i", 0x7FFFFFFF),
        (UINT32, "I", 0xFFFFFFFF),
        (FLOAT32, "f", float("nan")),
        (FLOAT64, "d", float("nan")),
        (FLOAT64, "d", float("inf")),
        (0x0A, "B", 0),
        (0x8B, "H", 0),
        (0x8C, "I", 0),
        (0x8E, "q", 0x7FFFFFFFFFFFFFFF),
        (0x8F, "Q", 0xFFFFFFFFFFFFFFFF),
        (0x90, "Q", 0),
    ),
)
@pytest.mark.parametrize("big_endian", (False, True))
def test_each_type_has_a_value_for_none(base_type, format_, invalid, big_endian):
    order = ">" if big_endian else "<"
    size = struct.calcsize(order + format_)
    payloads = [struct.pack(order + format_, value) for value in (100, invalid, 1)]

    values = block_of((7, base_type, size), *payloads, big_endian=big_endian).numbers(7)

    assert values is not None
    np.testing.assert_array_equal(values, [100, np.nan, 1])


def test_signalling_nan_is_missing():
    values = block_of((7, FLOAT32), bytes.fromhex("0100807f")).numbers(7)

    assert values is not None
    assert np.isnan(values).all()


def test_of_several_values_in_a_field_the_first_counts():
    values = block_of((7, UINT16, 6), struct.pack("<3H", 250, 1, 2)).numbers(7)

    assert values is not None
    assert values.tolist() == [250]


@pytest.mark.parametrize(
    "field", ((7, UINT32, 3), (7, UINT16, 3), (7, BYTE, 3), (7, TEXT, 3), (7, 0x55, 3))
)
def test_what_is_no_number_is_none(field):
    assert block_of(field, b"abc").numbers(7) is None


def test_absent_field_is_none():
    assert block_of((7, UINT16), b"\1\1").numbers(4) is None


def test_text_ends_at_its_zero_byte():
    block = block_of((8, TEXT, 6), b"Edge\0\xff", b"Wahoo!")

    assert block.texts(8) == ["Edge", "Wahoo!"]


def test_number_is_no_text():
    assert block_of((8, UINT16), b"ab").texts(8) == [""]


@pytest.mark.parametrize(
    ("cell", "text"),
    (
        (
            b"\x01\x02Edge \xf0\x28",
            "Edge (",
        ),
        (b"", ""),
        ("fēnix".encode(), "fēnix"),
    ),
)
def test_unreadable_letters_are_left_out(cell, text):
    assert readable(cell) == text
