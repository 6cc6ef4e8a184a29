import pytest

from analytics.engine.decoding.ride_documents import decode_document
from analytics.engine.decoding.timed_points import PointReader
from analytics.engine.recording import RecordingFormat, RecordingRefused
from tests.make.rides import make_ride

RIDE = make_ride()


class Reader:
    """Makes one ride of each element called ride."""

    device = "a device"

    def __init__(self):
        self.points = PointReader()
        self.found = []

    def begin(self, name, attributes):
        """Take the start of an element."""

    def finish(self, name, parent, text):
        self.found += [RIDE] * (name == "ride")

    def rides(self):
        return tuple(self.found)

    def refusal(self):
        return "There is nothing but rests."


def decode(data: bytes):
    return decode_document(data, Reader(), RecordingFormat.GPX)


def test_rides_and_device_are_those_of_the_reader():
    recording = decode(b"<all><ride/><ride/></all>")

    assert (recording.rides, recording.device) == ((RIDE, RIDE), "a device")
    assert (recording.format, recording.faults) == (RecordingFormat.GPX, ())


def test_what_comes_before_a_fault_counts_and_the_fault_is_told():
    recording = decode(b"<all><ride/>\n<ride></all>")

    assert len(recording.rides) == 1
    assert recording.faults == ("The XML is faulty at line 2; only what came before was read.",)


@pytest.mark.parametrize(
    ("data", "reason"),
    ((b"<all><rest/></all>", "nothing but rests"), (b"<all><rest>", "faulty at line 1")),
)
def test_a_document_without_a_ride_is_refused_for_its_fault_or_its_content(data, reason):
    with pytest.raises(RecordingRefused, match=reason):
        decode(data)
