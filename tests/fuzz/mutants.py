"""Mutants of real files, each a function of (seed, index): bytes that no device wrote.

A mutation knows what it is at: a definition or a size in a FIT file, a number or a tag in a text,
the directory of a ZIP. Checksums are put right again in half of the FIT mutants, so that the fault
is met further in.
"""

import gzip
import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Sequence

from analytics.engine.decoding.fit_container import compute_crc

Mutation = Callable[[bytearray, random.Random], None]

NASTY_NUMBERS = (
    b"NaN", b"-inf", b"1e308", b"-1", b"0", b"99999999999999999999", b"1e-320", b"", b"0x10",
)  # fmt: skip
NASTY_TEXTS = (
    b"\xff\xfe\xff", b"\x00", b"<![CDATA[", b"&lol;", b"]]>", b"\xed\xa0\x80", b"<" * 50, b'"' * 9,
    b"<!DOCTYPE x [<!ENTITY lol 'lol'>]>", b"1989-12-31T00:00:00Z", b"2106-02-07T06:28:16Z",
)  # fmt: skip
NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
TAG = re.compile(rb"</?[A-Za-z][^<>]{0,60}>")


def mutant_of(originals: Sequence[bytes], *, seed: str, index: int) -> bytes:
    """Make one mutant; the same seed and index give the same bytes."""
    chance = random.Random(f"{seed}/{index}")  # noqa: S311 - a lottery of faults, not of secrets
    original = originals[index % len(originals)]
    data = bytearray(original)
    for _ in range(chance.choice((1, 1, 1, 2, 3, 8))):
        chance.choice(mutations_for(original))(data, chance)
    if chance.random() < 0.1:
        splice(data, chance, chance.choice(originals))
    if original[8:12] == b".FIT" and chance.random() < 0.5:
        mend_checksum(data)
    if chance.random() < 0.05:
        return wrap(bytes(data), chance)
    return bytes(data)


def mutations_for(original: bytes) -> tuple[Mutation, ...]:
    if original[8:12] == b".FIT":
        return (*ANY, *FIT, *FIT)
    if original.lstrip()[:1] in (b"<", b"{"):
        return (*ANY, *TEXT, *TEXT)
    return ANY


def flip_bit(data: bytearray, chance: random.Random) -> None:
    if data:
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)


def overwrite(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at : at + 4] = chance.choice((b"\xff" * 4, b"\x00" * 4, b"\x7f\xff\xff\xff", b"\x80"))


def cut(data: bytearray, chance: random.Random) -> None:
    del data[chance.randrange(len(data) + 1) :]


def remove_middle(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    del data[at : at + chance.choice((1, 2, 7, 64, 1024))]


def repeat_piece(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    piece = data[at : at + chance.choice((1, 3, 50, 700))]
    data[at:at] = piece * chance.choice((1, 2, 20))


def splice(data: bytearray, chance: random.Random, other: bytes) -> None:
    """Let the file go on as another one does."""
    data[chance.randrange(len(data) + 1) :] = other[chance.randrange(len(other) + 1) :]


def lie_in_head(data: bytearray, chance: random.Random) -> None:
    """Change sizes that the head states: of itself, of the data."""
    if chance.random() < 0.5:
        data[:1] = bytes([chance.choice((0, 1, 12, 13, 14, 200, 255))])
    elif len(data) >= 12:
        struct.pack_into("<I", data, 4, chance.choice((0, 1, 2**31, 2**32 - 1)))


def lie_in_definition(data: bytearray, chance: random.Random) -> None:
    """Change a definition: its byte order, its message, how many fields it says to have."""
    at = find_definition(data, chance)
    if at is not None:
        offset = chance.choice((0, 2, 3, 4, 5, 6, 7, 8))
        lie = chance.choice((0, 1, 2, 7, 13, 131, 134, 255))
        data[at + offset : at + offset + 1] = bytes([lie])


def jump_in_time(data: bytearray, chance: random.Random) -> None:
    """Replace four bytes by a time: long ago, far ahead, or a minute away."""
    at = chance.randrange(len(data) + 1)
    moment = chance.choice((0, 1, 0x10000000, 2**32 - 2, 1_000_000_000))
    data[at : at + 4] = struct.pack("<I", moment)


def find_definition(data: bytearray, chance: random.Random) -> int | None:
    """Find a byte that looks like the head of a definition message."""
    start = chance.randrange(len(data) + 1)
    for at in range(start, min(start + 4000, len(data) - 8)):
        if data[at] & 0xE0 == 0x40 and data[at + 1] == 0 and data[at + 2] in (0, 1):
            return at
    return None


def change_number(data: bytearray, chance: random.Random) -> None:
    replace_near(data, chance, NUMBER, chance.choice(NASTY_NUMBERS))


def change_tag(data: bytearray, chance: random.Random) -> None:
    text = chance.choice((b"", b"<", b"<a>", b"</a>", b"<Lap/>", b"<Time>"))
    replace_near(data, chance, TAG, text)


def add_text(data: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(data) + 1)
    data[at:at] = chance.choice(NASTY_TEXTS)


def replace_near(
    data: bytearray, chance: random.Random, pattern: re.Pattern[bytes], text: bytes
) -> None:
    found = pattern.search(data, chance.randrange(len(data) + 1))
    if found is not None:
        data[found.start() : found.end()] = text


def mend_checksum(data: bytearray) -> None:
    """Put the checksum at the end right, as far as there is an end."""
    if len(data) > 16:
        struct.pack_into("<H", data, len(data) - 2, compute_crc(bytes(data[:-2])))


def wrap(data: bytes, chance: random.Random) -> bytes:
    """Pack a mutant, and hurt the wrapping as often as not."""
    if chance.random() < 0.5:
        packed = bytearray(gzip.compress(data, compresslevel=1, mtime=0))
    else:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo("../../a.fit"), data)
            archive.writestr(zipfile.ZipInfo("b.fit"), data[: len(data) // 2])
        packed = bytearray(file.getvalue())
    if chance.random() < 0.5:
        chance.choice(ANY)(packed, chance)
    return bytes(packed)


ANY: tuple[Mutation, ...] = (flip_bit, overwrite, cut, remove_middle, repeat_piece)
FIT: tuple[Mutation, ...] = (lie_in_head, lie_in_definition, jump_in_time)
TEXT: tuple[Mutation, ...] = (change_number, change_tag, add_text)
