"""Zones: how long a ride stayed in each band of a threshold."""

from collections.abc import Sequence

import numpy as np

from analytics.engine.heart import MAX_READABLE_BPM, is_known_heart_rate
from analytics.engine.power import MAX_READABLE_W, is_known_power
from analytics.engine.recording import FloatArray

POWER_EDGES_PERCENT = (55, 75, 90, 105, 120, 150)  # of FTP; 7 zones (Coggan)
HEART_RATE_EDGES_PERCENT = (68, 83, 94, 105)  # of threshold heart rate; 5 zones (Coggan)


def seconds_in_zones(
    values: FloatArray, threshold: float, edges_percent: Sequence[float]
) -> tuple[int, ...]:
    """Count the seconds in each zone.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        1 Hz values without gaps, in the threshold's unit.
    threshold : float
        What is 100 %; above 0.
    edges_percent : sequence of float, length k
        Ascending lower edges of the second to the last zone. [%]

    Returns
    -------
    tuple of int, length k + 1
        Zones are half-open: a value on an edge belongs to the upper zone. Nothing
        is rounded: 100 * value is compared with edge * threshold.
    """
    edges = np.asarray(edges_percent, dtype=np.float64) * threshold
    counts = np.bincount(
        np.searchsorted(edges, 100 * values, side="right"), minlength=edges.size + 1
    )
    return tuple(counts.tolist())


def power_zone_seconds(power_w: FloatArray, threshold_w: float | None) -> tuple[int, ...] | None:
    """Count the seconds in each of Coggan's seven power zones; zeros lie in the first.

    ``power_w`` has shape (n,), on the timer axis; a second without a value is left out.
    None without a threshold above 0, with one that nobody has, or without power.
    """
    known = power_w[is_known_power(power_w)]
    if threshold_w is None or not 0 < threshold_w <= MAX_READABLE_W or not known.size:
        return None
    return seconds_in_zones(known, threshold_w, POWER_EDGES_PERCENT)


def heart_rate_zone_seconds(
    heart_rate_bpm: FloatArray, threshold_bpm: float | None
) -> tuple[int, ...] | None:
    """Count the seconds in each of five heart-rate zones.

    ``heart_rate_bpm`` has shape (n,), on the timer axis; a second without a value is left out.
    None without a threshold above 0, with one that nobody has, or without heart rate.
    """
    known = heart_rate_bpm[is_known_heart_rate(heart_rate_bpm)]
    if threshold_bpm is None or not 0 < threshold_bpm <= MAX_READABLE_BPM or not known.size:
        return None
    return seconds_in_zones(known, threshold_bpm, HEART_RATE_EDGES_PERCENT)
