"""The walk over a FIT file's messages: definitions, and where the messages that follow them are.

Nothing is decoded here. Messages of one layout that come in a row are counted by
slices, so a ride costs one step a change of layout, not one a message.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from analytics.engine.decoding.fit_profile import Message
from analytics.engine.recording import RecordingRefused

MAX_MESSAGES = 3_000_000  # 27 days at one a second; a ride of 24 h has some 200,000
MAX_DEFINITIONS = 2048  # distinct ones; real files hold up to 100
KIND_BITS = 0xC0
DEFINITION_BIT = 0x40
DEVELOPER_BIT = 0x20
COMPRESSED_BIT = 0x80
LOCAL_MASK = 0x0F
FIXED_SIZE = 6  # of a definition, up to its first field
FIRST_BLOCK = 32  # messages looked at first when a run is counted
BYTE = 0x0D
NOT_WHOLE = "hold no whole message"


class Place(NamedTuple):
    """Where a field lies in the messages of one definition."""

    offset: int  # from the message's header byte
    size: int
    base_type: int


@dataclass(eq=False)
class Definition:
    """One layout of messages, and where in the bytes the messages that follow it are."""

    raw: bytes  # without the header byte
    has_developer_fields: bool
    descriptions_before: int  # field descriptions that precede it in the file
    run_starts: "array[int]" = field(default_factory=lambda: array("q"))
    run_lengths: "array[int]" = field(default_factory=lambda: array("q"))
    message: int = field(init=False)  # its global number
    size: int = field(init=False)  # of a message, its header byte included
    is_description: bool = field(init=False)  # of a developer field

    def __post_init__(self) -> None:
        self.message = int.from_bytes(self.raw[2:4], "big" if self.raw[1] else "little")
        self.is_description = self.message == Message.FIELD_DESCRIPTION
        fields_end = 5 + 3 * self.raw[4]
        self.size = 1 + sum(self.raw[6:fields_end:3])
        if self.has_developer_fields:
            self.size += sum(self.raw[fields_end + 2 :: 3])

    @property
    def byte_order(self) -> str:
        return ">" if self.raw[1] else "<"

    @cached_property
    def places(self) -> dict[int, Place]:
        """Fields by number; of two with one number the first counts."""
        places: dict[int, Place] = {}
        offset = 1
        for number, size, base_type in _triples(self.raw, 5, self.raw[4]):
            if size:
                places.setdefault(number, Place(offset, size, base_type))
            offset += size
        return places

    @cached_property
    def developer_places(self) -> dict[tuple[int, int], Place]:
        """Developer fields by developer index and number; descriptions tell what they mean."""
        places: dict[tuple[int, int], Place] = {}
        count_at = 5 + 3 * self.raw[4]
        if not self.has_developer_fields:
            return places
        offset = 1 + sum(self.raw[6:count_at:3])
        for number, size, developer in _triples(self.raw, count_at + 1, self.raw[count_at]):
            if size:
                places.setdefault((developer, number), Place(offset, size, BYTE))
            offset += size
        return places


def _triples(raw: bytes, start: int, count: int) -> Iterable[tuple[int, int, int]]:
    stop = start + 3 * count
    return zip(raw[start:stop:3], raw[start + 1 : stop : 3], raw[start + 2 : stop : 3], strict=True)


class BrokenOff(Exception):
    """The bytes from a position on cannot be read."""

    def __init__(self, position: int, reason: str) -> None:
        super().__init__(position, reason)
        self.position = position
        self.reason = reason


class MessageWalk:
    """One walk from the first message to the last whole one.

    Attributes
    ----------
    definitions : list of Definition
        Distinct layouts in the order of the file. Devices repeat definitions
        thousands of times: equal ones are one.
    fault : str
        Why the walk ended early, one sentence; "" when it did not.
    """

    def __init__(self, data: bytes, start: int, end: int) -> None:
        self.definitions: list[Definition] = []
        self._data = data
        self._end = end
        self._known: dict[tuple[bytes, bool, int], Definition] = {}
        self._by_header: list[Definition | None] = [None] * 256
        self._described = 0
        self.fault = ""
        try:
            self._walk(start)
        except BrokenOff as broken:
            left = end - broken.position
            self.fault = f"The last {left} bytes {broken.reason}; they were left out."

    def count_messages(self) -> int:
        return sum(sum(definition.run_lengths) for definition in self.definitions)

    def _walk(self, position: int) -> None:
        data, end, by_header = self._data, self._end, self._by_header
        for _ in range(MAX_MESSAGES):
            if position >= end:
                return
            header = data[position]
            definition = by_header[header]
            if definition is None:
                position = self._define(position)
                continue
            size = definition.size
            following = position + size
            length = 1
            if following < end:
                if data[following] == header:
                    length = self._count_run(position, size)
            elif following > end:
                raise BrokenOff(position, NOT_WHOLE)
            definition.run_starts.append(position)
            definition.run_lengths.append(length)
            if definition.is_description:
                self._described += length
            position += length * size
        raise RecordingRefused("The file holds more messages than a ride can.")

    def _count_run(self, position: int, size: int) -> int:
        """Count the whole messages from here on that have the same header byte."""
        header = self._data[position : position + 1]
        whole = (self._end - position) // size
        counted, block = 1, FIRST_BLOCK
        while counted < whole:
            stop = position + size * min(counted + block, whole)
            headers = self._data[position + size * counted : stop : size]
            equal = len(headers) - len(headers.lstrip(header))
            counted += equal
            if equal < len(headers):
                break
            block *= 2
        return counted

    def _define(self, position: int) -> int:
        """Read the definition here and return where it ends."""
        data, end = self._data, self._end
        header = data[position]
        if header & KIND_BITS != DEFINITION_BIT:
            raise BrokenOff(position, "have no definition")
        if position + FIXED_SIZE > end:
            raise BrokenOff(position, NOT_WHOLE)
        after = position + FIXED_SIZE + 3 * data[position + 5]
        has_developer_fields = bool(header & DEVELOPER_BIT)
        if has_developer_fields and after < end:
            after += 1 + 3 * data[after]
        elif has_developer_fields:
            after += 1
        if after > end:
            raise BrokenOff(position, NOT_WHOLE)
        raw = data[position + 1 : after]
        definition = self._intern(raw, has_developer_fields=has_developer_fields)
        self._assign(header & LOCAL_MASK, definition)
        return after

    def _intern(self, raw: bytes, *, has_developer_fields: bool) -> Definition:
        """Find the equal definition, or keep a new one.

        Developer fields may be described again: the same bytes then mean
        something else, and are another definition.
        """
        described = self._described if has_developer_fields else 0
        key = (raw, has_developer_fields, described)
        definition = self._known.get(key)
        if definition is None:
            if len(self.definitions) == MAX_DEFINITIONS:
                raise RecordingRefused("The file describes more kinds of messages than a ride has.")
            definition = self._known[key] = Definition(raw, has_developer_fields, described)
            self.definitions.append(definition)
        return definition

    def _assign(self, local: int, definition: Definition) -> None:
        """Let the header bytes of a local number stand for a definition.

        Bits 4 and 5 of a data header are reserved: readers pass over them.
        """
        if self._by_header[local] is definition:
            return
        self._by_header[local : DEFINITION_BIT : LOCAL_MASK + 1] = [definition] * 4
        if local < 4:
            first = COMPRESSED_BIT | local << 5
            self._by_header[first : first + 32] = [definition] * 32
