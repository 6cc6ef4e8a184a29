"""How a stream is stored: compressed columns, each readable without the others.

Layout, version 2, little endian:

    4 bytes   b"STR2"
    4 bytes   length of the directory, unsigned
    directory JSON: {"started_at": Unix seconds, "size": n,
              "columns": {name: {"at": offset, "length": bytes, "valid": bytes,
              "first": steps, "lanes": k}}}
    body      the columns, one after the other, offsets counted from here

A column is the channel in steps of its resolution as 32-bit integers, each
second's difference to the one before (``first`` before the first), folded so that
small ones of either sign are small numbers (0, -1, 1, -2 become 0, 1, 2, 3). Of
these the low ``lanes`` bytes, all that any second needs: the lowest of all seconds,
then the next ones, deflated. Where seconds are missing a deflated bitmap of the valid ones follows
it. A channel that holds nothing is left out. ``status`` is a column of plain bytes.

Version 1, b"STR1", is read and no longer written. It has no ``first`` and ``lanes``:
differences start from 0, are not folded and take four bytes a second.
"""

import json
import struct
import zlib
from datetime import UTC, datetime
from typing import NotRequired, TypedDict

import numpy as np
from numpy.typing import NDArray

from analytics.engine.recording import Channel, FloatArray
from analytics.engine.stream import Stream

ByteLanes = NDArray[np.uint8]

MAGIC = b"STR2"
MAGICS = (MAGIC, b"STR1")
HEADER = struct.Struct("<4sI")
DEFLATE_LEVEL = 1
RESOLUTION: dict[Channel, float] = {
    Channel.POWER: 0.1,
    Channel.HEART_RATE: 0.1,
    Channel.CADENCE: 0.1,
    Channel.SPEED: 0.001,
    Channel.DISTANCE: 0.1,
    Channel.ALTITUDE: 0.1,
    Channel.LATITUDE: 1e-7,
    Channel.LONGITUDE: 1e-7,
    Channel.TEMPERATURE: 0.1,
}
STATUS = "status"


class ColumnEntry(TypedDict):
    at: int
    length: int
    valid: int
    first: NotRequired[int]
    lanes: NotRequired[int]


class Directory(TypedDict):
    started_at: float
    size: int
    columns: dict[str, ColumnEntry]


class StreamUnreadable(ValueError):
    """The bytes are not a stored stream of a layout that this version reads."""


def encode_stream(stream: Stream) -> bytes:
    """Pack a stream into bytes; values keep the resolution of their channel.

    What is not finite comes back as NaN; what 32 bits do not hold is cut to what they do.
    """
    body = [_deflate(stream.status.tobytes())]
    columns: dict[str, ColumnEntry] = {STATUS: {"at": 0, "length": len(body[0]), "valid": 0}}
    at = len(body[0])
    for channel, step in RESOLUTION.items():
        values = channel_of(stream, channel)
        is_valid = np.isfinite(values)
        if not is_valid.any():
            continue
        first, lanes = _pack_steps(values, is_valid, step)
        column = _deflate(lanes.tobytes())
        bitmap = b"" if is_valid.all() else _deflate(np.packbits(is_valid).tobytes())
        columns[channel.value] = {
            "at": at,
            "length": len(column),
            "valid": len(bitmap),
            "first": first,
            "lanes": len(lanes),
        }
        body += [column, bitmap]
        at += len(column) + len(bitmap)
    directory: Directory = {
        "started_at": stream.started_at.timestamp(),
        "size": stream.elapsed_s,
        "columns": columns,
    }
    head = json.dumps(directory, separators=(",", ":")).encode()
    return b"".join([HEADER.pack(MAGIC, len(head)), head, *body])


