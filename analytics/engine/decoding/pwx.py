"""Reads PWX, the exchange format of TrainingPeaks."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field

from analytics.engine.decoding.columns import SampleColumns
from analytics.engine.decoding.ride_documents import decode_document
from analytics.engine.decoding.sport_names import read_sport
from analytics.engine.decoding.text_values import read_number, read_title
from analytics.engine.decoding.timed_points import MAX_LAPS, MAX_RIDES, PointReader
from analytics.engine.recording import (
    Channel,
    DeviceFigures,
    Lap,
    Recording,
    RecordingFormat,
    RecordingRefused,
    Ride,
    TimeSpan,
)

_SAMPLE_ELEMENTS = {
    "pwr": Channel.POWER,
    "hr": Channel.HEART_RATE,
    "cad": Channel.CADENCE,
    "spd": Channel.SPEED,
    "dist": Channel.DISTANCE,
    "alt": Channel.ALTITUDE,
    "lat": Channel.LATITUDE,
    "lon": Channel.LONGITUDE,
    "temp": Channel.TEMPERATURE,
}


@dataclass(slots=True)
class _Segment:
    """A stretch of a workout while it is read; offsets are from the workout's start."""

    name: str = ""
    beginning_s: float = math.nan
    duration_s: float = math.nan


@dataclass(slots=True)
class _Workout:
    """A workout while it is read."""

    number: int
    sport: str = ""
    title: str = ""
    started_at_s: float = math.nan
    columns: SampleColumns = field(default_factory=SampleColumns)
    segments: list[_Segment] = field(default_factory=list)
    events: list[tuple[float, str]] = field(default_factory=list)  # Unix time [s], what happened
    figures: dict[str, float] = field(default_factory=dict)  # as summarised for the whole workout


def decode_pwx(data: bytes) -> Recording:
    """Read the workouts of a PWX document.

    Parameters
    ----------
    data : bytes
        The document, in any encoding.

    Returns
    -------
    Recording
        One ride for each workout with samples; segments become laps, the events "Starting"
        and "Stopping" the spans of the timer.

    Raises
    ------
    RecordingRefused
        If the document holds no samples on a known day, or XML that is not safe.

    References
    ----------
    .. [1] Peaksware, "PWX 1.0 Schema," www.peaksware.com/PWX/1/0/pwx.xsd.
    """
    return decode_document(data, _PwxReader(), RecordingFormat.PWX)


