"""File bytes -> Recording: the format is found by content, never by name."""

from collections.abc import Callable
from dataclasses import replace

from analytics.engine.decoding.document_text import read_head
from analytics.engine.decoding.fit import decode_fit
from analytics.engine.decoding.foreign import find_root_element, refuse_foreign
from analytics.engine.decoding.golden_cheetah import decode_golden_cheetah, is_golden_cheetah
from analytics.engine.decoding.gpx import decode_gpx
from analytics.engine.decoding.gzipped import MAX_RECORDING_BYTES, unwrap_gzip
from analytics.engine.decoding.pwx import decode_pwx
from analytics.engine.decoding.tcx import decode_tcx
from analytics.engine.recording import Recording, RecordingFormat, RecordingRefused

_FIT_MAGIC = b".FIT"  # at byte 8
_FORMAT_OF_ROOT = {
    "trainingcenterdatabase": RecordingFormat.TCX,
    "gpx": RecordingFormat.GPX,
    "pwx": RecordingFormat.PWX,
}
_DECODERS: dict[RecordingFormat, Callable[[bytes], Recording]] = {
    RecordingFormat.FIT: decode_fit,
    RecordingFormat.TCX: decode_tcx,
    RecordingFormat.GPX: decode_gpx,
    RecordingFormat.PWX: decode_pwx,
    RecordingFormat.GOLDEN_CHEETAH: decode_golden_cheetah,
}


def decode_recording(data: bytes) -> Recording:
    """Read a device file of any kind that is known here.

    Parameters
    ----------
    data : bytes
        The whole file, plain or wrapped by gzip. Archives are unpacked before, by
        ``unpack_recordings``.

    Returns
    -------
    Recording
        With at least one ride. What was wrong with the bytes is in ``faults``.

    Raises
    ------
    RecordingRefused
        For everything else, in one sentence that names what the file is. No other
        exception leaves this function, whatever the bytes.
    """
    if len(data) > MAX_RECORDING_BYTES:
        raise RecordingRefused(f"The file is larger than {MAX_RECORDING_BYTES // 2**20} MB.")
    unwrapped = unwrap_gzip(data)
    found = find_format(unwrapped.data)
    if found is None:
        refuse_foreign(unwrapped.data)
    recording = _DECODERS[found](unwrapped.data)
    return replace(recording, faults=unwrapped.faults + recording.faults)


def find_format(data: bytes) -> RecordingFormat | None:
    """Name the format of an unwrapped file; None if it is none that is read here."""
    if data[8:12] == _FIT_MAGIC:
        return RecordingFormat.FIT
    head = read_head(data)
    if head.startswith("<"):
        return _FORMAT_OF_ROOT.get(find_root_element(head).lower())
    return RecordingFormat.GOLDEN_CHEETAH if is_golden_cheetah(data) else None
