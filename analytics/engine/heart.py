"""Heart rate: means, efficiency, and how it drifts away from power.

A heart rate of 0 is a strap that lost contact, not a heart at rest: like NaN it
counts as a second without a value.
"""

import numpy as np
from numpy.typing import NDArray

from analytics.engine.power import is_known_power, mean_power, variability, weighted_power
from analytics.engine.recording import FloatArray

MAX_READABLE_BPM = 1000.0
DECOUPLING_MIN_S = 2400
DECOUPLING_SKIP_S = 600
DECOUPLING_MAX_VARIABILITY = 1.1
DECOUPLING_MIN_COVERAGE = 0.95


def is_known_heart_rate(heart_rate_bpm: FloatArray) -> NDArray[np.bool_]:
    """Mark the seconds whose heart rate is a measurement: not NaN, above 0, no nonsense."""
    known: NDArray[np.bool_] = (heart_rate_bpm > 0) & (heart_rate_bpm <= MAX_READABLE_BPM)
    return known


def mean_heart_rate(heart_rate_bpm: FloatArray) -> float | None:
    """Average heart rate over the seconds that have one [bpm]; None without any."""
    known = heart_rate_bpm[is_known_heart_rate(heart_rate_bpm)]
    return float(known.mean()) if known.size else None


def max_heart_rate(heart_rate_bpm: FloatArray) -> float | None:
    """Find the highest heart rate of one second [bpm]; None without any."""
    known = heart_rate_bpm[is_known_heart_rate(heart_rate_bpm)]
    return float(known.max()) if known.size else None


def efficiency(weighted_w: float | None, mean_bpm: float | None) -> float | None:
    """Relate weighted power to mean heart rate [W/bpm]; None where either is unknown."""
    if weighted_w is None or mean_bpm is None or mean_bpm <= 0:
        return None
    return weighted_w / mean_bpm


def decoupling_percent(power_w: FloatArray, heart_rate_bpm: FloatArray) -> float | None:
    """Compute how far heart rate drifts away from power (Friel's Pw:HR).

    Parameters
    ----------
    power_w, heart_rate_bpm : ndarray of float, shape (n,)
        On the timer axis. [W], [bpm]

    Returns
    -------
    float or None
        100 * (r1 - r2) / r1 with r the ratio of mean power to mean heart rate in
        each half by time, the first 10 min left out; positive when the heart rate
        rises against power. None where it does not apply: under 40 min, variability
        above 1.1, heart rate on less than 95 % of the seconds, no power in the first
        half. [%]

    Notes
    -----
    A half counts the seconds that have both values. Variability and coverage are
    those of all the seconds given.

    References
    ----------
    .. [1] J. Friel, *The Cyclist's Training Bible*, 4th ed. Boulder, CO: VeloPress,
       2009: aerobic decoupling.
    """
    if power_w.size < DECOUPLING_MIN_S:
        return None
    has_heart_rate = is_known_heart_rate(heart_rate_bpm)
    index = variability(weighted_power(power_w), mean_power(power_w))
    if index is None or index > DECOUPLING_MAX_VARIABILITY:
        return None
    if np.count_nonzero(has_heart_rate) < DECOUPLING_MIN_COVERAGE * power_w.size:
        return None
    both = has_heart_rate & is_known_power(power_w)
    middle = DECOUPLING_SKIP_S + (power_w.size - DECOUPLING_SKIP_S) // 2
    first = _ratio(power_w, heart_rate_bpm, both, slice(DECOUPLING_SKIP_S, middle))
    second = _ratio(power_w, heart_rate_bpm, both, slice(middle, None))
    if first is None or second is None or first <= 0:
        return None
    return 100 * (first - second) / first


def _ratio(
    power_w: FloatArray, heart_rate_bpm: FloatArray, both: NDArray[np.bool_], part: slice
) -> float | None:
    if not both[part].any():
        return None
    power_sum = power_w[part][both[part]].sum()
    return float(power_sum / heart_rate_bpm[part][both[part]].sum())
