"""The figures of one interval, each over the seconds that have a value."""

from dataclasses import dataclass

import numpy as np

from analytics.engine import power
from analytics.engine.climbing import elevation_gain_and_loss
from analytics.engine.recording import FloatArray
from analytics.engine.stream import SecondStatus, Stream

MAX_READABLE = 1e9  # of any unit; keeps the arithmetic finite


@dataclass(frozen=True, slots=True)
class IntervalFigures:
    """What an interval adds up to; None where a channel holds nothing inside it."""

    mean_power_w: float | None
    weighted_power_w: float | None  # its 30-s means start inside the interval
    max_power_w: float | None
    mean_heart_rate_bpm: float | None
    max_heart_rate_bpm: float | None
    mean_cadence_rpm: float | None  # zeros left out
    mean_torque_nm: float | None
    mean_speed_mps: float | None
    distance_m: float | None
    work_kj: float | None
    elevation_gain_m: float | None


def measure_interval(stream: Stream, start_s: int, end_s: int) -> IntervalFigures:
    """Compute the figures of the seconds [start_s, end_s) of a stream, pauses cut out.

    Bounds outside the stream are cut to it; an empty stretch has no figures.
    """
    start_s, end_s = max(start_s, 0), max(min(end_s, stream.elapsed_s), 0)
    inside = slice(start_s, max(end_s, start_s))
    runs = np.not_equal(stream.status[inside], SecondStatus.PAUSED)
    power_w = stream.power_w[inside][runs]
    cadence_rpm = stream.cadence_rpm[inside][runs]
    heart_rate_bpm = _known(stream.heart_rate_bpm[inside][runs])
    heart_rate_bpm = heart_rate_bpm[heart_rate_bpm > 0]
    pedalling_rpm = _known(cadence_rpm)
    speed_mps = _known(stream.speed_mps[inside][runs])
    return IntervalFigures(
        mean_power_w=power.mean_power(power_w),
        weighted_power_w=power.weighted_power(power_w),
        max_power_w=power.max_power(power_w),
        mean_heart_rate_bpm=_mean(heart_rate_bpm),
        max_heart_rate_bpm=float(heart_rate_bpm.max()) if heart_rate_bpm.size else None,
        mean_cadence_rpm=_mean(pedalling_rpm[pedalling_rpm > 0]),
        mean_torque_nm=power.mean_torque(power_w, cadence_rpm),
        mean_speed_mps=_mean(speed_mps[speed_mps >= 0]),
        distance_m=_distance_m(stream.distance_m, start_s, end_s),
        work_kj=power.work_kj(power_w),
        elevation_gain_m=elevation_gain_and_loss(stream.altitude_m[inside][runs])[0],
    )


def _known(values: FloatArray) -> FloatArray:
    """Keep the values that a sensor can have meant."""
    return values[np.abs(values) <= MAX_READABLE]


def _mean(values: FloatArray) -> float | None:
    """Average the values; None without any."""
    return float(values.mean()) if values.size else None


def _distance_m(distance_m: FloatArray, start_s: int, end_s: int) -> float | None:
    """Measure the way from the last value before the interval to the last one inside it."""
    inside_m = _known(distance_m[max(start_s - 1, 0) : end_s])
    return max(float(inside_m[-1] - inside_m[0]), 0.0) if inside_m.size >= 2 else None
