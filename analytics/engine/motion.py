"""Speed, distance and position: what can be told from one where another is missing."""

import numpy as np

from analytics.engine.recording import FloatArray

EARTH_RADIUS_M = 6_371_008.8  # mean radius, IUGG
MAX_READABLE_MPS = 1e7  # keeps the arithmetic finite
MAX_SPEED_MPS = 50.0  # above it a position jumped; no bicycle moved
SPEED_WINDOW_S = 5  # positions are only good to some metres, so speed is taken across 5 s


def great_circle_m(latitude_deg: FloatArray, longitude_deg: FloatArray) -> FloatArray:
    """Measure the way from each position to the next along the surface.

    Parameters
    ----------
    latitude_deg, longitude_deg : ndarray of float, shape (n,)
        Positions; NaN where unknown. [deg]

    Returns
    -------
    ndarray of float, shape (max(n - 1, 0),)
        NaN next to an unknown position. [m]

    References
    ----------
    .. [1] R. W. Sinnott, "Virtues of the haversine," Sky and Telescope, vol. 68,
       no. 2, p. 159, 1984.
    """
    with np.errstate(invalid="ignore", over="ignore"):  # of no place there is no way: NaN
        latitude = np.radians(latitude_deg)
        half_dlat = np.diff(latitude) / 2
        half_dlon = np.diff(np.radians(longitude_deg)) / 2
        chord = (
            np.sin(half_dlat) ** 2
            + np.cos(latitude[:-1]) * np.cos(latitude[1:]) * np.sin(half_dlon) ** 2
        )
    way: FloatArray = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(np.clip(chord, 0.0, 1.0)))
    return way


def distance_from_positions(latitude_deg: FloatArray, longitude_deg: FloatArray) -> FloatArray:
    """Add up the way between known positions, at every second that has one; else NaN [m].

    A step faster than ``MAX_SPEED_MPS`` is a jump of the receiver and adds nothing.
    """
    distance_m = np.full(latitude_deg.size, np.nan)
    known = np.flatnonzero(np.isfinite(latitude_deg) & np.isfinite(longitude_deg))
    if known.size:
        way_m = great_circle_m(latitude_deg[known], longitude_deg[known])
        way_m[way_m > MAX_SPEED_MPS * np.diff(known)] = 0.0
        distance_m[known] = np.concatenate(([0.0], np.cumsum(way_m)))
    return distance_m


def distance_from_speed(speed_mps: FloatArray) -> FloatArray:
    """Add up speed over the seconds that have one; NaN at the others [m]."""
    known = np.abs(speed_mps) <= MAX_READABLE_MPS
    way_m = np.cumsum(np.where(known, speed_mps, 0.0))
    return np.where(known, way_m, np.nan)


def speed_from_distance(distance_m: FloatArray, window_s: int) -> FloatArray:
    """Take speed across a centred window of known seconds; NaN where it is not complete [m/s].

    ``window_s`` is odd. At the edges of a known stretch the window is cut; a
    distance that falls back, or that jumps by more than ``MAX_SPEED_MPS``, gives no speed.
    """
    before, after = distance_m, distance_m
    reaches_before = reaches_after = np.isfinite(distance_m)
    span_s = np.zeros(distance_m.size)
    for step in range(1, window_s // 2 + 1):
        earlier, later = _shift(distance_m, step), _shift(distance_m, -step)
        reaches_before = reaches_before & np.isfinite(earlier)
        reaches_after = reaches_after & np.isfinite(later)
        before = np.where(reaches_before, earlier, before)
        after = np.where(reaches_after, later, after)
        span_s += reaches_before.astype(np.float64) + reaches_after
    speed_mps = np.full(distance_m.size, np.nan)
    with np.errstate(over="ignore", invalid="ignore"):  # what overflows is no speed
        np.divide(after - before, span_s, out=speed_mps, where=span_s > 0)
    speed_mps[(speed_mps < 0) | (speed_mps > MAX_SPEED_MPS)] = np.nan
    return speed_mps


def drop_impossible_positions(latitude_deg: FloatArray, longitude_deg: FloatArray) -> None:
    """Empty, in place, positions that are off the globe, half known, or exactly (0, 0).

    Both have shape (n,). A receiver without a fix writes (0, 0), a spot in the open sea.
    Longitudes may be unwrapped, so any finite one is on the globe.
    """
    is_good = (np.abs(latitude_deg) <= 90) & np.isfinite(longitude_deg)
    is_good &= (latitude_deg != 0) | (longitude_deg != 0)
    latitude_deg[~is_good] = np.nan
    longitude_deg[~is_good] = np.nan


def unwrap_longitude(longitude_deg: FloatArray) -> FloatArray:
    """Make longitudes run on across the date line, so that they can be averaged [deg].

    Longitudes that no globe has become NaN.
    """
    unwrapped = np.full(longitude_deg.size, np.nan)
    known = np.abs(longitude_deg) <= 180
    unwrapped[known] = longitude_deg[known]
    if (np.abs(np.diff(unwrapped[known])) > 180).any():
        unwrapped[known] = np.unwrap(unwrapped[known], period=360.0)
    return unwrapped


def wrap_longitude(longitude_deg: FloatArray) -> FloatArray:
    """Bring longitudes that ran on across the date line back to [-180, 180) [deg].

    NaN and an infinite one stay as they are.
    """
    is_beyond = (np.abs(longitude_deg) > 180) & np.isfinite(longitude_deg)
    if not is_beyond.any():
        return longitude_deg
    wrapped = longitude_deg.copy()
    wrapped[is_beyond] = (longitude_deg[is_beyond] + 180) % 360 - 180
    return wrapped


def _shift(values: FloatArray, step: int) -> FloatArray:
    """Move values ``step`` seconds later (earlier when negative); NaN comes in."""
    moved = np.full(values.size, np.nan)
    if step >= 0:
        moved[step:] = values[: max(values.size - step, 0)]
    else:
        moved[:step] = values[-step:]
    return moved
