"""The power-duration relationship: critical power from a rider's best efforts, or a refusal."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from math import isfinite, sqrt

import numpy as np

from analytics.engine.recording import FloatArray

WINDOW_DAYS = 90
SHORTEST_S = 120  # exclusive
LONGEST_S = 1200
FEWEST_EFFORTS = 3
SMALLEST_SPREAD = 2.0  # longest effort against shortest
LARGEST_CP_ERROR = 0.05
LARGEST_W_PRIME_ERROR = 0.10
CP_BOUNDS_W = (100.0, 1000.0)
LEAST_W_PRIME_J = 1000.0


class Refusal(StrEnum):
    """Why efforts give no model; the value is the sentence that a person reads."""

    TOO_FEW = "There are fewer than three efforts of 2 to 20 minutes."
    TOO_ALIKE = "The longest effort of 2 to 20 minutes is less than twice the shortest."
    IMPLAUSIBLE = "The fit gives a critical power or W' that no rider has."
    CP_UNSURE = "The standard error of critical power is above 5 %."
    W_PRIME_UNSURE = "The standard error of W' is above 10 %."
    CURVE_TOO_SPARSE = "The curve needs efforts of up to 30 s, of 2 to 20 minutes and between."
    NOT_CONVERGED = "No curve of this form fits the efforts."


@dataclass(frozen=True, slots=True)
class Effort:
    """A best mean power and the day on which it was ridden."""

    duration_s: int
    power_w: float
    day: date

    def __post_init__(self) -> None:
        if self.duration_s < 1:
            raise ValueError(f"duration_s must be at least 1 s, not {self.duration_s}")
        if not (isfinite(self.power_w) and self.power_w >= 0):
            raise ValueError(f"power_w must be finite and not negative, not {self.power_w}")


@dataclass(frozen=True, slots=True)
class CriticalPowerFit:
    """The two-parameter model, with the efforts that it stands on."""

    critical_power_w: float
    w_prime_j: float
    critical_power_error_w: float  # standard error
    w_prime_error_j: float  # standard error
    efforts: tuple[Effort, ...]

    def power_at(self, duration_s: float) -> float:
        return self.critical_power_w + self.w_prime_j / duration_s


def best_efforts(
    efforts: Iterable[Effort], *, end: date, days: int = WINDOW_DAYS
) -> tuple[Effort, ...]:
    """Keep the best effort of each duration in the rolling window [end - days, end).

    Sorted by duration; of equal bests the earliest. Give it the fresh peaks that
    count: one that waits for review would bend the model.
    """
    bests: dict[int, Effort] = {}
    for effort in sorted(efforts, key=lambda effort: effort.day):
        if not timedelta(0) < end - effort.day <= timedelta(days=days):
            continue
        best = bests.get(effort.duration_s)
        if best is None or effort.power_w > best.power_w:
            bests[effort.duration_s] = effort
    return tuple(bests[duration_s] for duration_s in sorted(bests))


def fit_critical_power(efforts: Sequence[Effort]) -> CriticalPowerFit | Refusal:
    """Fit critical power and W' to best efforts.

    Parameters
    ----------
    efforts : sequence of Effort
        One per duration, as ``best_efforts`` gives them; those outside
        120 < t <= 1200 s are left out.

    Returns
    -------
    CriticalPowerFit or Refusal
        A refusal if there are fewer than three efforts, if the longest is less
        than twice the shortest, outside 100 < CP < 1000 W and W' > 1 kJ, or if
        the standard error of CP is above 5 % or that of W' above 10 %.

    Notes
    -----
    Ordinary least squares of ``work = W' + CP t``; standard errors from the
    residuals with n - 2 degrees of freedom.

    References
    ----------
    .. [1] H. Monod and J. Scherrer, "The work capacity of a synergic muscular
       group," Ergonomics, vol. 8, no. 3, pp. 329-338, 1965,
       doi:10.1080/00140136508930810.
    """
    used = tuple(effort for effort in efforts if SHORTEST_S < effort.duration_s <= LONGEST_S)
    durations_s = np.array([effort.duration_s for effort in used], dtype=np.float64)
    if len(used) < FEWEST_EFFORTS:
        return Refusal.TOO_FEW
    if durations_s.max() < SMALLEST_SPREAD * durations_s.min():
        return Refusal.TOO_ALIKE
    powers_w = np.array([effort.power_w for effort in used], dtype=np.float64)
    fit = _fit_line(durations_s, powers_w * durations_s, used)
    return _refusal_of(fit) or fit


def _fit_line(
    durations_s: FloatArray, work_j: FloatArray, efforts: tuple[Effort, ...]
) -> CriticalPowerFit:
    mean_s = durations_s.mean()
    from_mean_s = durations_s - mean_s
    squares_s2 = float(from_mean_s @ from_mean_s)
    critical_power_w = float(from_mean_s @ work_j) / squares_s2
    w_prime_j = float(work_j.mean() - critical_power_w * mean_s)
    residuals_j = work_j - (w_prime_j + critical_power_w * durations_s)
    deviation_j = sqrt(float(residuals_j @ residuals_j) / (durations_s.size - 2))
    return CriticalPowerFit(
        critical_power_w=critical_power_w,
        w_prime_j=w_prime_j,
        critical_power_error_w=deviation_j / sqrt(squares_s2),
        w_prime_error_j=deviation_j * sqrt(1 / durations_s.size + mean_s**2 / squares_s2),
        efforts=efforts,
    )


def _refusal_of(fit: CriticalPowerFit) -> Refusal | None:
    if not is_plausible(fit.critical_power_w, fit.w_prime_j):
        return Refusal.IMPLAUSIBLE
    if fit.critical_power_error_w > LARGEST_CP_ERROR * fit.critical_power_w:
        return Refusal.CP_UNSURE
    if fit.w_prime_error_j > LARGEST_W_PRIME_ERROR * fit.w_prime_j:
        return Refusal.W_PRIME_UNSURE
    return None


def is_plausible(critical_power_w: float, w_prime_j: float) -> bool:
    """Tell whether a rider can have these parameters."""
    low_w, high_w = CP_BOUNDS_W
    return low_w < critical_power_w < high_w and w_prime_j > LEAST_W_PRIME_J
