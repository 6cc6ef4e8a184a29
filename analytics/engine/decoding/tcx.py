"""Reads TCX, Garmin's Training Center XML."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np

from analytics.engine.decoding.columns import SampleColumns
from analytics.engine.decoding.ride_documents import decode_document
from analytics.engine.decoding.sport_names import read_sport
from analytics.engine.decoding.tcx_timer import TimedLap, find_timer_spans
from analytics.engine.decoding.text_values import read_number, read_title
from analytics.engine.decoding.timed_points import MAX_LAPS, MAX_RIDES, PointReader
from analytics.engine.recording import (
    Channel,
    DeviceFigures,
    Lap,
    LapRole,
    LapTrigger,
    Recording,
    RecordingFormat,
    RecordingRefused,
    Ride,
)

_POINT_ELEMENTS = {
    ("Trackpoint", "AltitudeMeters"): Channel.ALTITUDE,
    ("Trackpoint", "DistanceMeters"): Channel.DISTANCE,
    ("Trackpoint", "Cadence"): Channel.CADENCE,
    ("HeartRateBpm", "Value"): Channel.HEART_RATE,
    ("Position", "LatitudeDegrees"): Channel.LATITUDE,
    ("Position", "LongitudeDegrees"): Channel.LONGITUDE,
    ("TPX", "Speed"): Channel.SPEED,
    ("TPX", "Watts"): Channel.POWER,
    ("TPX", "RunCadence"): Channel.CADENCE,
    ("Extensions", "Speed"): Channel.SPEED,
    ("Extensions", "Watts"): Channel.POWER,
}
_TRIGGERS = {
    "manual": LapTrigger.HAND,
    "distance": LapTrigger.DISTANCE,
    "location": LapTrigger.POSITION,
    "time": LapTrigger.TIME,
}
_NOT_A_RIDE = {
    "Courses": "This TCX file holds a course, not a ride.",
    "Workouts": "This TCX file holds a workout, not a ride.",
}


@dataclass(slots=True)
class _Lap:
    """A lap while it is read."""

    start_at_s: float
    first_row: int
    timer_s: float = math.nan
    distance_m: float = math.nan
    trigger: LapTrigger = LapTrigger.UNKNOWN
    is_rest: bool = False
    track_starts: list[int] = field(default_factory=list)


@dataclass(slots=True)
class _Activity:
    """An activity while it is read."""

    number: int
    sport: str
    title: str = ""
    columns: SampleColumns = field(default_factory=SampleColumns)
    laps: list[_Lap] = field(default_factory=list)


def decode_tcx(data: bytes) -> Recording:
    """Read the activities of a TCX document.

    Parameters
    ----------
    data : bytes
        The document, in any encoding.

    Returns
    -------
    Recording
        One ride for each activity with samples. Laps carry the trigger that the file
        states, though many exporters write "Manual" for all. A lap is for work only where
        another of its ride is for rest, since "Active" is what the schema demands of all.

    Raises
    ------
    RecordingRefused
        If the document holds no activity with timed points, or XML that is not safe.

    References
    ----------
    .. [1] Garmin, "TrainingCenterDatabasev2.xsd" and "ActivityExtensionv2.xsd".
    """
    return decode_document(data, _TcxReader(), RecordingFormat.TCX)


class _TcxReader:
    """Takes the elements of a TCX document; see ``RideReader``."""

    def __init__(self) -> None:
        self.activities: list[_Activity] = []
        self.device = ""
        self.points = PointReader()
        self._activity: _Activity | None = None
        self._lap: _Lap | None = None
        self._lap_count = 0
        self._kinds: set[str] = set()
        self._starts = {
            "Trackpoint": self._begin_point,
            "Track": self._begin_track,
            "Lap": self._begin_lap,
            "Activity": self._begin_activity,
        }

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        start = self._starts.get(name)
        if start is not None:
            start(attributes)
        elif name in _NOT_A_RIDE:
            self._kinds.add(name)

    def finish(self, name: str, parent: str, text: str) -> None:
        channel = _POINT_ELEMENTS.get((parent, name))
        if channel is not None:
            self.points.set_value(channel, text)
        elif name == "Trackpoint":
            self.points.finish(self._activity.columns if self._activity else None)
        elif name == "Time":
            self.points.set_time(self.points.read_time(text))
        elif parent == "Lap":
            self._finish_lap_element(name, text)
        else:
            self._finish_activity_element(name, parent, text)

    def rides(self) -> tuple[Ride, ...]:
        return tuple(_to_ride(activity) for activity in self.activities if len(activity.columns))

    def refusal(self) -> str:
        """Say why nothing of this document is a ride."""
        if not self.activities and self._kinds:
            return _NOT_A_RIDE[min(self._kinds)]
        if self.points.untimed_count:
            return "The points of this TCX file carry no time."
        return "The file holds no samples."

    def _begin_point(self, _: Mapping[str, str]) -> None:
        self.points.begin()

    def _begin_track(self, _: Mapping[str, str]) -> None:
        if self._activity and self._lap:
            self._lap.track_starts.append(len(self._activity.columns))

    def _begin_lap(self, attributes: Mapping[str, str]) -> None:
        if self._activity is None:
            return
        self._lap_count += 1
        if self._lap_count > MAX_LAPS:
            raise RecordingRefused("The file holds more laps than rides can have.")
        start_at_s = self.points.read_time(attributes.get("StartTime", ""))
        self._lap = _Lap(start_at_s, first_row=len(self._activity.columns))
        self._activity.laps.append(self._lap)

    def _begin_activity(self, attributes: Mapping[str, str]) -> None:
        if len(self.activities) == MAX_RIDES:
            raise RecordingRefused(f"The file holds more than {MAX_RIDES} rides.")
        number = len(self.activities)
        self._activity = _Activity(number, sport=attributes.get("Sport", ""))
        self.activities.append(self._activity)

    def _finish_lap_element(self, name: str, text: str) -> None:
        if self._lap is None:
            return
        if name == "TotalTimeSeconds":
            self._lap.timer_s = read_number(text)
        elif name == "DistanceMeters":
            self._lap.distance_m = read_number(text)
        elif name == "TriggerMethod":
            self._lap.trigger = _TRIGGERS.get(text.strip().lower(), LapTrigger.UNKNOWN)
        elif name == "Intensity":
            self._lap.is_rest = text.strip().lower() == "resting"

    def _finish_activity_element(self, name: str, parent: str, text: str) -> None:
        if name == "Activity":
            self._activity = self._lap = None
        elif parent == "Activity" and name == "Notes" and self._activity:
            self._activity.title = read_title(text)
        elif parent == "Creator" and name == "Name":
            self.device = self.device or read_title(text)


def _to_ride(activity: _Activity) -> Ride:
    samples = activity.columns.to_samples()
    sport = read_sport(activity.sport)
    laps = [_timed(activity, index) for index in range(len(activity.laps))]
    return Ride(
        number=activity.number,
        sport=sport.sport,
        sub_sport=sport.sub_sport,
        samples=samples,
        laps=_to_laps(activity.laps, laps),
        timer_spans=find_timer_spans(laps),
        device_figures=DeviceFigures(
            timer_s=_total([lap.timer_s for lap in activity.laps]),
            distance_m=_total([lap.distance_m for lap in activity.laps]),
        ),
        title=activity.title,
    )


def _timed(activity: _Activity, index: int) -> TimedLap:
    """Give a lap its points; one without a start begins with its first."""
    lap = activity.laps[index]
    following = activity.laps[index + 1 : index + 2]
    end_row = following[0].first_row if following else len(activity.columns)
    times_s = activity.columns.times_s(lap.first_row, end_row)
    start_at_s = lap.start_at_s
    if math.isnan(start_at_s) and times_s.size:
        start_at_s = float(times_s[0])
    return TimedLap(
        start_at_s=start_at_s,
        times_s=times_s,
        track_starts=tuple(row - lap.first_row for row in lap.track_starts),
        timer_s=None if math.isnan(lap.timer_s) else lap.timer_s,
    )


def _to_laps(read: list[_Lap], timed: list[TimedLap]) -> tuple[Lap, ...]:
    """Close each lap when its timer or points end, at the latest when the next begins."""
    tells_rest = any(lap.is_rest for lap in read)
    laps = [
        Lap(
            start_at_s=clock.start_at_s,
            end_at_s=max(
                clock.start_at_s + (clock.timer_s or 0.0), np.max(clock.times_s, initial=-np.inf)
            ),
            trigger=lap.trigger,
            role=_role(lap, tells_rest=tells_rest),
        )
        for lap, clock in zip(read, timed, strict=True)
        if not math.isnan(clock.start_at_s)
    ]
    next_starts_at_s = [*(lap.start_at_s for lap in laps), math.inf][1:]
    return tuple(
        replace(lap, end_at_s=float(max(lap.start_at_s, min(lap.end_at_s, next_start_at_s))))
        for lap, next_start_at_s in zip(laps, next_starts_at_s, strict=True)
    )


def _role(lap: _Lap, *, tells_rest: bool) -> LapRole:
    if lap.is_rest:
        return LapRole.RECOVERY
    return LapRole.WORK if tells_rest else LapRole.UNKNOWN


def _total(values: list[float]) -> float | None:
    """Add up what every lap states; None where one does not, or states nonsense."""
    return math.fsum(values) if values and all(value >= 0.0 for value in values) else None
