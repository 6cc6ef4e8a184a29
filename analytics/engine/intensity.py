"""Intensity and characteristic: how hard an interval was, and how it was ridden."""

from dataclasses import dataclass

import numpy as np

from analytics.engine.power import MAX_READABLE_W, is_known_power
from analytics.engine.recording import FloatArray
from analytics.engine.rider import Rider
from analytics.engine.vocabulary import Characteristic, Intensity

# Lower bounds as fractions of the reference power, half-open, best first.
INTENSITY_BOUNDS = (
    (1.20, Intensity.ANAEROBIC),
    (1.05, Intensity.VO2MAX),
    (0.90, Intensity.THRESHOLD),
    (0.75, Intensity.TEMPO),
)
LEAST_THRESHOLD_W = 1.0
SPRINT_FRACTION = 1.5
LONGEST_SPRINT_S = 20
SHORTEST_AEROBIC_EFFORT_S = 180  # from here on an effort is never called anaerobic
SHORTEST_STEADY_EFFORT_S = 1200  # from here on an effort is never called VO2max

LOW_CADENCE_RPM = 60.0
LEAST_LOADED_FRACTION = 0.75  # of critical power; turning slowly below it is easy riding
HIGH_CADENCE_RPM = 105.0
SHORTEST_CADENCE_WORK_S = 30
SHORTEST_SHAPED_EFFORT_S = 60
PROGRESSIVE_RISE = 0.10  # of the mean, from the fitted start to the fitted end
PROGRESSIVE_SHARE = 0.6  # of the variance between tenths that the line explains
DYNAMIC_VARIATION = 0.20  # standard deviation of 15-s means over the mean
SHAPE_BLOCK_S = 15
ALTERNATION_SHARE = 0.5  # correlation with itself a period later
ALTERNATION_VARIATION = 0.03
SHORTEST_PERIOD_S = 45
FEWEST_PERIODS = 2.5
ALL_OUT_FRACTION = 0.97


@dataclass(frozen=True, slots=True)
class ReferencePower:
    """The power that intensities are measured against."""

    power_w: float
    name: str  # "CP", "FTP", "CP estimated from this ride"
    is_estimate: bool


def find_reference_power(power_w: FloatArray, rider: Rider) -> ReferencePower | None:
    """Take the rider's critical power, else FTP, else an estimate from the ride's own peaks.

    Parameters
    ----------
    power_w : ndarray of float, shape (n,)
        Power on the elapsed axis, NaN where nothing was recorded. [W]
    rider : Rider
        Thresholds on the day; below 1 W, above 100 kW or NaN counts as unknown.

    Returns
    -------
    ReferencePower or None
        None where nothing is known and the ride holds no power, or less than a watt.

    Notes
    -----
    The estimate is the highest of the best 20 min x 0.95 (Allen & Coggan), 8 min
    x 0.90 (Carmichael), 5 min x 0.85, 3 min x 0.75, and the median of
    pedalling. A ride without a hard effort leaves it too low, so whatever rests on it
    carries less confidence.
    """
    for threshold_w, name in ((rider.critical_power_w, "CP"), (rider.ftp_w, "FTP")):
        if threshold_w is not None and LEAST_THRESHOLD_W <= threshold_w <= MAX_READABLE_W:
            return ReferencePower(float(threshold_w), name, is_estimate=False)
    estimate_w = estimate_critical_power(power_w)
    if estimate_w is None or estimate_w < LEAST_THRESHOLD_W:
        return None
    return ReferencePower(estimate_w, "CP estimated from this ride", is_estimate=True)


def estimate_critical_power(power_w: FloatArray) -> float | None:
    """Estimate critical power from one ride [W]; None without power.

    ``power_w`` has shape (n,), on the elapsed axis. From its best 3 to 20 minutes, and from
    half of its pedalling: a commute has no long peak, but nobody pedals above critical power
    for half of a ride.

    References
    ----------
    .. [1] H. Allen and A. R. Coggan, *Training and Racing with a Power Meter*,
       2nd ed. Boulder, CO: VeloPress, 2010: 95 % of the best 20 min.
    .. [2] C. Carmichael and J. Rutberg, *The Time-Crunched Cyclist*. Boulder, CO:
       VeloPress, 2009: 90 % of the best 8 min.
    """
    filled = np.where(is_known_power(power_w), power_w, 0.0)
    if not filled.any():
        return None
    sums = np.concatenate(([0.0], np.cumsum(filled)))
    estimates_w = [
        fraction * float((sums[duration_s:] - sums[:-duration_s]).max()) / duration_s
        for duration_s, fraction in ((1200, 0.95), (480, 0.90), (300, 0.85), (180, 0.75))
        if duration_s <= filled.size
    ] or [float(filled.mean())]
    usual_w = float(np.median(filled[filled > 0]))
    return max(*estimates_w, usual_w)


