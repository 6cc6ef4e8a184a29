"""Unwraps gzip, a layer around one file, in bounded memory."""

import gzip
import io
import zlib
from dataclasses import dataclass

from analytics.engine.recording import RecordingRefused

GZIP_MAGIC = b"\x1f\x8b"
MAX_RECORDING_BYTES = 64 * 2**20  # a day at 1 Hz is about 5 MB of FIT and 60 MB of TCX
MAX_UNPACKED_BYTES = MAX_RECORDING_BYTES
MAX_RATIO = 250  # XML of an indoor ride reaches about 60; deflate ends at 1032
RATIO_COUNTS_FROM_BYTES = 2**20
MAX_LAYERS = 2  # some exports are wrapped once more by the site that offers them

GZIP_WINDOW = 16 + zlib.MAX_WBITS  # zlib's word for "gzip around it"
_PIECE_BYTES = 2**18


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The bytes inside, and what was wrong with the wrapping."""

    data: bytes
    faults: tuple[str, ...] = ()


def unwrap_gzip(data: bytes) -> Unwrapped:
    """Undo gzip as often as it was applied; other bytes come back as they are.

    Parameters
    ----------
    data : bytes
        A file's content.

    Returns
    -------
    Unwrapped
        A cut or damaged wrapping gives what could be read, and says so.

    Raises
    ------
    RecordingRefused
        If the content is larger than MAX_UNPACKED_BYTES, was compressed more than
        MAX_RATIO times, or is wrapped more than MAX_LAYERS times.
    """
    faults: tuple[str, ...] = ()
    for _ in range(MAX_LAYERS):
        if not data.startswith(GZIP_MAGIC):
            return Unwrapped(data, faults)
        layer = _unwrap_layer(data)
        data, faults = layer.data, faults + layer.faults
    if data.startswith(GZIP_MAGIC):
        raise RecordingRefused("The file is compressed more than twice.")
    return Unwrapped(data, faults)


def _unwrap_layer(packed: bytes) -> Unwrapped:
    """Unwrap one layer, keeping what came before any damage."""
    whole = _unwrap_at_once(packed)
    if whole is not None:
        return Unwrapped(whole)
    unpacked = bytearray()
    faults: tuple[str, ...] = ()
    with gzip.GzipFile(fileobj=io.BytesIO(packed)) as stream:
        try:
            while piece := stream.read1(_PIECE_BYTES):
                unpacked += piece
                refuse_bomb(packed_bytes=len(packed), unpacked_bytes=len(unpacked))
        except EOFError:
            faults = ("The gzip file is cut.",)
        except (OSError, zlib.error):
            faults = ("The gzip file is damaged.",)
    return Unwrapped(bytes(unpacked), faults)


def _unwrap_at_once(packed: bytes) -> bytes | None:
    """Unwrap sound gzip of one member and a credible size; None where a closer look is due."""
    credible = max(RATIO_COUNTS_FROM_BYTES, MAX_RATIO * len(packed))
    unpacker = zlib.decompressobj(wbits=GZIP_WINDOW)
    try:
        unpacked = unpacker.decompress(packed, min(credible, MAX_UNPACKED_BYTES))
    except zlib.error:
        return None
    return unpacked if unpacker.eof and not unpacker.unused_data else None


def refuse_bomb(*, packed_bytes: int, unpacked_bytes: int) -> None:
    """Refuse content that is too large, or too large for what it came in.

    Raises
    ------
    RecordingRefused
        Naming the limit that was passed.
    """
    if unpacked_bytes > MAX_UNPACKED_BYTES:
        size_mb = MAX_UNPACKED_BYTES // 2**20
        raise RecordingRefused(f"The file unpacks to more than {size_mb} MB.")
    ratio_counts = unpacked_bytes > RATIO_COUNTS_FROM_BYTES
    if ratio_counts and unpacked_bytes > MAX_RATIO * packed_bytes:
        raise RecordingRefused("The file unpacks to far more than a ride can hold.")
