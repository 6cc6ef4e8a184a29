"""The omni model: one curve for all a rider's best efforts, from a second to hours."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import exp, log, sqrt

import numpy as np

from analytics.engine.power_model import (
    LONGEST_S,
    SHORTEST_S,
    Effort,
    Refusal,
    fit_critical_power,
    is_plausible,
)
from analytics.engine.recording import FloatArray

DECLINE_FROM_S = 1800.0  # critical power is held up to here
SPRINT_LONGEST_S = 30
FEWEST_EFFORTS = 5
MOST_STEPS = 200
SMALLEST_PROGRESS = 1e-10  # of the sum of squares, at which the fit has converged
FIRST_W_PRIME_J = 15_000.0
FIRST_DAMPING = 1e-3
LEAST_DAMPING = 1e-9  # keeps the normal matrix regular
MOST_DAMPING = 1e12  # no smaller step helps: the parameters are at the minimum
LARGEST_LOG_STEP = 1.0  # no parameter changes by more than a factor e in one step


@dataclass(frozen=True, slots=True)
class PowerCurve:
    """The four parameters of the omni model and how far it is from the efforts."""

    critical_power_w: float
    w_prime_j: float
    peak_power_w: float
    decline_w: float | None  # per factor e of time beyond 30 min; None: no effort is longer
    error_w: float = 0.0  # root mean square over the efforts
    # Standard errors; None where the efforts do not tell.
    critical_power_error_w: float | None = None
    w_prime_error_j: float | None = None
    peak_power_error_w: float | None = None
    decline_error_w: float | None = None

    def power_at(self, duration_s: float) -> float:
        """Compute the power that can be held for a duration [W]."""
        reserve_w = self.peak_power_w - self.critical_power_w
        spent = 1 - exp(-duration_s * reserve_w / self.w_prime_j)
        power_w = self.w_prime_j / duration_s * spent + self.critical_power_w
        if self.decline_w is None or duration_s <= DECLINE_FROM_S:
            return power_w
        return power_w - self.decline_w * log(duration_s / DECLINE_FROM_S)


def fit_power_curve(efforts: Sequence[Effort]) -> PowerCurve | Refusal:
    """Fit the omni power-duration model to best efforts of all durations.

    Parameters
    ----------
    efforts : sequence of Effort
        One per duration, as ``best_efforts`` gives them; at least five, with one
        of up to 30 s and one in 120 < t <= 1200 s.

    Returns
    -------
    PowerCurve or Refusal
        A refusal if the efforts do not span the curve, if the search does not
        settle, or outside 100 < CP < 1000 W and W' > 1 kJ.

    Notes
    -----
    ``P(t) = W'/t (1 - exp(-t (Pmax - CP) / W')) + CP - [t > 1800] A ln(t / 1800)``,
    by least squares of power over ``ln CP``, ``ln W'``, ``ln (Pmax - CP)``
    (which keeps all three positive) and ``A``, with the damped Gauss-Newton
    steps of Levenberg and Marquardt. A decline below 0 is no decline. Standard
    errors are those of the linearised model at the minimum, from the residuals
    with n - p degrees of freedom; best efforts of one ride overlap, so that they
    are rather too small than too large.

    References
    ----------
    .. [1] M. J. Puchowicz, J. Baker and D. C. Clarke, "Development and field
       validation of an omni-domain power-duration model," J. Sports Sci.,
       vol. 38, no. 7, pp. 801-813, 2020, doi:10.1080/02640414.2020.1735609.
    .. [2] D. W. Marquardt, "An algorithm for least-squares estimation of
       nonlinear parameters," J. Soc. Ind. Appl. Math., vol. 11, no. 2,
       pp. 431-441, 1963, doi:10.1137/0111030.
    """
    if not _spans_curve(efforts):
        return Refusal.CURVE_TOO_SPARSE
    durations_s = np.array([effort.duration_s for effort in efforts], dtype=np.float64)
    powers_w = np.array([effort.power_w for effort in efforts], dtype=np.float64)
    parameters = _search(durations_s, powers_w, _first_guess(efforts), with_decline=True)
    if parameters is not None and parameters[3] < 0:
        parameters = _search(durations_s, powers_w, _first_guess(efforts), with_decline=False)
    if parameters is None:
        return Refusal.NOT_CONVERGED
    curve = _as_curve(parameters, durations_s, powers_w)
    return curve if is_plausible(curve.critical_power_w, curve.w_prime_j) else Refusal.IMPLAUSIBLE


def _spans_curve(efforts: Sequence[Effort]) -> bool:
    durations_s = {effort.duration_s for effort in efforts}
    return (
        len(durations_s) >= FEWEST_EFFORTS
        and min(durations_s) <= SPRINT_LONGEST_S
        and any(SHORTEST_S < duration_s <= LONGEST_S for duration_s in durations_s)
    )


def _first_guess(efforts: Sequence[Effort]) -> FloatArray:
    """Start from the two-parameter fit, or from the weakest effort of up to half an hour."""
    fit = fit_critical_power(efforts)
    if isinstance(fit, Refusal):
        steady_w = min(effort.power_w for effort in efforts if effort.duration_s <= DECLINE_FROM_S)
        critical_power_w, w_prime_j = 0.9 * steady_w, FIRST_W_PRIME_J
    else:
        critical_power_w, w_prime_j = fit.critical_power_w, fit.w_prime_j
    critical_power_w = max(critical_power_w, 1.0)
    reserve_w = max(max(effort.power_w for effort in efforts) - critical_power_w, 1.0)
    return np.array([log(critical_power_w), log(w_prime_j), log(reserve_w), 0.0])


def _search(
    durations_s: FloatArray, powers_w: FloatArray, parameters: FloatArray, *, with_decline: bool
) -> FloatArray | None:
    """Minimise the sum of squares; None if it has not settled after MOST_STEPS steps."""
    damping = FIRST_DAMPING
    residuals_w, slopes = _linearise(parameters, durations_s, powers_w)
    squares = float(residuals_w @ residuals_w)
    free = slice(0, 4 if with_decline and durations_s.max() > DECLINE_FROM_S else 3)
    for _ in range(MOST_STEPS):
        trial = parameters.copy()
        trial[free] += _step(slopes[:, free], residuals_w, damping)
        trial_residuals_w, trial_slopes = _linearise(trial, durations_s, powers_w)
        trial_squares = float(trial_residuals_w @ trial_residuals_w)
        if not trial_squares <= squares:
            damping *= 4
            if damping > MOST_DAMPING:
                return parameters
            continue
        has_settled = squares - trial_squares <= SMALLEST_PROGRESS * squares
        parameters, residuals_w, slopes = trial, trial_residuals_w, trial_slopes
        squares, damping = trial_squares, max(damping / 3, LEAST_DAMPING)
        if has_settled:
            return parameters
    return None


def _step(slopes: FloatArray, residuals_w: FloatArray, damping: float) -> FloatArray:
    normal = slopes.T @ slopes
    scale = np.diag(normal) + 1e-12
    damped = normal + damping * np.diag(scale)
    step = np.linalg.solve(damped, slopes.T @ residuals_w).astype(np.float64)
    step[:3] = np.clip(step[:3], -LARGEST_LOG_STEP, LARGEST_LOG_STEP)
    return step


def _linearise(
    parameters: FloatArray, durations_s: FloatArray, powers_w: FloatArray
) -> tuple[FloatArray, FloatArray]:
    """Compute the residuals [W] and the slopes of the model in each parameter."""
    critical_power_w, w_prime_j, reserve_w = np.exp(np.clip(parameters[:3], -20.0, 20.0))
    decline_w = parameters[3]
    exponent = durations_s * reserve_w / w_prime_j
    left = np.exp(-exponent)  # share of W' not yet spent
    above_w = w_prime_j / durations_s * -np.expm1(-exponent)
    beyond = np.log(np.maximum(durations_s / DECLINE_FROM_S, 1.0))
    model_w = above_w + critical_power_w - decline_w * beyond
    slopes = np.column_stack(
        (
            np.full_like(durations_s, critical_power_w),
            above_w - reserve_w * left,
            reserve_w * left,
            -beyond,
        )
    )
    return powers_w - model_w, slopes


def _as_curve(parameters: FloatArray, durations_s: FloatArray, powers_w: FloatArray) -> PowerCurve:
    residuals_w, slopes = _linearise(parameters, durations_s, powers_w)
    critical_power_w, w_prime_j, reserve_w = (float(value) for value in np.exp(parameters[:3]))
    has_decline = bool(durations_s.max() > DECLINE_FROM_S)
    curve = PowerCurve(
        critical_power_w=critical_power_w,
        w_prime_j=w_prime_j,
        peak_power_w=critical_power_w + reserve_w,
        decline_w=float(parameters[3]) if has_decline else None,
        error_w=sqrt(float(residuals_w @ residuals_w) / durations_s.size),
    )
    is_free = np.array([True, True, True, has_decline and parameters[3] != 0])
    covariance = _covariance(slopes[:, is_free], residuals_w)
    if covariance is None:
        return curve
    # From the logarithms that were fitted to watts and joules; peak power is a sum of two.
    scale = np.array([critical_power_w, w_prime_j, reserve_w, 1.0])[is_free]
    covariance *= np.outer(scale, scale)
    errors = np.sqrt(np.diag(covariance))
    peak_variance = covariance[0, 0] + covariance[2, 2] + 2 * covariance[0, 2]
    return replace(
        curve,
        critical_power_error_w=float(errors[0]),
        w_prime_error_j=float(errors[1]),
        peak_power_error_w=sqrt(max(float(peak_variance), 0.0)),
        decline_error_w=float(errors[3]) if errors.size == 4 else None,
    )


def _covariance(slopes: FloatArray, residuals_w: FloatArray) -> FloatArray | None:
    """Estimate how the parameters vary; None where they are not told apart."""
    freedom = residuals_w.size - slopes.shape[1]
    normal = slopes.T @ slopes
    if freedom < 1 or np.linalg.matrix_rank(normal) < normal.shape[0]:
        return None
    variance = float(residuals_w @ residuals_w) / freedom
    covariance: FloatArray = variance * np.linalg.inv(normal)
    return covariance