class _PwxReader:
    """Takes the elements of a PWX document; see ``RideReader``."""

    def __init__(self) -> None:
        self.workouts: list[_Workout] = []
        self.points = PointReader()
        self._make = self._model = ""
        self._workout: _Workout | None = None
        self._segment: _Segment | None = None
        self._event_at_s = math.nan
        self._mark_count = 0
        self._finishers = {
            "sample": self._finish_sample_element,
            "event": self._finish_event_element,
            "segment": self._finish_segment_element,
            "summarydata": self._finish_summary_element,
            "device": self._finish_device_element,
            "workout": self._finish_workout_element,
        }

    @property
    def device(self) -> str:
        return f"{self._make} {self._model}".strip()

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sample":
            self.points.begin()
        elif name in ("segment", "event"):
            self._begin_mark(name)
        elif name == "workout":
            self._begin_workout()
        elif self._workout and not self._segment:
            self._read_extremes(self._workout, name, attributes)

    def finish(self, name: str, parent: str, text: str) -> None:
        finisher = self._finishers.get(parent)
        if name == "sample":
            self.points.finish(self._workout.columns if self._workout else None)
        elif name == "workout":
            self._workout = None
        elif finisher is not None and self._workout is not None:
            finisher(self._workout, name, text)
        if name == "segment":
            self._segment = None

    def rides(self) -> tuple[Ride, ...]:
        return tuple(_to_ride(workout) for workout in self.workouts if len(workout.columns))

    def refusal(self) -> str:
        """Say why nothing of this document is a ride."""
        if self.points.untimed_count:
            return "The samples of this PWX file carry no time."
        return "The file holds no samples."

    def _begin_workout(self) -> None:
        if len(self.workouts) == MAX_RIDES:
            raise RecordingRefused(f"The file holds more than {MAX_RIDES} rides.")
        self._workout = _Workout(len(self.workouts))
        self.workouts.append(self._workout)

    def _begin_mark(self, name: str) -> None:
        self._mark_count += 1
        if self._mark_count > MAX_LAPS:
            raise RecordingRefused("The file holds more laps than rides can have.")
        self._event_at_s = math.nan
        if name == "segment" and self._workout:
            self._segment = _Segment()
            self._workout.segments.append(self._segment)

    def _read_extremes(self, workout: _Workout, name: str, attributes: Mapping[str, str]) -> None:
        """Keep what the summary of the whole workout says about a channel."""
        for kind in ("avg", "max"):
            if kind in attributes:
                workout.figures[f"{name} {kind}"] = read_number(attributes[kind])

    def _finish_sample_element(self, workout: _Workout, name: str, text: str) -> None:
        channel = _SAMPLE_ELEMENTS.get(name)
        if channel is not None:
            self.points.set_value(channel, text)
        elif name == "timeoffset":
            self.points.set_time(workout.started_at_s + read_number(text))

    def _finish_event_element(self, workout: _Workout, name: str, text: str) -> None:
        if name == "timeoffset":
            self._event_at_s = workout.started_at_s + read_number(text)
        elif name == "type":
            workout.events.append((self._event_at_s, text.strip()))

    def _finish_segment_element(self, _: _Workout, name: str, text: str) -> None:
        if name == "name" and self._segment:
            self._segment.name = read_title(text)

    def _finish_summary_element(self, workout: _Workout, name: str, text: str) -> None:
        if self._segment is None:
            workout.figures[name] = read_number(text)
        elif name == "beginning":
            self._segment.beginning_s = read_number(text)
        elif name == "duration":
            self._segment.duration_s = read_number(text)

    def _finish_device_element(self, _: _Workout, name: str, text: str) -> None:
        if name == "make":
            self._make = self._make or read_title(text)
        elif name == "model":
            self._model = self._model or read_title(text)

    def _finish_workout_element(self, workout: _Workout, name: str, text: str) -> None:
        if name == "sportType":
            workout.sport = text
        elif name == "title":
            workout.title = read_title(text)
        elif name == "time":
            workout.started_at_s = self.points.read_time(text)


def _to_ride(workout: _Workout) -> Ride:
    sport = read_sport(workout.sport)
    return Ride(
        number=workout.number,
        sport=sport.sport,
        sub_sport=sport.sub_sport,
        samples=workout.columns.to_samples(),
        laps=_to_laps(workout),
        timer_spans=_to_timer_spans(workout.events),
        device_figures=_to_figures(workout.figures),
        title=workout.title,
    )


def _to_laps(workout: _Workout) -> tuple[Lap, ...]:
    return tuple(
        Lap(
            start_at_s=workout.started_at_s + segment.beginning_s,
            end_at_s=workout.started_at_s + segment.beginning_s + segment.duration_s,
            name=segment.name,
        )
        for segment in workout.segments
        if not math.isnan(segment.beginning_s) and segment.duration_s >= 0.0
    )


def _to_timer_spans(events: list[tuple[float, str]]) -> tuple[TimeSpan, ...]:
    """Pair each start with the next stop; the rest of the events is not about the timer."""
    spans = []
    started_at_s = math.nan
    for at_s, what in events:
        if what == "Starting" and math.isnan(started_at_s):
            started_at_s = at_s
        elif what == "Stopping" and at_s > started_at_s:
            spans.append(TimeSpan(started_at_s, at_s))
            started_at_s = math.nan
    return tuple(spans)


def _to_figures(figures: Mapping[str, float]) -> DeviceFigures:
    stated = {name: value for name, value in figures.items() if not math.isnan(value)}
    return DeviceFigures(
        elapsed_s=stated.get("duration"),
        distance_m=stated.get("dist"),
        mean_power_w=stated.get("pwr avg"),
        max_power_w=stated.get("pwr max"),
        weighted_power_w=stated.get("normalizedPower"),
        work_kj=stated.get("work"),
        mean_heart_rate_bpm=stated.get("hr avg"),
        max_heart_rate_bpm=stated.get("hr max"),
        mean_cadence_rpm=stated.get("cad avg"),
        elevation_gain_m=stated.get("climbingelevation"),
    )
