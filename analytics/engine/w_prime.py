"""W' balance: what is left of the work that can be done above critical power."""

import math

import numpy as np

from analytics.engine.power import is_known_power, scan_affine
from analytics.engine.recording import FloatArray

MAX_PARAMETER = 1e7  # far above anybody; keeps the arithmetic finite


def w_prime_balance_differential(
    power_w: FloatArray, critical_power_w: float, w_prime_j: float
) -> FloatArray:
    """Follow W' through a ride, differential form.

    Parameters
    ----------
    power_w : ndarray of float, shape (n,)
        Power on the elapsed axis, 0 while paused; a second without a value leaves
        the balance as it is. [W]
    critical_power_w : float
        From 1 to ``MAX_PARAMETER``. [W]
    w_prime_j : float
        From 1 to ``MAX_PARAMETER``. [J]

    Returns
    -------
    ndarray of float, shape (n,)
        Balance after each second. Below 0 it says that CP or W' is too low; it
        is never clipped. [J]

    Raises
    ------
    ValueError
        If critical power or W' lies outside these bounds.

    Notes
    -----
    What is spent, D = W' - balance, grows by P - CP at or above CP, and shrinks to
    D * exp(-(CP - P) / W') below it.

    References
    ----------
    .. [1] P. F. Skiba, J. Fulford, D. C. Clarke, A. Vanhatalo, and A. M. Jones,
       "Intramuscular determinants of the ability to recover work capacity above
       critical power," Eur. J. Appl. Physiol., vol. 115, no. 4, pp. 703-713, 2015.
    .. [2] P. F. Skiba and D. C. Clarke, "The W' balance model: mathematical and
       methodological considerations," Int. J. Sports Physiol. Perform., vol. 16,
       no. 11, pp. 1561-1572, 2021.
    """
    _check(critical_power_w, w_prime_j)
    above_w = np.where(is_known_power(power_w), power_w - critical_power_w, 0.0)
    keep = np.exp(np.minimum(above_w, 0.0) / w_prime_j)
    spent_j = scan_affine(keep, np.maximum(above_w, 0.0), start=0.0)
    return w_prime_j - spent_j


def w_prime_balance_integral(
    power_w: FloatArray, critical_power_w: float, w_prime_j: float
) -> FloatArray:
    """Follow W' through a ride, integral form.

    Parameters, result and errors as ``w_prime_balance_differential``: a second without a
    value leaves the balance as it is, ValueError outside the bounds.

    Notes
    -----
    What is spent, S, becomes S * exp(-1 / tau) + max(0, P - CP) each second, with
    tau = 546 * exp(-0.01 D) + 316 s and D = CP - the mean of the power below CP. A
    ride that is never below CP has D = 0.

    References
    ----------
    .. [1] P. F. Skiba, W. Chidnok, A. Vanhatalo, and A. M. Jones, "Modeling the
       expenditure and reconstitution of work capacity above critical power,"
       Med. Sci. Sports Exerc., vol. 44, no. 8, pp. 1526-1532, 2012.
    """
    _check(critical_power_w, w_prime_j)
    known = is_known_power(power_w)
    below_w = power_w[known & (power_w < critical_power_w)]
    depth_w = critical_power_w - float(below_w.mean()) if below_w.size else 0.0
    tau_s = 546 * math.exp(-0.01 * depth_w) + 316
    keep = np.where(known, math.exp(-1 / tau_s), 1.0)
    spent_j = scan_affine(
        keep, np.where(known, np.maximum(power_w - critical_power_w, 0.0), 0.0), start=0.0
    )
    return w_prime_j - spent_j


def has_balance(critical_power_w: float, w_prime_j: float) -> bool:
    """Tell whether the balance can be followed with these thresholds; not with 0 or NaN."""
    return 1 <= critical_power_w <= MAX_PARAMETER and 1 <= w_prime_j <= MAX_PARAMETER


def _check(critical_power_w: float, w_prime_j: float) -> None:
    for name, value in (("critical_power_w", critical_power_w), ("w_prime_j", w_prime_j)):
        if not 1 <= value <= MAX_PARAMETER:
            raise ValueError(f"{name} must be between 1 and {MAX_PARAMETER:.0e}, not {value}")
