"""FIT messages as columns: the rows of one kind in the order of the file."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analytics.engine.decoding.fit_blocks import Block, ByteArray, IntArray
from analytics.engine.decoding.fit_container import Part
from analytics.engine.decoding.fit_profile import FIT_EPOCH_AT_S, TIMESTAMP, Message
from analytics.engine.decoding.fit_walk import COMPRESSED_BIT, MAX_MESSAGES, MessageWalk
from analytics.engine.recording import FloatArray, RecordingRefused

OFFSET_MASK = 0x1F  # low bits of a time, and of a header that carries them
LATEST_TIME_S = 2.0**32
MOST_ROWS = {  # of each kind; more are no ride
    Message.RECORD: MAX_MESSAGES,
    Message.SESSION: 200,
    Message.LAP: 10_000,
    Message.FIELD_DESCRIPTION: 2000,
    Message.WORKOUT: 100,
    Message.WORKOUT_STEP: 5000,  # an index has 12 bits
    Message.DEVICE_INFO: 20_000,
    Message.FILE_ID: 100,
}
MOST_OTHER_ROWS = 200_000


class Rows:
    """All messages of one kind, as columns of equal length."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.blocks = blocks
        self.count = sum(block.count for block in blocks)
        self._order: IntArray | None = None
        if len(blocks) > 1:
            runs = np.concatenate([block.starts for block in blocks])
            self._order = np.argsort(runs, kind="stable")  # each ascends: quick to merge

    def numbers(self, field_number: int) -> FloatArray:
        """Read one field's values, NaN where a message has none."""
        found = self.find_numbers(field_number)
        return np.full(self.count, np.nan) if found is None else found

    def find_numbers(self, field_number: int) -> FloatArray | None:
        """Read one field's values; None where no layout has the field."""
        return self.merge([block.numbers(field_number) for block in self.blocks])

    def merge(self, columns: Sequence[FloatArray | None]) -> FloatArray | None:
        """Put one column of each block together in the order of the file; None if there is none."""
        if all(column is None for column in columns):
            return None
        filled = [
            np.full(block.count, np.nan) if column is None else column
            for block, column in zip(self.blocks, columns, strict=True)
        ]
        return self._in_order(filled)

    def find_bytes(self, field_number: int, size: int) -> ByteArray | None:
        """Read a field of this size, shape (count, size), 0xFF where a message has none."""
        columns = [block.byte_columns(field_number, size) for block in self.blocks]
        if all(column is None for column in columns):
            return None
        filled = [
            np.full((block.count, size), 0xFF, dtype=np.uint8) if column is None else column
            for block, column in zip(self.blocks, columns, strict=True)
        ]
        return self._in_order(filled)

    def texts(self, field_number: int) -> list[str]:
        """Read one text field; "" where a message has none."""
        texts = [text for block in self.blocks for text in block.texts(field_number)]
        return texts if self._order is None else [texts[row] for row in self._order]

    def scalars(self, field_number: int) -> list[float | None]:
        """Read one field as plain numbers; None where a message has none."""
        return as_scalars(self.numbers(field_number))

    def codes(self, field_number: int) -> list[int | None]:
        """Read one field as whole numbers, such as enumerations; None where there is none."""
        return [None if value is None else int(value) for value in self.scalars(field_number)]

    @property
    def starts(self) -> IntArray:
        """Where in the bytes each message starts."""
        starts: IntArray = self._in_order([block.starts for block in self.blocks])
        return starts

    @property
    def headers(self) -> ByteArray:
        headers: ByteArray = self._in_order([block.headers for block in self.blocks])
        return headers

    def _in_order(self, columns: Sequence[NDArray[Any]]) -> NDArray[Any]:
        if self._order is None:
            return columns[0]
        return np.concatenate(columns)[self._order]


