"""Climbing: elevation gain and loss, and the climbs of a ride."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from analytics.engine.recording import FloatArray

FILTERED_BELOW = 0.005  # share of seconds on which altitude turns; a raw sensor turns more often
FILTERED_HYSTERESIS_M = 1.0  # for altitude that the device has filtered already
SMOOTHING_S = 15  # centred running mean, for raw altitude
HYSTERESIS_M = 3.0  # and the rise or fall that counts after it
MIN_READABLE_M, MAX_READABLE_M = -1000.0, 12_000.0
MAX_READABLE_WAY_M = 1e9
CLIMB_MIN_GRADE = 0.02  # a climb gains more than this on its way
CLIMB_SLACK_M = 15.0  # and ends when it lags this far behind that grade
CLIMB_MIN_GAIN_M = 50.0
CLIMB_MIN_MEAN_PERCENT = 3.0


@dataclass(frozen=True, slots=True)
class Climb:
    """A stretch that goes up."""

    start_s: int  # offset on the axis given
    end_s: int  # exclusive
    gain_m: float  # top minus foot
    length_m: float

    @property
    def mean_grade_percent(self) -> float:
        return 100 * self.gain_m / self.length_m

    @property
    def vam_m_per_h(self) -> float:
        """Mean ascent speed."""
        return 3600 * self.gain_m / (self.end_s - self.start_s)


def elevation_gain_and_loss(altitude_m: FloatArray) -> tuple[float | None, float | None]:
    """Add up what a ride climbs and what it descends.

    Parameters
    ----------
    altitude_m : ndarray of float, shape (n,)
        Altitude; NaN where unknown. Seconds without a value are left out. [m]

    Returns
    -------
    gain_m, loss_m : float or None
        Both at least 0; None without any altitude. [m]

    Notes
    -----
    A rise or a fall counts from turning point to turning point once it reaches a
    hysteresis, so that noise adds nothing. Altitude that the device has filtered
    (it reverses from one second to the next on less than 0.5 % of the seconds) is
    taken as it is, with 1 m; raw altitude is first smoothed over 15 s and then
    followed with 3 m. Both were chosen on 309 rides: with filtered altitude the gain
    is within 1 % of the device's own on 87 % of rides and within 5 % on 97 %, with
    raw altitude, where devices differ among themselves, within 5 % on half.
    """
    known = altitude_m[(altitude_m >= MIN_READABLE_M) & (altitude_m <= MAX_READABLE_M)]
    if not known.size:
        return None, None
    heights_m, hysteresis_m = _denoise(known)
    steps = np.diff(heights_m[turning_points(heights_m, hysteresis_m)])
    return float(steps[steps > 0].sum()), float(np.abs(steps[steps < 0]).sum())


def find_climbs(altitude_m: FloatArray, distance_m: FloatArray) -> list[Climb]:
    """Find the stretches that go up for long.

    Parameters
    ----------
    altitude_m, distance_m : ndarray of float, shape (n,)
        Altitude, and cumulative distance, of each second; NaN where unknown. [m]

    Returns
    -------
    list of Climb
        In the order of time, without overlap; each gains at least
        ``CLIMB_MIN_GAIN_M`` at a mean grade of at least ``CLIMB_MIN_MEAN_PERCENT``.

    Notes
    -----
    What counts is altitude less ``CLIMB_MIN_GRADE`` x distance: it rises where the
    road is steeper than that. A climb runs from a low to a high of it, and is over
    when it has fallen by ``CLIMB_SLACK_M`` from its high; a short flat or dip stays
    inside, a long approach outside.
    """
    readable = (altitude_m >= MIN_READABLE_M) & (altitude_m <= MAX_READABLE_M)
    seconds = np.flatnonzero(readable & (np.abs(distance_m) <= MAX_READABLE_WAY_M))
    if seconds.size < 2:
        return []
    heights_m, _ = _denoise(altitude_m[seconds])
    way_m = distance_m[seconds]
    turns = turning_points(heights_m - CLIMB_MIN_GRADE * way_m, CLIMB_SLACK_M)
    climbs = []
    for foot, top in pairwise(turns):
        gain_m = float(heights_m[top] - heights_m[foot])
        length_m = float(way_m[top] - way_m[foot])
        if gain_m < CLIMB_MIN_GAIN_M or length_m <= 0:
            continue
        if 100 * gain_m >= CLIMB_MIN_MEAN_PERCENT * length_m:
            climbs.append(Climb(int(seconds[foot]), int(seconds[top]) + 1, gain_m, length_m))
    return climbs


def _denoise(altitude_m: FloatArray) -> tuple[FloatArray, float]:
    """Choose how altitude is to be read: the heights to follow, and with which hysteresis."""
    steps_m = np.diff(altitude_m)
    turns = np.count_nonzero(steps_m[1:] * steps_m[:-1] < 0)
    if turns < FILTERED_BELOW * altitude_m.size:
        return altitude_m, FILTERED_HYSTERESIS_M
    return smooth(altitude_m, SMOOTHING_S), HYSTERESIS_M


def smooth(values: FloatArray, window: int) -> FloatArray:
    """Take the centred running mean over an odd window, cut at both ends.

    ``values`` are finite, of shape (n,); so is the result.
    """
    half = window // 2
    sums = np.concatenate(([0.0], np.cumsum(values)))
    ends = np.minimum(np.arange(values.size) + half + 1, values.size)
    starts = np.maximum(np.arange(values.size) - half, 0)
    means: FloatArray = (sums[ends] - sums[starts]) / (ends - starts)
    return means


def turning_points(values: FloatArray, hysteresis: float) -> list[int]:
    """Find the positions between which values rise or fall by at least the hysteresis.

    ``values`` are finite, of shape (n,). Rises and falls alternate; what comes before the first
    and after the last of them is smaller than the hysteresis. Empty where nothing reaches it.
    """
    positions = _local_extremes(values)
    heights = values[positions]
    rose = heights - np.minimum.accumulate(heights) >= hysteresis
    fell = np.maximum.accumulate(heights) - heights >= hysteresis
    if not (rose | fell).any():
        return []
    extreme = int(np.argmax(rose | fell))
    sign = 1.0 if rose[extreme] else -1.0
    turns = [int(np.argmin(sign * heights[: extreme + 1]))]
    levels = heights.tolist()
    for number in range(extreme + 1, len(levels)):
        ahead = sign * (levels[number] - levels[extreme])
        if ahead > 0:
            extreme = number
        elif -ahead >= hysteresis:
            turns.append(extreme)
            extreme, sign = number, -sign
    turns.append(extreme)
    return [int(positions[turn]) for turn in turns]


def _local_extremes(values: FloatArray) -> NDArray[np.intp]:
    """Leave out the positions inside monotone runs; where all is level nothing is left."""
    steps = np.diff(values)
    moving = np.flatnonzero(steps)
    if not moving.size:
        return moving
    rises = steps[moving] > 0
    turns = moving[np.flatnonzero(rises[1:] != rises[:-1]) + 1]
    return np.concatenate((moving[:1], turns, moving[-1:] + 1))
