"""First-order lags and noise with a memory: what makes simulated signals look ridden."""

import numpy as np

from analytics.engine.recording import FloatArray

KERNEL_TAUS = 5  # the rest of the kernel weighs less than 1 %
POINTS_PER_TAU = 4


def lagged(values: FloatArray, tau_s: float, *, start: float) -> FloatArray:
    """Follow values with a first-order lag.

    Parameters
    ----------
    values : ndarray of float, shape (n,)
        One value a second, without NaN; any unit.
    tau_s : float
        Time constant, above 0. [s]
    start : float
        What the values were before the first second.

    Returns
    -------
    ndarray of float, shape (n,)
        Same unit. The exponential kernel is cut at five time constants.
    """
    size = int(np.ceil(KERNEL_TAUS * tau_s)) + 1
    kernel = np.exp(-np.arange(size) / tau_s)
    padded = np.concatenate((np.full(size - 1, start), values))
    return np.convolve(padded, kernel / kernel.sum(), mode="valid")


def lasting_noise(size: int, tau_s: float, draw: np.random.Generator) -> FloatArray:
    """Draw noise of mean 0 and standard deviation about 1 that forgets itself within ``tau_s``.

    It is drawn on points ``tau_s / POINTS_PER_TAU`` apart, at least a second, and
    interpolated between them.
    """
    step_s = max(1.0, tau_s / POINTS_PER_TAU)
    points = int(size / step_s) + 2
    tau_points = tau_s / step_s
    kernel_size = int(np.ceil(KERNEL_TAUS * tau_points)) + 1
    kernel = np.exp(-np.arange(kernel_size) / tau_points)
    white = draw.standard_normal(points + kernel_size - 1)
    noise = np.convolve(white, kernel / np.sqrt((kernel**2).sum()), mode="valid")
    return np.interp(np.arange(size), step_s * np.arange(points), noise)