def classify_intensity(fraction: float, duration_s: float) -> Intensity:
    """Say how hard an effort was.

    Parameters
    ----------
    fraction : float
        Mean power over critical power.
    duration_s : float
        Length of the effort. [s]

    Returns
    -------
    Intensity
        Half-open in the unrounded fraction: Aerobic below 0.75, Tempo below 0.90,
        Threshold below 1.05, VO2max below 1.20, Anaerobic above. An effort of at
        most 20 s at 1.5 or more is Neuromuscular. What lasts 3 min is paid for
        aerobically and is VO2max at most; what lasts 20 min is Threshold at most,
        whatever a dated threshold says.
    """
    if duration_s <= LONGEST_SPRINT_S and fraction >= SPRINT_FRACTION:
        return Intensity.NEUROMUSCULAR
    intensity = next(
        (name for bound, name in INTENSITY_BOUNDS if fraction >= bound), Intensity.AEROBIC
    )
    if duration_s >= SHORTEST_STEADY_EFFORT_S and fraction >= 1.05:
        return Intensity.THRESHOLD
    if duration_s >= SHORTEST_AEROBIC_EFFORT_S and intensity is Intensity.ANAEROBIC:
        return Intensity.VO2MAX
    return intensity


def classify_characteristic(
    power_w: FloatArray,
    mean_cadence_rpm: float | None,
    limit_w: float | None,
    fraction: float | None,
) -> tuple[Characteristic | None, str]:
    """Say how an effort was ridden, with the reason; None where nothing stands out.

    Parameters
    ----------
    power_w : ndarray of float, shape (n,)
        The effort's seconds. [W]
    mean_cadence_rpm : float or None
        Zeros left out. [rpm]
    limit_w : float or None
        The most that critical power and W' allow over its duration; None where W'
        is unknown. [W]
    fraction : float or None
        Mean power over critical power. A slow cadence without load is no torque.
    """
    is_known = is_known_power(power_w)
    mean_w = float(power_w[is_known].mean()) if is_known.any() else 0.0
    if limit_w is not None and mean_w >= ALL_OUT_FRACTION * limit_w:
        return Characteristic.MAXIMUM, "all that CP and W' allow"
    if mean_cadence_rpm is not None and power_w.size >= SHORTEST_CADENCE_WORK_S:
        is_loaded = fraction is None or fraction >= LEAST_LOADED_FRACTION
        if mean_cadence_rpm <= LOW_CADENCE_RPM and is_loaded:
            return Characteristic.TORQUE, f"{mean_cadence_rpm:.0f} rpm under load"
        if mean_cadence_rpm >= HIGH_CADENCE_RPM:
            return Characteristic.CADENCE, f"{mean_cadence_rpm:.0f} rpm"
    if power_w.size < SHORTEST_SHAPED_EFFORT_S or mean_w <= 0:
        return None, ""
    return _classify_shape(np.where(is_known, power_w, mean_w), mean_w)


def _classify_shape(power_w: FloatArray, mean_w: float) -> tuple[Characteristic | None, str]:
    """Tell a rise and an alternation from a steady effort."""
    tenths_w = np.array([part.mean() for part in np.array_split(power_w, 10)])
    share, slope = _fit_line(tenths_w)
    rise = slope * 9 / mean_w
    if rise >= PROGRESSIVE_RISE and share >= PROGRESSIVE_SHARE:
        return Characteristic.PROGRESSIVE, f"rises by {100 * rise:.0f} %"
    whole_s = power_w.size // SHAPE_BLOCK_S * SHAPE_BLOCK_S
    blocks_w = power_w[:whole_s].reshape(-1, SHAPE_BLOCK_S).mean(axis=1)
    variation = float(blocks_w.std()) / mean_w
    period = _find_period(blocks_w) if variation >= ALTERNATION_VARIATION else None
    if period is not None:
        return Characteristic.DYNAMIC, f"over and under every {SHAPE_BLOCK_S * period} s"
    if variation >= DYNAMIC_VARIATION:
        return Characteristic.DYNAMIC, f"varies by {100 * variation:.0f} %"
    return None, ""


def _find_period(values: FloatArray) -> int | None:
    """Find the lag at which a series repeats itself; None where it does not."""
    shape = values - values.mean()
    power = float(shape @ shape)
    longest = int(values.size / FEWEST_PERIODS)
    lags = range(SHORTEST_PERIOD_S // SHAPE_BLOCK_S, longest + 1)
    if not lags or power == 0:
        return None
    shares = [
        float(shape[lag:] @ shape[:-lag]) / power * values.size / (values.size - lag)
        for lag in lags
    ]
    best = int(np.argmax(shares))
    turns = min(shares[: best + 1])  # between two alike phases lies an opposite one
    return lags[best] if shares[best] >= ALTERNATION_SHARE and turns < 0 else None


def _fit_line(values: FloatArray) -> tuple[float, float]:
    """Fit a line: the share of the variance that it explains, and its slope a step."""
    steps = np.arange(values.size) - (values.size - 1) / 2
    slope = float(steps @ values / (steps @ steps))
    variance = float(((values - values.mean()) ** 2).sum())
    share = slope * slope * float(steps @ steps) / variance if variance > 0 else 0.0
    return share, slope
