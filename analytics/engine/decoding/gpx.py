"""Reads GPX tracks with the extensions that training devices and sites write."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from analytics.engine.decoding.columns import SampleColumns
from analytics.engine.decoding.ride_documents import decode_document
from analytics.engine.decoding.sport_names import read_sport
from analytics.engine.decoding.text_values import read_title
from analytics.engine.decoding.timed_points import MAX_LAPS, MAX_RIDES, PointReader
from analytics.engine.recording import (
    Channel,
    Recording,
    RecordingFormat,
    RecordingRefused,
    Ride,
    TimeSpan,
)

LARGEST_STEP_S = 2.0  # segments this close are one: the timer was not stopped between them

# By local name in lower case: each vendor has a namespace and a spelling of its own.
_POINT_ELEMENTS = {
    "ele": Channel.ALTITUDE,
    "power": Channel.POWER,
    "powerinwatts": Channel.POWER,
    "watts": Channel.POWER,
    "hr": Channel.HEART_RATE,
    "heartrate": Channel.HEART_RATE,
    "heartratebpm": Channel.HEART_RATE,
    "cad": Channel.CADENCE,
    "cadence": Channel.CADENCE,
    "runcadence": Channel.CADENCE,
    "speed": Channel.SPEED,
    "atemp": Channel.TEMPERATURE,
    "temp": Channel.TEMPERATURE,
    "temperature": Channel.TEMPERATURE,
}


@dataclass(slots=True)
class _Track:
    """A track while it is read."""

    number: int
    title: str = ""
    sport: str = ""
    columns: SampleColumns = field(default_factory=SampleColumns)
    segment_rows: list[int] = field(default_factory=list)


def decode_gpx(data: bytes) -> Recording:
    """Read the tracks of a GPX document.

    Parameters
    ----------
    data : bytes
        The document, in any encoding.

    Returns
    -------
    Recording
        One ride for each track with timed points. Where a track has several segments the
        timer was stopped between them. Distance is never in such a file; speed is only
        where the device wrote it.

    Raises
    ------
    RecordingRefused
        If the document holds no timed track, or XML that is not safe.

    References
    ----------
    .. [1] D. Foster, "GPX 1.1 Schema Documentation," topografix.com/GPX/1/1, 2004.
    """
    return decode_document(data, _GpxReader(), RecordingFormat.GPX)


class _GpxReader:
    """Takes the elements of a GPX document; see ``RideReader``."""

    def __init__(self) -> None:
        self.tracks: list[_Track] = []
        self.device = ""
        self.points = PointReader()
        self._track: _Track | None = None
        self._is_in_point = False
        self._segment_count = 0
        self._kinds: set[str] = set()

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "trkpt":
            self._is_in_point = True
            self.points.begin()
            self.points.set_value(Channel.LATITUDE, attributes.get("lat", ""))
            self.points.set_value(Channel.LONGITUDE, attributes.get("lon", ""))
        elif name == "trkseg" and self._track:
            self._begin_segment(self._track)
        elif name == "trk":
            self._begin_track()
        elif name in ("rte", "wpt"):
            self._kinds.add(name)
        elif name == "gpx":
            self.device = read_title(attributes.get("creator", ""))

    def finish(self, name: str, parent: str, text: str) -> None:
        if name == "trkpt":
            self._is_in_point = False
            self.points.finish(self._track.columns if self._track else None)
        elif self._is_in_point:
            self._finish_point_element(name, parent, text)
        elif name == "trk":
            self._track = None
        elif self._track and parent == "trk" and name == "name":
            self._track.title = read_title(text)
        elif self._track and parent == "trk" and name == "type":
            self._track.sport = text

    def rides(self) -> tuple[Ride, ...]:
        return tuple(_to_ride(track) for track in self.tracks if len(track.columns))

    def refusal(self) -> str:
        """Say why nothing of this document is a ride."""
        if self.points.untimed_count:
            return "The points of this GPX file carry no time: it is a route, not a ride."
        if "rte" in self._kinds:
            return "This GPX file holds a route, not a ride."
        if "wpt" in self._kinds:
            return "This GPX file holds waypoints, not a ride."
        return "The file holds no samples."

    def _begin_segment(self, track: _Track) -> None:
        self._segment_count += 1
        if self._segment_count > MAX_LAPS:
            raise RecordingRefused("The file holds more segments than rides can have.")
        track.segment_rows.append(len(track.columns))

    def _begin_track(self) -> None:
        if len(self.tracks) == MAX_RIDES:
            raise RecordingRefused(f"The file holds more than {MAX_RIDES} rides.")
        self._track = _Track(len(self.tracks))
        self.tracks.append(self._track)

    def _finish_point_element(self, name: str, parent: str, text: str) -> None:
        channel = _POINT_ELEMENTS.get(name.lower())
        if channel is not None:
            self.points.set_value(channel, text)
        elif name == "time" and parent == "trkpt":
            self.points.set_time(self.points.read_time(text))


def _to_ride(track: _Track) -> Ride:
    sport = read_sport(track.sport)
    return Ride(
        number=track.number,
        sport=sport.sport,
        sub_sport=sport.sub_sport,
        samples=track.columns.to_samples(),
        timer_spans=_to_timer_spans(track),
        title=track.title,
    )


def _to_timer_spans(track: _Track) -> tuple[TimeSpan, ...]:
    """Give each segment its span; a single one says nothing about the timer."""
    rows = [*track.segment_rows, len(track.columns)]
    spans: list[TimeSpan] = []
    for first, end in pairwise(rows):
        times_s = track.columns.times_s(first, end)
        if not times_s.size:
            continue
        span = TimeSpan(float(times_s.min()), float(times_s.max()) + 1.0)
        if spans and 0.0 <= span.start_at_s - spans[-1].end_at_s <= LARGEST_STEP_S:
            spans[-1] = TimeSpan(spans[-1].start_at_s, span.end_at_s)
        else:
            spans.append(span)
    return tuple(spans) if len(spans) > 1 else ()
