"""Each real file is a recording or refused in one sentence, whatever it is."""

import pytest

from analytics.engine.decoding.archive import unpack_recordings
from analytics.engine.decoding.detect import decode_recording
from analytics.engine.recording import RecordingRefused


def read_member(member):
    if member.data is None:
        return member.refusal
    try:
        recording = decode_recording(member.data)
    except RecordingRefused as refusal:
        return str(refusal)
    assert recording.rides
    assert all(ride.samples.at_s.size for ride in recording.rides)
    return None


def is_sentence(text):
    return text.endswith(".") and "\n" not in text and text[0].isupper() and len(text) < 200


def test_every_file_is_a_recording_or_refused_in_one_sentence(rides_dir):
    refused = decoded = 0
    for path in sorted((rides_dir / "files").rglob("*")):
        for member in unpack_recordings(path.name, path.read_bytes()) if path.is_file() else ():
            refusal = read_member(member)
            assert refusal is None or is_sentence(refusal), (path, refusal)
            refused += refusal is not None
            decoded += refusal is None

    assert (decoded, refused) > (300, 0)


@pytest.mark.parametrize("share", (0.3, 0.9))
def test_every_small_file_may_be_cut_anywhere(rides_dir, share):
    for path in sorted((rides_dir / "files").rglob("*")):
        if path.is_file() and path.stat().st_size < 60_000:
            data = path.read_bytes()
            for member in unpack_recordings(path.name, data[: int(len(data) * share)]):
                refusal = read_member(member)
                assert refusal is None or is_sentence(refusal), (path, refusal)
