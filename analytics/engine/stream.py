"""The time axis: one value a second from the first sample to the last."""

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from analytics.engine.recording import FloatArray


class SecondStatus(IntEnum):
    """What is known of one second of the elapsed axis."""

    RECORDED = 0
    FILLED = 1  # a short dropout, filled linearly
    MISSING = 2  # a dropout: the timer ran and nothing was recorded
    PAUSED = 3  # the timer was stopped


@dataclass(frozen=True, slots=True, eq=False)
class Stream:
    """A ride's channels on the elapsed axis, at 1 Hz; NaN where nothing was recorded.

    Every array has the same length. A channel that the device did not record is
    all NaN. Paused seconds are NaN in every channel.
    """

    started_at: datetime  # aware, UTC
    status: NDArray[np.uint8]  # SecondStatus of each second
    power_w: FloatArray
    heart_rate_bpm: FloatArray
    cadence_rpm: FloatArray
    speed_mps: FloatArray
    distance_m: FloatArray  # cumulative
    altitude_m: FloatArray
    latitude_deg: FloatArray
    longitude_deg: FloatArray
    temperature_c: FloatArray

    @property
    def elapsed_s(self) -> int:
        return int(self.status.size)

    @property
    def is_on_timer(self) -> NDArray[np.bool_]:
        """Mask of the seconds on which the timer ran."""
        return np.not_equal(self.status, SecondStatus.PAUSED)
