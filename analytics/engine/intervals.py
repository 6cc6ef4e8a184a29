"""Intervals: stretches of a ride with an intensity and a characteristic."""

from dataclasses import dataclass

from analytics.engine.vocabulary import Characteristic, Intensity, IntervalSource


@dataclass(frozen=True, slots=True)
class Stretch:
    """Edges of an interval, before anything is computed inside them."""

    start_s: int  # offset on the elapsed axis
    end_s: int  # exclusive
    is_work: bool
    source: IntervalSource
    confidence: float  # 0 to 1


@dataclass(frozen=True, slots=True)
class LabelledInterval:
    """An interval with its figures and its two labels; None where a channel is missing."""

    start_s: int
    end_s: int
    is_work: bool
    source: IntervalSource
    confidence: float
    intensity: Intensity
    characteristic: Characteristic | None
    reason: str  # why these labels, in a few words
    mean_power_w: float | None = None
    weighted_power_w: float | None = None
    max_power_w: float | None = None
    mean_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    mean_cadence_rpm: float | None = None
    mean_torque_nm: float | None = None
    torque_is_estimate: bool = False
    mean_speed_mps: float | None = None
    distance_m: float | None = None
    work_kj: float | None = None
    elevation_gain_m: float | None = None

    @property
    def duration_s(self) -> int:
        return self.end_s - self.start_s
