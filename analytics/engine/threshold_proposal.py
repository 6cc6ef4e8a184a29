"""Threshold proposals: a higher critical power and the effort that led to it, to be accepted."""

from dataclasses import dataclass
from datetime import date

from analytics.engine.power_model import CriticalPowerFit, Effort
from analytics.engine.printing import clock
from analytics.engine.rider import Rider

SMALLEST_RISE_W = 1.0


@dataclass(frozen=True, slots=True)
class ThresholdProposal:
    """An estimate that is better than the thresholds in force; nothing changes until accepted."""

    critical_power_w: float
    w_prime_j: float
    critical_power_error_w: float
    w_prime_error_j: float
    previous_critical_power_w: float | None
    effort: Effort  # the one that led to it
    reason: str  # one sentence

    @property
    def valid_from(self) -> date:
        return self.effort.day


def propose_threshold(fit: CriticalPowerFit, rider: Rider) -> ThresholdProposal | None:
    """Propose a fit's critical power if it is above the rider's, or the rider has none.

    A lower estimate is never proposed: a month without hard efforts is no
    evidence of a lower threshold. A rise has to exceed 1 W and its own standard
    error.
    """
    previous_w = rider.critical_power_w
    needed_w = max(SMALLEST_RISE_W, fit.critical_power_error_w)
    if previous_w is not None and fit.critical_power_w - previous_w < needed_w:
        return None
    effort = _leading_effort(fit, rider)
    return ThresholdProposal(
        critical_power_w=fit.critical_power_w,
        w_prime_j=fit.w_prime_j,
        critical_power_error_w=fit.critical_power_error_w,
        w_prime_error_j=fit.w_prime_error_j,
        previous_critical_power_w=previous_w,
        effort=effort,
        reason=_reason(effort, previous_w),
    )


def _leading_effort(fit: CriticalPowerFit, rider: Rider) -> Effort:
    """Find the effort that the thresholds in force explain least.

    That is the largest excess over their prediction, in percent; where W' or
    critical power is unknown, the longest effort, which bears most on the slope.
    """
    critical_power_w, w_prime_j = rider.critical_power_w, rider.w_prime_j
    if critical_power_w is None or w_prime_j is None:
        return max(fit.efforts, key=lambda effort: effort.duration_s)
    return max(
        fit.efforts,
        key=lambda effort: effort.power_w / (critical_power_w + w_prime_j / effort.duration_s),
    )


def _reason(effort: Effort, previous_w: float | None) -> str:
    ridden = f"{effort.power_w:.0f} W for {clock(effort.duration_s)} on {effort.day:%Y-%m-%d}"
    if previous_w is None:
        return f"No critical power is known, and {ridden} bears most on this one."
    return f"{ridden} is more than a critical power of {previous_w:.0f} W explains."
