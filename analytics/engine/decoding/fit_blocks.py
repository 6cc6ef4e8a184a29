"""FIT messages of one layout, gathered side by side: each field is one strided view."""

from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from analytics.engine.decoding.fit_walk import Definition, Place
from analytics.engine.recording import FloatArray

IntArray = NDArray[np.int64]
ByteArray = NDArray[np.uint8]

TEXT = 0x07


class BaseType(NamedTuple):
    """How a number is stored and which value stands for none."""

    format: str  # numpy's, without the byte order
    width: int
    invalid: int | None  # None: NaN


BASE_TYPES = {
    0x00: BaseType("u1", 1, 0xFF),
    0x01: BaseType("i1", 1, 0x7F),
    0x02: BaseType("u1", 1, 0xFF),
    0x83: BaseType("i2", 2, 0x7FFF),
    0x84: BaseType("u2", 2, 0xFFFF),
    0x85: BaseType("i4", 4, 0x7FFFFFFF),
    0x86: BaseType("u4", 4, 0xFFFFFFFF),
    0x88: BaseType("f4", 4, None),
    0x89: BaseType("f8", 8, None),
    0x0A: BaseType("u1", 1, 0),
    0x8B: BaseType("u2", 2, 0),
    0x8C: BaseType("u4", 4, 0),
    0x8E: BaseType("i8", 8, 0x7FFFFFFFFFFFFFFF),
    0x8F: BaseType("u8", 8, 0xFFFFFFFFFFFFFFFF),
    0x90: BaseType("u8", 8, 0),
}


class Block:
    """The messages of one definition; ``starts`` says where in the file each one was."""

    def __init__(self, data: bytes, definition: Definition) -> None:
        self.definition = definition
        self.starts = _message_starts(definition)
        self.count = self.starts.size
        self._rows = _gather(data, self.starts, definition.size)

    def numbers(self, field_number: int) -> FloatArray | None:
        """Read a field's values, NaN where invalid; None where the layout lacks it."""
        place = self.definition.places.get(field_number)
        return None if place is None else self.numbers_at(place)

    def numbers_at(self, place: Place) -> FloatArray | None:
        """Read the values at a place; of several in one field the first.

        None where the place holds no number: text, bytes, or a size that the
        type does not divide.
        """
        base = BASE_TYPES.get(place.base_type)
        if base is None or place.size % base.width:
            return None
        raw = self._view(self.definition.byte_order + base.format, place.offset)
        with np.errstate(invalid="ignore"):  # a signalling NaN is a missing value too
            values: FloatArray = raw.astype(np.float64)
        missing = ~np.isfinite(values) if base.invalid is None else raw == base.invalid
        values[missing] = np.nan
        return values

    def byte_columns(self, field_number: int, size: int) -> ByteArray | None:
        """Read a field of exactly this size as bytes, shape (count, size)."""
        place = self.definition.places.get(field_number)
        if place is None or place.size != size:
            return None
        return self._cells(place)

    def texts(self, field_number: int) -> list[str]:
        """Read a text field; "" where there is none."""
        place = self.definition.places.get(field_number)
        if place is None or place.base_type != TEXT:
            return [""] * self.count
        return [readable(cell.tobytes()) for cell in self._cells(place)]

    @cached_property
    def headers(self) -> ByteArray:
        """Header byte of each message."""
        return self._cells(Place(offset=0, size=1, base_type=0))[:, 0]

    def _cells(self, place: Place) -> ByteArray:
        rows = self._rows.reshape(self.count, self.definition.size)
        return rows[:, place.offset : place.offset + place.size]

    def _view(self, dtype: str, offset: int) -> NDArray[Any]:
        return np.ndarray((self.count,), dtype, self._rows.data, offset, (self.definition.size,))


def readable(cell: bytes) -> str:
    """Decode text up to its first zero byte, without what no person could read.

    Devices leave uninitialised bytes in names.
    """
    text = cell.split(b"\0", 1)[0].decode("utf-8", errors="replace")
    return "".join(letter for letter in text if letter.isprintable() and letter != "\ufffd").strip()


def _message_starts(definition: Definition) -> IntArray:
    starts = np.array(definition.run_starts, dtype=np.int64)
    lengths = np.array(definition.run_lengths, dtype=np.int64)
    count = int(lengths.sum())
    if count == starts.size:
        return starts
    first_of_run = np.cumsum(lengths) - lengths
    within_run = np.arange(count) - np.repeat(first_of_run, lengths)
    return np.repeat(starts, lengths) + definition.size * within_run


def _gather(data: bytes, starts: IntArray, size: int) -> ByteArray:
    """Copy the messages that start there, one after the other, into one flat array."""
    if starts.size == 0:
        return np.zeros(0, dtype=np.uint8)
    windows: NDArray[np.void] = np.ndarray((len(data) - size + 1,), f"V{size}", data, 0, (1,))
    return windows[starts].view(np.uint8)
