"""From a document of rides, in whatever XML, to a recording or a reason why there is none."""

from typing import Protocol

from analytics.engine.decoding.timed_points import PointReader
from analytics.engine.decoding.xml_elements import ElementReader, read_elements
from analytics.engine.recording import Recording, RecordingFormat, RecordingRefused, Ride


class RideReader(ElementReader, Protocol):
    """What a format makes of a document's elements: rides."""

    points: PointReader

    @property
    def device(self) -> str: ...

    def rides(self) -> tuple[Ride, ...]:
        """Give the rides that hold samples, in the order of the document."""
        ...

    def refusal(self) -> str:
        """Say why nothing of the document is a ride."""
        ...


def decode_document(data: bytes, reader: RideReader, found: RecordingFormat) -> Recording:
    """Read a document; what comes before its first fault counts.

    Raises
    ------
    RecordingRefused
        If no ride was read, or the XML is not safe.
    """
    faults = read_elements(data, reader)
    rides = reader.rides()
    if not rides:
        raise RecordingRefused(faults[0] if faults else reader.refusal())
    return Recording(found, rides, reader.device, faults=faults + reader.points.faults())
