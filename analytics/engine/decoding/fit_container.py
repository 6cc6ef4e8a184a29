"""The outside of a FIT file: headers, chained parts and checksums."""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

MAGIC = b".FIT"
MAGIC_OFFSET = 8
SHORT_HEADER_SIZE = 12  # 14 with a checksum of its own
CHECKSUM_SIZE = 2
MAX_PARTS = 64  # chained; real files hold up to six
CRC_POLYNOMIAL = 0xA001  # CRC-16, reflected
CRC_PERIOD = 32_767  # bytes of zeros after which any register of this polynomial is back

TableOf16 = NDArray[np.uint16]


@dataclass(frozen=True, slots=True)
class Part:
    """One FIT file inside the bytes: where its messages are."""

    body_start: int
    body_end: int
    faults: tuple[str, ...] = ()


def is_fit(data: bytes) -> bool:
    """Tell whether the bytes start with a FIT header."""
    return data[MAGIC_OFFSET : MAGIC_OFFSET + len(MAGIC)] == MAGIC


def find_parts(data: bytes) -> tuple[list[Part], list[str]]:
    """Find the chained FIT files in the bytes.

    Returns
    -------
    parts : list of Part
        In the order of the bytes; empty when they are no FIT file.
    faults : list of str
        What follows the last part and could not be read, one sentence each.
    """
    parts: list[Part] = []
    start = 0
    while start < len(data):
        if not _has_header(data, start):
            break
        if len(parts) == MAX_PARTS:
            return parts, [f"More than {MAX_PARTS} chained files; the rest was left out."]
        part = _read_part(data, start)
        parts.append(part)
        start = part.body_end + CHECKSUM_SIZE
    rest = len(data) - start
    if parts and rest > 0 and any(data[start:]):
        return parts, [f"The last {rest} bytes are no FIT file; they were left out."]
    return parts, []


def _has_header(data: bytes, start: int) -> bool:
    return (
        is_fit(data[start : start + SHORT_HEADER_SIZE])
        and data[start] >= SHORT_HEADER_SIZE
        and len(data) - start >= data[start]
    )


def _read_part(data: bytes, start: int) -> Part:
    body_start = start + data[start]
    body_size = int.from_bytes(data[start + 4 : start + MAGIC_OFFSET], "little")
    left = len(data) - body_start
    if body_size == 0 and left > CHECKSUM_SIZE and not _has_header(data, body_start + 2):
        fault = "The header gives no length; the messages were read to the end of the file."
        return Part(body_start, len(data), (fault,))
    if left < body_size:
        fault = f"The file is cut: its header promises {body_size} bytes, {left} are there."
        return Part(body_start, len(data), (fault,))
    body_end = body_start + body_size
    if left < body_size + CHECKSUM_SIZE:
        return Part(body_start, body_end, ("The file is cut: its checksum is missing.",))
    if compute_crc(data[start : body_end + CHECKSUM_SIZE]):
        fault = "The checksum is wrong; the file may have been changed or damaged."
        return Part(body_start, body_end, (fault,))
    return Part(body_start, body_end)


def compute_crc(data: bytes) -> int:
    """Compute the FIT checksum; 0 over data that end in their own checksum.

    Notes
    -----
    The register of a CRC that starts at 0 is linear over the bits: the checksum
    of two blocks is the first one's, moved on by the length of the second,
    exclusive-or the second one's. So every pair of bytes is looked up at once
    and neighbours are folded, level by level. Zeros in front change nothing. The
    polynomial is (x + 1) (x^15 + x + 1), whose second factor is primitive: 2**15 - 1
    steps move nothing, and blocks of that many bytes are laid over each other first.
    """
    folded = _fold(data)
    padding = b"\0" * (len(folded) % 2)
    crcs: TableOf16 = _move_table(0)[np.frombuffer(padding + folded, dtype="<u2")]
    level = 0
    while crcs.size > 1:
        if crcs.size % 2:
            crcs = np.concatenate((np.zeros(1, dtype=np.uint16), crcs))
        crcs = _move_table(level)[crcs[::2]] ^ crcs[1::2]
        level += 1
    return int(crcs[0]) if crcs.size else 0


def _fold(data: bytes) -> bytes:
    """Lay blocks of the period over each other, aligned at the end; the checksum stays."""
    head = len(data) % CRC_PERIOD
    if len(data) == head:
        return data
    blocks = np.frombuffer(data, dtype=np.uint8, offset=head).reshape(-1, CRC_PERIOD)
    folded: NDArray[np.uint8] = np.bitwise_xor.reduce(blocks, axis=0)
    if head:
        folded[-head:] ^= np.frombuffer(data, dtype=np.uint8, count=head)
    return folded.tobytes()


@cache
def _move_table(level: int) -> TableOf16:
    """Map each register to what ``2 * 2**level`` zero bytes turn it into."""
    if level > 0:
        half = _move_table(level - 1)
        return half[half]
    register = np.arange(1 << 16, dtype=np.int64)
    for _ in range(16):
        register = (register >> 1) ^ np.where(register & 1 == 1, CRC_POLYNOMIAL, 0)
    return register.astype(np.uint16)
