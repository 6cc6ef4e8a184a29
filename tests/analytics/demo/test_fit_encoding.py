import numpy as np
import pytest

from analytics.demo.fit_encoding import (
    BaseType,
    Field,
    MessageKind,
    encode_file,
    encode_message,
    encode_messages,
)

KIND = MessageKind(20, 3)


def test_definition_and_row_by_hand():
    encoded = encode_message(KIND, [(Field(7, BaseType.UINT16), 258)])

    definition = bytes([0x43, 0, 0, 20, 0, 1, 7, 2, 0x84])
    assert encoded == definition + bytes([3, 0x02, 0x01])


def test_scale_and_offset_are_applied_before_rounding():
    table = encode_messages(KIND, [(Field(78, BaseType.UINT16, 5, 500), np.array([-499.8, 20.1]))])

    assert table.rows["f0"].tolist() == [1, 2600]


@pytest.mark.parametrize(
    ("base_type", "value", "invalid"),
    (
        (BaseType.UINT8, 256.0, 0xFF),
        (BaseType.UINT8, None, 0xFF),
        (BaseType.SINT8, -129.0, 0x7F),
        (BaseType.UINT32Z, None, 0),
        (BaseType.SINT32, float("inf"), 0x7FFFFFFF),
    ),
)
def test_what_does_not_fit_is_invalid(base_type, value, invalid):
    assert encode_messages(KIND, [(Field(0, base_type), [value])]).rows["f0"].tolist() == [invalid]


def test_texts_of_one_column_share_the_longest_size():
    table = encode_messages(KIND, [(Field(0, BaseType.STRING), ["é", None, "abc"])])

    assert table.definition[-2] == 4
    assert table.encoded() == b"\x03\xc3\xa9\0\0" + b"\x03\0\0\0\0" + b"\x03abc\0"


def test_rows_are_sliced_without_their_definition():
    table = encode_messages(KIND, [(Field(0, BaseType.UINT8), np.arange(4.0))])

    assert len(table) == 4
    assert table.encoded(1, 3) == bytes([3, 1, 3, 2])


def test_file_names_the_length_of_its_data():
    data = encode_file([b"ab", b"cde"])

    assert data[:2] == bytes([14, 0x10])
    assert data[4:12] == (5).to_bytes(4, "little") + b".FIT"
    assert data[14:-2] == b"abcde"
