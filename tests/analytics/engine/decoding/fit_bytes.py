"""FIT files built byte by byte, so that a test says exactly what is in them."""

import struct
from collections.abc import Sequence

from analytics.engine.decoding.fit_profile import FIT_EPOCH_AT_S

START = 1_000_000_000  # a time in seconds since the FIT epoch, its low five bits 0
START_AT_S = START + FIT_EPOCH_AT_S

ENUM, SINT8, UINT8, TEXT, BYTE = 0x00, 0x01, 0x02, 0x07, 0x0D
SINT16, UINT16, SINT32, UINT32, FLOAT32, FLOAT64 = 0x83, 0x84, 0x85, 0x86, 0x88, 0x89

FORMATS = {
    ENUM: "B", SINT8: "b", UINT8: "B", SINT16: "h", UINT16: "H",
    SINT32: "i", UINT32: "I", FLOAT32: "f", FLOAT64: "d",
}  # fmt: skip

Field = tuple[int, int] | tuple[int, int, int]  # number, base type and size if not its own


def crc_of(data: bytes) -> int:
    """Compute CRC-16 bit by bit, as its definition says."""
    register = 0
    for byte in data:
        register ^= byte
        for _ in range(8):
            register = register >> 1 ^ (0xA001 if register & 1 else 0)
    return register


def fit_file(
    *messages: bytes, size: int | None = None, crc: int | None = None, header_size: int = 14
) -> bytes:
    """Put messages into a file; ``size`` and ``crc`` make its header or checksum lie."""
    body = b"".join(messages)
    header = struct.pack(
        "<2BHI4s", header_size, 0x20, 2100, len(body) if size is None else size, b".FIT"
    )
    if header_size == 14:
        header += struct.pack("<H", crc_of(header))
    whole = header + body
    return whole + struct.pack("<H", crc_of(whole) if crc is None else crc)


def definition(
    local: int,
    message: int,
    fields: Sequence[Field],
    *,
    big_endian: bool = False,
    developer_fields: Sequence[tuple[int, int, int]] | None = None,
) -> bytes:
    """Define a layout: fields are (number, base type) or (number, base type, size).

    Developer fields are (number, size, developer index).
    """
    order = ">" if big_endian else "<"
    header = 0x40 | local | (0 if developer_fields is None else 0x20)
    raw = struct.pack(order + "BBBHB", header, 0, int(big_endian), message, len(fields))
    for number, base_type, *size in fields:
        raw += bytes((number, size[0] if size else size_of(base_type), base_type))
    if developer_fields is not None:
        raw += bytes((len(developer_fields),))
        raw += b"".join(bytes(developer_field) for developer_field in developer_fields)
    return raw


def size_of(base_type: int) -> int:
    return struct.calcsize("<" + FORMATS[base_type])


def data(local: int, formats: str, *values: object, big_endian: bool = False) -> bytes:
    """Write a data message, its payload packed as ``struct`` does."""
    return bytes((local,)) + struct.pack((">" if big_endian else "<") + formats, *values)


def compressed(local: int, offset: int, formats: str, *values: object) -> bytes:
    """Write a data message whose header carries the low five bits of the time."""
    return bytes((0x80 | local << 5 | offset,)) + struct.pack("<" + formats, *values)


FILE_ID = definition(0, 0, [(0, ENUM), (1, UINT16), (2, UINT16)]) + data(0, "BHH", 4, 1, 1169)
RECORDS = definition(1, 20, [(253, UINT32), (7, UINT16)])


def power_record(second: int, power_w: int) -> bytes:
    return data(1, "IH", START + second, power_w)


def power_ride(*powers_w: int) -> bytes:
    """Write a small ride at one sample a second, without a session message."""
    records = [power_record(second, power_w) for second, power_w in enumerate(powers_w)]
    return fit_file(FILE_ID, RECORDS, *records)


SESSIONS = definition(
    2, 18, [(253, UINT32), (2, UINT32), (7, UINT32), (5, ENUM), (6, ENUM), (20, UINT16)]
)


def session(
    start: int, elapsed_s: int, sport: int, sub_sport: int = 0, power_w: int = 0xFFFF
) -> bytes:
    return data(
        2,
        "IIIBBH",
        START + start + elapsed_s,
        START + start,
        1000 * elapsed_s,
        sport,
        sub_sport,
        power_w,
    )


LAPS = definition(3, 19, [(2, UINT32), (7, UINT32), (24, ENUM), (23, ENUM), (71, UINT16)])


def lap(
    start: int, elapsed_s: int, trigger: int = 0, intensity: int = 0xFF, step: int = 0xFFFF
) -> bytes:
    return data(3, "IIBBH", START + start, 1000 * elapsed_s, trigger, intensity, step)


EVENTS = definition(4, 21, [(253, UINT32), (0, ENUM), (1, ENUM)])


def timer_event(second: int, kind: int) -> bytes:
    return data(4, "IBB", START + second, 0, kind)


STEPS = definition(
    5,
    27,
    [
        (254, UINT16),
        (1, ENUM),
        (2, UINT32),
        (3, ENUM),
        (4, UINT32),
        (5, UINT32),
        (6, UINT32),
        (7, ENUM),
    ],
)


def step(
    index: int,
    seconds: int,
    low: int = 0xFFFFFFFF,
    high: int = 0xFFFFFFFF,
    intensity: int = 0,
    zone: int = 0,
) -> bytes:
    return data(5, "HBIBIIIB", index, 0, 1000 * seconds, 4, zone, low, high, intensity)


def repeat(index: int, back_to: int, times: int) -> bytes:
    missing = 0xFFFFFFFF
    return data(5, "HBIBIIIB", index, 6, back_to, 0xFF, times, missing, missing, 0xFF)