def decode_stream(data: bytes) -> Stream:
    """Unpack a stream that ``encode_stream`` packed.

    Raises
    ------
    StreamUnreadable
        If the bytes have another layout.
    """
    directory, body = _open(data)
    size = directory["size"]
    status = np.frombuffer(
        zlib.decompress(_slice(body, directory["columns"][STATUS])[0]), dtype=np.uint8
    )
    channels = {
        channel.value: _read_column(directory, body, channel, size) for channel in RESOLUTION
    }
    return Stream(
        started_at=datetime.fromtimestamp(directory["started_at"], UTC), status=status, **channels
    )


def read_channel(data: bytes, channel: Channel) -> FloatArray:
    """Unpack one channel alone; all NaN where the ride does not have it.

    Raises
    ------
    StreamUnreadable
        If the bytes have another layout.
    """
    directory, body = _open(data)
    return _read_column(directory, body, channel, directory["size"])


def channel_of(stream: Stream, channel: Channel) -> FloatArray:
    """Pick one channel of a stream by its name; all NaN where nothing was recorded."""
    values: FloatArray = getattr(stream, channel.value)
    return values


def _open(data: bytes) -> tuple[Directory, memoryview]:
    if len(data) < HEADER.size:
        raise StreamUnreadable("the stored stream is cut")
    magic, directory_length = HEADER.unpack_from(data)
    if magic not in MAGICS:
        raise StreamUnreadable(f"unknown layout {magic!r}")
    start = HEADER.size + directory_length
    directory: Directory = json.loads(data[HEADER.size : start])
    return directory, memoryview(data)[start:]


def _slice(body: memoryview, entry: ColumnEntry) -> tuple[memoryview, memoryview]:
    end = entry["at"] + entry["length"]
    return body[entry["at"] : end], body[end : end + entry["valid"]]


def _read_column(directory: Directory, body: memoryview, channel: Channel, size: int) -> FloatArray:
    entry = directory["columns"].get(channel.value)
    if entry is None:
        return np.full(size, np.nan)
    column, bitmap = _slice(body, entry)
    values = _unpack_steps(zlib.decompress(column), size, entry) * RESOLUTION[channel]
    if bitmap:
        packed = np.frombuffer(zlib.decompress(bitmap), dtype=np.uint8)
        values[np.unpackbits(packed, count=size) == 0] = np.nan
    return values


def _pack_steps(
    values: FloatArray, is_valid: NDArray[np.bool_], step: float
) -> tuple[int, ByteLanes]:
    """Take a column apart into its first step and its lanes, shape (lanes, n).

    At least one value is valid; the seconds that are not change nothing.
    """
    limits = np.iinfo(np.int32)
    steps = np.clip(np.rint(values[is_valid] / step), limits.min, limits.max).astype(np.int32)
    differences = np.zeros(values.size, dtype=np.int32)
    differences[is_valid] = np.diff(steps, prepend=steps[:1])
    folded = ((differences << 1) ^ (differences >> 31)).astype("<u4")
    lanes = max(1, -(-int(folded.max()).bit_length() // 8))
    return int(steps[0]), np.ascontiguousarray(folded.view(np.uint8).reshape(-1, 4)[:, :lanes].T)


def _deflate(data: bytes) -> bytes:
    """Deflate a column: runs and Huffman codes alone, smaller and faster here than matches too."""
    packer = zlib.compressobj(DEFLATE_LEVEL, strategy=zlib.Z_RLE)
    return packer.compress(data) + packer.flush()


def _unpack_steps(packed: bytes, size: int, entry: ColumnEntry) -> FloatArray:
    lanes = np.zeros((size, 4), dtype=np.uint8)
    lanes[:, : entry.get("lanes", 4)] = np.frombuffer(packed, dtype=np.uint8).reshape(-1, size).T
    differences: NDArray[np.uint32] = lanes.view("<u4").reshape(size).astype(np.uint32)
    if "lanes" in entry:
        signs = np.zeros_like(differences) - (differences & 1)  # of a negative one all bits
        differences = ((differences >> 1) ^ signs).astype(np.uint32)
    differences[:1] += np.array(entry.get("first", 0), dtype=np.int32).astype(np.uint32)
    return np.cumsum(differences, dtype=np.uint32).view(np.int32).astype(np.float64)