class Messages:
    """The messages of one part of a FIT file."""

    def __init__(self, data: bytes, part: Part) -> None:
        walk = MessageWalk(data, part.body_start, part.body_end)
        if len(data) > MAX_MESSAGES and walk.count_messages() > MAX_MESSAGES:
            raise RecordingRefused("The file holds more messages than a ride can.")
        self.faults = (*part.faults, walk.fault) if walk.fault else part.faults
        self._data = data
        self._definitions = [each for each in walk.definitions if each.run_starts]

    def has(self, message: int) -> bool:
        return any(definition.message == message for definition in self._definitions)

    def rows(self, message: Message) -> Rows | None:
        """Gather the messages of one kind; None where the part has none.

        Raises RecordingRefused where they are too many for any ride.
        """
        blocks = [
            Block(self._data, definition)
            for definition in self._definitions
            if definition.message == message
        ]
        if not blocks:
            return None
        rows = Rows(blocks)
        if rows.count > MOST_ROWS.get(message, MOST_OTHER_ROWS):
            raise RecordingRefused(f"The file holds {rows.count} {message.name.lower()} messages.")
        return rows

    def times_at_s(self, rows: Rows) -> FloatArray:
        """Tell when each message was written, in Unix seconds; NaN where it does not say."""
        times = rows.numbers(TIMESTAMP)
        is_compressed = (rows.headers & COMPRESSED_BIT != 0) & np.isnan(times)
        if is_compressed.any():
            starts, clock = self._compressed_clock
            times[is_compressed] = clock[np.searchsorted(starts, rows.starts[is_compressed])]
        return times + FIT_EPOCH_AT_S

    @cached_property
    def _compressed_clock(self) -> tuple[IntArray, FloatArray]:
        """Say of each message with a time where it starts and what the clock said after it.

        A compressed header carries the low five bits of the time. The rest comes
        from the message before, of any kind: a whole time sets the clock, five
        bits move it on by less than 32 s.
        """
        rows = [Rows([Block(self._data, definition)]) for definition in self._definitions]
        starts = np.concatenate([each.starts for each in rows])
        order = np.argsort(starts, kind="stable")
        whole_s = np.concatenate([each.numbers(TIMESTAMP) for each in rows])[order]
        headers = np.concatenate([each.headers for each in rows])[order].astype(np.int64)
        return starts[order], run_clock(whole_s, headers)


def as_scalars(values: FloatArray) -> list[float | None]:
    """Turn a column, shape (n,), into plain numbers, NaN into None."""
    return [None if value != value else value for value in values.tolist()]


def run_clock(whole_s: FloatArray, headers: IntArray) -> FloatArray:
    """Run the clock of compressed timestamps over messages in the order of the file.

    Parameters
    ----------
    whole_s : ndarray of float, shape (n,)
        Time that each message holds, NaN where it holds none. [s since the FIT epoch]
    headers : ndarray of int, shape (n,)
        Header byte of each message.

    Returns
    -------
    ndarray of float, shape (n,)
        What the clock says after each message; it starts at 0. [s since the FIT epoch]
    """
    is_whole = (whole_s >= 0) & (whole_s < LATEST_TIME_S)
    is_compressed = headers & COMPRESSED_BIT != 0
    set_to = np.where(is_whole, whole_s, 0).astype(np.int64)
    set_to += np.where(is_compressed, (headers - set_to) & OFFSET_MASK, 0)
    tells = is_whole | is_compressed

    low_bits = np.where(is_whole, set_to, headers)[tells] & OFFSET_MASK
    steps = np.diff(low_bits, prepend=0) & OFFSET_MASK
    moved = np.cumsum(np.where(is_whole[tells], 0, steps))
    last_whole = np.maximum.accumulate(np.where(is_whole[tells], np.arange(moved.size), -1))
    base = np.where(last_whole < 0, 0, set_to[tells][last_whole] - moved[last_whole])

    clock: FloatArray = np.concatenate(([0.0], base + moved))
    after_each: FloatArray = clock[np.cumsum(tells)]
    return after_each
