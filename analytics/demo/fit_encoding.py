"""FIT on the wire: fields, definitions, rows, header.

Source: "Flexible & Interoperable Data Transfer (FIT) Protocol", Garmin, sections on
the file header, definition messages and base types.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray

from analytics.engine.decoding.fit_container import compute_crc
from analytics.engine.recording import FloatArray

HEADER_SIZE = 14
PROTOCOL_VERSION = 0x10  # 1.0: nothing newer is used
PROFILE_VERSION = 2132
LITTLE_ENDIAN = 0
DEFINITION_FLAG = 0x40
LARGEST_STRING = 250  # a field's size is one byte


class BaseType(Enum):
    """A number's code in a definition, its numpy type and the value that means nothing."""

    ENUM = (0x00, "u1", 0xFF)
    SINT8 = (0x01, "i1", 0x7F)
    UINT8 = (0x02, "u1", 0xFF)
    STRING = (0x07, "S", 0)
    UINT16 = (0x84, "<u2", 0xFFFF)
    SINT32 = (0x85, "<i4", 0x7FFFFFFF)
    UINT32 = (0x86, "<u4", 0xFFFFFFFF)
    UINT32Z = (0x8C, "<u4", 0)

    def __init__(self, code: int, dtype: str, invalid: int) -> None:
        self.code = code
        self.dtype = dtype
        self.invalid = invalid


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the FIT profile; what is stored is (value + offset) * scale."""

    number: int
    base_type: BaseType
    scale: float = 1
    offset: float = 0


@dataclass(frozen=True, slots=True)
class MessageKind:
    """A message of the FIT profile and the local number that our files use for it."""

    number: int
    local_number: int


Value = float | str | None
Column = FloatArray | Sequence[Value]


@dataclass(frozen=True, slots=True, eq=False)
class MessageTable:
    """Messages of one kind with one definition, encoded; sliced by row."""

    definition: bytes
    rows: NDArray[np.void]

    def __len__(self) -> int:
        return int(self.rows.size)

    def encoded(self, first: int = 0, end: int | None = None) -> bytes:
        """Give the bytes of rows [first, end), without the definition."""
        return self.rows[first:end].tobytes()


def encode_messages(kind: MessageKind, columns: Sequence[tuple[Field, Column]]) -> MessageTable:
    """Encode one message a row, all columns having the same length.

    NaN, None and whatever does not fit the field become the field's invalid value.
    """
    encoded = [(field, _encode_column(field, column)) for field, column in columns]
    layout = [("header", "u1")]
    layout += [(f"f{position}", values.dtype.str) for position, (_, values) in enumerate(encoded)]
    rows = np.empty(encoded[0][1].size, dtype=layout)
    rows["header"] = kind.local_number
    for position, (_, values) in enumerate(encoded):
        rows[f"f{position}"] = values
    return MessageTable(_definition(kind, encoded), rows)


def encode_message(kind: MessageKind, values: Sequence[tuple[Field, Value]]) -> bytes:
    """Encode a single message with its definition."""
    table = encode_messages(kind, [(field, [value]) for field, value in values])
    return table.definition + table.encoded()


def encode_file(chunks: Iterable[bytes]) -> bytes:
    """Put header and checksums around definitions and messages."""
    data = b"".join(chunks)
    header = bytes([HEADER_SIZE, PROTOCOL_VERSION])
    header += PROFILE_VERSION.to_bytes(2, "little") + len(data).to_bytes(4, "little") + b".FIT"
    body = header + compute_crc(header).to_bytes(2, "little") + data
    return body + compute_crc(body).to_bytes(2, "little")


def _definition(kind: MessageKind, encoded: Sequence[tuple[Field, NDArray[np.generic]]]) -> bytes:
    head = bytes([DEFINITION_FLAG | kind.local_number, 0, LITTLE_ENDIAN])
    head += kind.number.to_bytes(2, "little") + bytes([len(encoded)])
    return head + b"".join(
        bytes([field.number, values.dtype.itemsize, field.base_type.code])
        for field, values in encoded
    )


def _encode_column(field: Field, column: Column) -> NDArray[np.generic]:
    if field.base_type is BaseType.STRING:
        texts = [_cut_text(str(value or "")) for value in column]
        return np.array(texts, dtype=f"S{max(map(len, texts)) + 1}")
    values = np.array(column, dtype=float)
    raw = np.rint((values + field.offset) * field.scale)
    limits = np.iinfo(np.dtype(field.base_type.dtype))
    fits = (raw >= limits.min) & (raw <= limits.max)
    return np.where(fits, raw, field.base_type.invalid).astype(field.base_type.dtype)


def _cut_text(text: str) -> bytes:
    """Encode as UTF-8 without splitting a character at the size limit."""
    return text.encode()[:LARGEST_STRING].decode(errors="ignore").encode()
