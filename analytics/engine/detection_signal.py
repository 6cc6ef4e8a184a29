"""What the detector looks at: power without gaps, spikes and short coasting, and its noise."""

import numpy as np
from numpy.typing import NDArray

from analytics.engine.power import is_known_power
from analytics.engine.recording import FloatArray

LEAST_CRITICAL_POWER_W = 1.0
CEILING_FRACTION = 4.0  # of critical power; above it a meter errs or a sprint is a sprint
LONGEST_BRIDGE_S = 8
COASTING_FRACTION = 0.1  # of critical power; below it a rider is not pushing
SWING_BLOCK_S = 5
LONGEST_DROPOUT_S = 30  # a longer gap is taken for a rest


def prepare_signal(power_w: FloatArray, critical_power_w: float) -> FloatArray:
    """Bridge dropouts and coasting of up to 8 s, clip at 4 CP, and divide by CP.

    For detection only: figures are computed from the power as recorded.

    Parameters
    ----------
    power_w : ndarray of float, shape (n,)
        Power on the elapsed axis, 0 while paused; NaN, infinite or negative where
        nothing was measured. [W]
    critical_power_w : float
        The rider's critical power. [W]

    Returns
    -------
    ndarray of float, shape (n,)
        Fraction of critical power, from 0 to 4. Gaps above 30 s count as rest.

    Raises
    ------
    ValueError
        If critical power is below ``LEAST_CRITICAL_POWER_W`` or NaN.
    """
    if not critical_power_w >= LEAST_CRITICAL_POWER_W:
        raise ValueError(f"critical_power_w must be at least 1 W, not {critical_power_w}")
    is_missing = ~is_known_power(power_w)
    signal = np.where(is_missing, 0.0, power_w) / critical_power_w
    signal = np.minimum(signal, CEILING_FRACTION)
    _bridge(signal, is_missing, LONGEST_DROPOUT_S)
    _bridge(signal, signal < COASTING_FRACTION, LONGEST_BRIDGE_S)
    return signal


def _bridge(signal: FloatArray, is_gap: NDArray[np.bool_], longest_s: int) -> None:
    """Draw a line, in place, over each gap inside the signal of at most ``longest_s``."""
    step = np.diff(np.concatenate(([False], is_gap, [False])).astype(np.int8))
    starts, ends = np.flatnonzero(step == 1), np.flatnonzero(step == -1)
    is_short = (ends - starts <= longest_s) & (starts > 0) & (ends < signal.size)
    if not is_short.any():
        return
    marks = np.zeros(signal.size + 1, dtype=np.int64)
    marks[starts[is_short]] += 1
    marks[ends[is_short]] -= 1
    is_bridged = np.cumsum(marks[:-1]) > 0
    seconds = np.arange(signal.size)
    signal[is_bridged] = np.interp(seconds[is_bridged], seconds[~is_bridged], signal[~is_bridged])


def measure_noise(signal: FloatArray) -> float:
    """Measure how much power flickers from one second to the next, where somebody pedals.

    ``signal`` as ``prepare_signal`` gives it, shape (n,). The median step over the median
    level: about 0.01 on a trainer that holds its target, 0.04 to 0.1 on the road. Level changes
    hardly touch it. 1 where less than ten seconds were pedalled, as in an empty signal.
    """
    is_pedalled = signal >= COASTING_FRACTION
    both = is_pedalled[1:] & is_pedalled[:-1]
    if np.count_nonzero(both) < 10:
        return 1.0
    return float(np.median(np.abs(np.diff(signal))[both]) / np.median(signal[is_pedalled]))


def measure_swing(signal: FloatArray) -> float:
    """Measure how far power swings about its level: standard deviation of 5-s means over mean.

    ``signal`` as ``prepare_signal`` gives it, shape (n,). About 0.1 in an effort that somebody
    holds, 0.2 and more on a hill or in a race. The ragged first and last block are left out; 0
    where fewer than three blocks are whole, as in an empty signal.
    """
    whole_s = signal.size // SWING_BLOCK_S * SWING_BLOCK_S
    means = signal[:whole_s].reshape(-1, SWING_BLOCK_S).mean(axis=1)[1:-1]
    return float(means.std() / means.mean()) if means.size and means.any() else 0.0


def measure_pedalled_height(signal: FloatArray, start_s: int, end_s: int, side_s: int) -> float:
    """Compare a stretch with the pedalling on its two sides, ``side_s`` long each.

    ``signal`` as ``prepare_signal`` gives it, shape (n,). Riding between two traffic lights
    stands above the stops and no higher than the riding beyond them. A side that is pedalled
    for less than a third is a rest, taken as it is. The easier side decides; 0 without sides.
    An empty stretch has no height: it must hold a second.
    """
    sides = [signal[max(start_s - side_s, 0) : start_s], signal[end_s : end_s + side_s]]
    levels = []
    for side in (each for each in sides if each.size):
        pedalled = side[side >= COASTING_FRACTION]
        levels.append((pedalled if 3 * pedalled.size >= side.size else side).mean())
    return float(signal[start_s:end_s].mean() - min(levels)) if levels else 0.0
