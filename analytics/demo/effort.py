"""What a rider does with a workout: power, cadence and heart rate, second by second."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.demo.noise import lagged, lasting_noise
from analytics.demo.people import Athlete, Form
from analytics.demo.workout import Segment
from analytics.engine.recording import FloatArray, LapRole

EDGE_S = 3  # how long a rider takes to reach a new power
COAST_EVERY_S = 110.0
LONGEST_COAST_S = 12
HEART_TAU_S = 28.0
HEART_DRIFT_PER_HOUR = 0.018
BURST_PEAK = 0.9  # of the shape of a sprint below
HARDEST_FOR_HEART = 1.3  # fraction of FTP above which heart rate follows no further


@dataclass(frozen=True, slots=True)
class Steadiness:
    """Spread of power around its target, as fractions of it."""

    fast: float  # from one pedal stroke to the next
    slow: float  # over half a minute


OUTDOORS = Steadiness(fast=0.116, slow=0.030)
ON_TRAINER = Steadiness(fast=0.037, slow=0.015)


@dataclass(frozen=True, slots=True, eq=False)
class Course:
    """Segments laid out on seconds."""

    segments: tuple[Segment, ...]
    number: NDArray[np.intp]  # of the segment of each second
    second: FloatArray  # since the segment began

    @property
    def size(self) -> int:
        return int(self.number.size)

    def each_second(self, of_segments: list[float]) -> FloatArray:
        """Spread one value a segment over its seconds."""
        return np.array(of_segments)[self.number]

    @property
    def is_work(self) -> NDArray[np.bool_]:
        work = np.array([segment.role is LapRole.WORK for segment in self.segments])
        return work[self.number]


def lay_out(segments: tuple[Segment, ...]) -> Course:
    durations_s = [segment.duration_s for segment in segments]
    number = np.repeat(np.arange(len(segments)), durations_s)
    starts = np.concatenate(([0], np.cumsum(durations_s)[:-1]))
    return Course(segments, number, np.arange(number.size) - starts[number].astype(float))


def target_power_w(course: Course, ftp_w: float, sprint_w: float) -> FloatArray:
    """Compute the power that the workout asks for.

    Parameters
    ----------
    course : Course
        Of n seconds.
    ftp_w : float
        What the segments' fractions refer to. [W]
    sprint_w : float
        The best second that is possible on the day. [W]

    Returns
    -------
    ndarray of float, shape (n,)
        Ramps are linear; a sprint rises within two seconds and then fades. [W]
    """
    segments = course.segments
    start = course.each_second([segment.power for segment in segments])
    end = course.each_second(
        [segment.power if segment.end_power is None else segment.end_power for segment in segments]
    )
    duration_s = course.each_second([float(segment.duration_s) for segment in segments])
    target_w = ftp_w * (start + (end - start) * (course.second + 0.5) / duration_s)
    share = course.each_second([segment.sprint or 0.0 for segment in segments])
    burst = (1 - np.exp(-(course.second + 1) / 0.7)) * np.exp(-course.second / 22)
    sprinted_w = share * sprint_w * burst / BURST_PEAK
    return np.where(share > 0, sprinted_w, target_w)


def ridden_power_w(
    course: Course, target_w: FloatArray, steadiness: Steadiness, draw: np.random.Generator
) -> FloatArray:
    """Ride towards a target with soft edges, and with noise that has a memory; whole watts."""
    is_sprint = course.each_second([segment.sprint or 0.0 for segment in course.segments]) > 0
    spread = steadiness.fast * lasting_noise(course.size, 0.8, draw)
    spread += steadiness.slow * lasting_noise(course.size, 30.0, draw)
    padded = np.concatenate(([target_w[0]] * (EDGE_S - 1), target_w))
    soft_w = np.convolve(padded, np.full(EDGE_S, 1 / EDGE_S), mode="valid")
    spread_w = np.where(is_sprint, 0.25 * spread, spread) * soft_w
    ridden_w: FloatArray = np.maximum(np.where(is_sprint, target_w, soft_w) + spread_w, 0)
    return np.rint(ridden_w)


def road_power_w(
    course: Course, power_w: FloatArray, grade: FloatArray, draw: np.random.Generator
) -> FloatArray:
    """Let the road have its say outside the repetitions: harder uphill, coasting downhill."""
    coast_starts = (draw.random(course.size) < 1 / COAST_EVERY_S) & (grade < 0.01)
    change = np.zeros(course.size + LONGEST_COAST_S)
    starts = np.flatnonzero(coast_starts)
    np.add.at(change, starts, 1)
    np.add.at(change, starts + draw.integers(3, LONGEST_COAST_S, starts.size), -1)
    is_coasting = np.cumsum(change)[: course.size] > 0
    uneven_w = np.rint(power_w * (1 + np.clip(5 * grade, -0.5, 0.3)))
    return np.where(course.is_work, power_w, np.where(is_coasting, 0.0, uneven_w))


def cadence_rpm(
    course: Course,
    power_w: FloatArray,
    grade: FloatArray,
    athlete: Athlete,
    draw: np.random.Generator,
) -> FloatArray:
    """Turn the cranks: slower uphill, not at all without power; whole revolutions."""
    wanted = course.each_second(
        [segment.cadence_rpm or athlete.cadence_rpm for segment in course.segments]
    )
    is_free = course.each_second([float(not segment.cadence_rpm) for segment in course.segments])
    swing = 1.5 + 1.5 * is_free
    rpm = wanted - 120 * is_free * np.clip(grade, -0.05, 0.08)
    rpm += swing * lasting_noise(course.size, 6.0, draw)
    return np.where(power_w > 0, np.rint(np.clip(rpm, 30, 140)), 0.0)


def heart_rate_bpm(
    power_w: FloatArray, athlete: Athlete, form: Form, draw: np.random.Generator
) -> FloatArray:
    """Let the heart follow the power with a lag, and drift upwards with time; whole beats."""
    lowest = athlete.resting_heart_rate_bpm + 20
    share = np.minimum(power_w / form.ftp_w, HARDEST_FOR_HEART)
    hours = np.arange(power_w.size) / 3600
    rise = form.threshold_heart_rate_bpm - lowest
    felt = lagged(share, HEART_TAU_S, start=0.2) * (1 + HEART_DRIFT_PER_HOUR * hours)
    bpm = lowest + rise * felt + 1.3 * lasting_noise(power_w.size, 12.0, draw)
    return np.rint(np.clip(bpm, athlete.resting_heart_rate_bpm, athlete.max_heart_rate_bpm))
