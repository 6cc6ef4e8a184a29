"""What a device file contains, before anything is computed from it.

Times are Unix seconds as the device wrote them: they may repeat, jump or run
backwards. ``build_stream`` puts them on a time axis.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]


class RecordingRefused(Exception):
    """The bytes hold no ride that can be analysed; the message is one plain sentence."""


def refuse_size(size_bytes: int, *, limit_bytes: int) -> None:
    """Refuse a file that is larger than somebody allows.

    Raises
    ------
    RecordingRefused
        If it is.
    """
    if size_bytes > limit_bytes:
        limit_mib = limit_bytes / 2**20
        raise RecordingRefused(f"The file is larger than {limit_mib:.3g} MiB, the limit for one.")


class RecordingFormat(StrEnum):
    FIT = "FIT"
    TCX = "TCX"
    GPX = "GPX"
    GOLDEN_CHEETAH = "Golden Cheetah JSON"
    PWX = "PWX"


class Channel(StrEnum):
    """A measured quantity, named with its unit."""

    POWER = "power_w"
    HEART_RATE = "heart_rate_bpm"
    CADENCE = "cadence_rpm"
    SPEED = "speed_mps"
    DISTANCE = "distance_m"
    ALTITUDE = "altitude_m"
    LATITUDE = "latitude_deg"
    LONGITUDE = "longitude_deg"
    TEMPERATURE = "temperature_c"


class LapTrigger(StrEnum):
    """What ended a lap."""

    HAND = "hand"
    WORKOUT = "workout"  # the next step of a programmed workout
    DISTANCE = "distance"
    TIME = "time"
    POSITION = "position"
    SESSION_END = "session end"
    UNKNOWN = "unknown"


class LapRole(StrEnum):
    """What a lap or a planned step is for, where the device says so."""

    WORK = "work"
    RECOVERY = "recovery"
    WARM_UP = "warm up"
    COOL_DOWN = "cool down"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A half-open stretch [start, end) of Unix seconds."""

    start_at_s: float
    end_at_s: float


@dataclass(frozen=True, slots=True)
class Lap:
    """A mark made by the rider, the device or a workout."""

    start_at_s: float
    end_at_s: float
    trigger: LapTrigger = LapTrigger.UNKNOWN
    role: LapRole = LapRole.UNKNOWN
    step_number: int | None = None  # position in the ride's plan
    name: str = ""


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One step of the workout that the device carried, repeats written out."""

    role: LapRole
    name: str = ""
    duration_s: float | None = None  # None: by distance, by button or open
    target_low_w: float | None = None
    target_high_w: float | None = None


@dataclass(frozen=True, slots=True)
class DeviceFigures:
    """What the device itself wrote about the whole ride; kept beside our own figures."""

    elapsed_s: float | None = None
    timer_s: float | None = None
    distance_m: float | None = None
    mean_power_w: float | None = None
    max_power_w: float | None = None
    weighted_power_w: float | None = None
    work_kj: float | None = None
    mean_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    mean_cadence_rpm: float | None = None
    elevation_gain_m: float | None = None
    threshold_power_w: float | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """The rows of a recording as columns, in the order of the file."""

    at_s: FloatArray  # Unix time of each row [s], shape (n,)
    channels: Mapping[Channel, FloatArray]  # each shape (n,), NaN where the device wrote nothing

    def __post_init__(self) -> None:
        for channel, values in self.channels.items():
            if values.shape != self.at_s.shape:
                raise ValueError(f"{channel} has shape {values.shape}, not {self.at_s.shape}")


@dataclass(frozen=True, slots=True, eq=False)
class Ride:
    """One stretch of one sport in a recording: what becomes a session."""

    number: int  # position among the file's sessions, from 0, other sports counted
    sport: str  # lower case, as the device names it; "" where it does not say
    samples: Samples
    sub_sport: str = ""
    laps: tuple[Lap, ...] = ()
    timer_spans: tuple[TimeSpan, ...] = ()  # start..stop spans; empty: the device wrote no events
    plan: tuple[PlannedStep, ...] = ()
    device_figures: DeviceFigures = field(default_factory=DeviceFigures)
    title: str = ""

    @property
    def is_cycling(self) -> bool:
        """Tell whether this can become a session; a file without a sport is taken for a ride."""
        return self.sport in ("", "cycling", "biking", "bike", "ride", "e_biking", "generic")


@dataclass(frozen=True, slots=True, eq=False)
class Recording:
    """What one device file contains."""

    format: RecordingFormat
    rides: tuple[Ride, ...]
    device: str = ""
    faults: tuple[str, ...] = ()  # what was wrong with the bytes, one sentence each
