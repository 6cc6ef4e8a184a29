"""Collects samples row by row, as text formats give them, in compact columns."""

import math
from array import array
from collections.abc import Mapping

import numpy as np

from analytics.engine.recording import Channel, FloatArray, Samples


class SampleColumns:
    """A growing table with one column a channel."""

    def __init__(self) -> None:
        self._at_s = array("d")
        self._columns = {channel: array("d") for channel in Channel}

    def __len__(self) -> int:
        return len(self._at_s)

    def add_row(self, at_s: float, values: Mapping[Channel, float]) -> None:
        self._at_s.append(at_s)
        for channel, column in self._columns.items():
            column.append(values.get(channel, math.nan))

    def times_s(self, first: int = 0, end: int | None = None) -> FloatArray:
        """Copy the times of rows [first, end) [s]."""
        return np.array(self._at_s[first:end], dtype=np.float64)

    def to_samples(self) -> Samples:
        """Copy the rows; a channel without any value is left out."""
        columns = {
            channel: np.array(column, dtype=np.float64) for channel, column in self._columns.items()
        }
        recorded = {
            channel: values for channel, values in columns.items() if not np.isnan(values).all()
        }
        return Samples(at_s=self.times_s(), channels=recorded)
