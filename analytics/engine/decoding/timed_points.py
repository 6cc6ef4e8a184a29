"""The points of a text document on their way into a table."""

import math

from analytics.engine.decoding.columns import SampleColumns
from analytics.engine.decoding.text_values import read_number, read_time
from analytics.engine.recording import Channel, RecordingRefused

MAX_POINTS = 400_000  # of all rides of a file: more than four days at 1 Hz
MAX_RIDES = 1_000
MAX_LAPS = 20_000  # of all rides of a file


class PointReader:
    """Reads one point at a time and remembers what was wrong with some of them."""

    def __init__(self) -> None:
        self._at_s = math.nan
        self._values: dict[Channel, float] = {}
        self.untimed_count = 0
        self.timed_count = 0
        self._has_zoneless_time = False

    def begin(self) -> None:
        self._at_s = math.nan
        self._values = {}

    def read_time(self, text: str) -> float:
        """Read a time [s] of a point or of anything else in the document."""
        at_s, has_zone = read_time(text)
        self._has_zoneless_time |= not has_zone
        return at_s

    def set_time(self, at_s: float) -> None:
        self._at_s = at_s

    def set_value(self, channel: Channel, text: str, factor: float = 1.0) -> None:
        """Keep a point's first number for a channel; exporters repeat some under two names."""
        value = read_number(text) * factor
        if not math.isnan(value):
            self._values.setdefault(channel, value)

    def finish(self, columns: SampleColumns | None) -> None:
        """Add the point to a table; without a time it has no place there."""
        if math.isnan(self._at_s):
            self.untimed_count += 1
        elif columns is not None:
            self.timed_count += 1
            if self.timed_count > MAX_POINTS:
                raise RecordingRefused("The file holds more samples than a ride can have.")
            columns.add_row(self._at_s, self._values)

    def faults(self) -> tuple[str, ...]:
        """Tell what the points lacked, one sentence each."""
        faults = []
        if self._has_zoneless_time:
            faults.append("The times carry no time zone and were read as UTC.")
        if self.untimed_count and self.timed_count:
            faults.append(f"Points without a time were left out: {self.untimed_count}.")
        return tuple(faults)
