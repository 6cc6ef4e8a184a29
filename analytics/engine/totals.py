"""The figures of a whole session."""

from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from analytics.engine.climbing import elevation_gain_and_loss
from analytics.engine.heart import (
    decoupling_percent,
    efficiency,
    max_heart_rate,
    mean_heart_rate,
)
from analytics.engine.power import (
    intensity_factor,
    max_power,
    mean_power,
    mean_torque,
    training_load,
    variability,
    weighted_power,
    work_kj,
    xpower,
)
from analytics.engine.recording import FloatArray
from analytics.engine.rider import Rider
from analytics.engine.stream import SecondStatus, Stream
from analytics.engine.vocabulary import ThresholdKind
from analytics.engine.w_prime import has_balance, w_prime_balance_differential
from analytics.engine.zones import heart_rate_zone_seconds, power_zone_seconds

MOVING_SPEED_MPS = 0.5
MAX_READABLE_RPM = 1000.0
MAX_READABLE_MPS = 200.0
MAX_READABLE_M = 1e9
MAX_READABLE_C = 100.0


@dataclass(frozen=True, slots=True)
class SessionTotals:
    """What a session adds up to; None where the ride does not hold the figure."""

    started_at: datetime
    elapsed_s: int
    timer_s: int
    moving_s: int
    distance_m: float | None = None
    mean_power_w: float | None = None
    max_power_w: float | None = None
    weighted_power_w: float | None = None
    xpower_w: float | None = None
    work_kj: float | None = None
    mean_heart_rate_bpm: float | None = None
    max_heart_rate_bpm: float | None = None
    mean_cadence_rpm: float | None = None  # zeros left out
    max_cadence_rpm: float | None = None
    mean_torque_nm: float | None = None
    mean_speed_mps: float | None = None  # over timer seconds
    max_speed_mps: float | None = None
    elevation_gain_m: float | None = None
    elevation_loss_m: float | None = None
    mean_temperature_c: float | None = None
    variability: float | None = None
    efficiency_w_per_bpm: float | None = None
    intensity_factor: float | None = None
    training_load: float | None = None
    threshold_kind: ThresholdKind | None = None  # which threshold the two figures above used
    threshold_power_w: float | None = None
    decoupling_percent: float | None = None  # None also where it does not apply
    lowest_w_prime_balance_j: float | None = None  # may be negative: CP or W' is too low
    power_zone_s: tuple[int, ...] | None = None  # seconds in each Coggan zone, 1 to 7
    heart_rate_zone_s: tuple[int, ...] | None = None  # seconds in each zone, 1 to 5


def add_up_session(stream: Stream, rider: Rider) -> SessionTotals:
    """Compute the figures of a session.

    Parameters
    ----------
    stream : Stream
        The ride, after repair.
    rider : Rider
        Thresholds of that day; figures that need an unknown one are None.

    Returns
    -------
    SessionTotals
        Means are taken on the timer axis, over the seconds that have a value.

    Notes
    -----
    Intensity factor, load and power zones use FTP; where only critical power is
    known it stands in, and ``threshold_kind`` says so. The balance of W' runs on
    the elapsed axis: a pause is 0 W.
    """
    totals = SessionTotals(
        started_at=stream.started_at,
        elapsed_s=stream.elapsed_s,
        timer_s=int(np.count_nonzero(stream.is_on_timer)),
        moving_s=moving_seconds(stream),
    )
    totals = _add_way(totals, stream)
    totals = _add_power(totals, stream)
    totals = _add_heart(totals, stream, rider)
    return _add_load(totals, stream, rider)


def _add_way(totals: SessionTotals, stream: Stream) -> SessionTotals:
    gain_m, loss_m = elevation_gain_and_loss(stream.altitude_m[stream.is_on_timer])
    distance_m = ridden_distance(stream.distance_m)
    return replace(
        totals,
        distance_m=distance_m,
        mean_speed_mps=mean_speed(distance_m, totals.timer_s),
        max_speed_mps=_max(_within(stream.speed_mps, -1.0, MAX_READABLE_MPS)),
        elevation_gain_m=gain_m,
        elevation_loss_m=loss_m,
        mean_temperature_c=_mean(_within(stream.temperature_c, -MAX_READABLE_C, MAX_READABLE_C)),
    )


def _add_power(totals: SessionTotals, stream: Stream) -> SessionTotals:
    power_w = stream.power_w[stream.is_on_timer]
    cadence_rpm = stream.cadence_rpm[stream.is_on_timer]
    pedalled_rpm = _within(cadence_rpm, 0.0, MAX_READABLE_RPM)
    mean_w, weighted_w = mean_power(power_w), weighted_power(power_w)
    return replace(
        totals,
        mean_power_w=mean_w,
        max_power_w=max_power(power_w),
        weighted_power_w=weighted_w,
        xpower_w=xpower(power_w),
        work_kj=work_kj(power_w),
        variability=variability(weighted_w, mean_w),
        mean_torque_nm=mean_torque(power_w, cadence_rpm),
        mean_cadence_rpm=_mean(pedalled_rpm),
        max_cadence_rpm=_max(pedalled_rpm),
    )


def _add_heart(totals: SessionTotals, stream: Stream, rider: Rider) -> SessionTotals:
    heart_rate_bpm = stream.heart_rate_bpm[stream.is_on_timer]
    mean_bpm = mean_heart_rate(heart_rate_bpm)
    return replace(
        totals,
        mean_heart_rate_bpm=mean_bpm,
        max_heart_rate_bpm=max_heart_rate(heart_rate_bpm),
        efficiency_w_per_bpm=efficiency(totals.weighted_power_w, mean_bpm),
        decoupling_percent=decoupling_percent(stream.power_w[stream.is_on_timer], heart_rate_bpm),
        heart_rate_zone_s=heart_rate_zone_seconds(heart_rate_bpm, rider.threshold_heart_rate_bpm),
    )


def _add_load(totals: SessionTotals, stream: Stream, rider: Rider) -> SessionTotals:
    threshold_kind, threshold_w = choose_threshold(rider)
    factor = intensity_factor(totals.weighted_power_w, threshold_w)
    return replace(
        totals,
        intensity_factor=factor,
        training_load=training_load(totals.timer_s, factor),
        threshold_kind=None if factor is None else threshold_kind,
        threshold_power_w=None if factor is None else threshold_w,
        lowest_w_prime_balance_j=lowest_w_prime_balance(stream, rider),
        power_zone_s=power_zone_seconds(stream.power_w[stream.is_on_timer], threshold_w),
    )


def choose_threshold(rider: Rider) -> tuple[ThresholdKind | None, float | None]:
    """Take FTP, or critical power where only that is known; NaN and 0 or below are unknown."""
    for kind, threshold_w in (
        (ThresholdKind.FTP, rider.ftp_w),
        (ThresholdKind.CRITICAL_POWER, rider.critical_power_w),
    ):
        if threshold_w is not None and threshold_w > 0:
            return kind, threshold_w
    return None, None


def moving_seconds(stream: Stream) -> int:
    """Count the timer seconds with speed above 0.5 m/s or with cadence [s].

    Where speed is missing, as between the samples of a device that records on change,
    the way covered meanwhile tells.
    """
    moves = (stream.speed_mps > MOVING_SPEED_MPS) | (stream.cadence_rpm > 0)
    unknown = ~np.isfinite(stream.speed_mps)
    known = np.flatnonzero(np.abs(stream.distance_m) <= MAX_READABLE_M)
    if unknown.any() and known.size > 1:
        way_m = np.interp(np.arange(stream.elapsed_s), known, stream.distance_m[known])
        moves |= unknown & (np.diff(way_m, prepend=way_m[0]) > MOVING_SPEED_MPS)
    return int(np.count_nonzero(moves & stream.is_on_timer))


def ridden_distance(distance_m: FloatArray) -> float | None:
    """Measure a cumulative distance from its first to its last known second [m].

    A fall is a counter that was reset: it ends one stretch and starts the next.
    None without any distance.
    """
    known = distance_m[np.abs(distance_m) <= MAX_READABLE_M]
    if not known.size:
        return None
    steps = np.diff(known)
    return float(steps[steps > 0].sum())


def mean_speed(distance_m: float | None, timer_s: int) -> float | None:
    """Relate distance to timer [m/s]; None where either is unknown or 0 s."""
    return None if distance_m is None or timer_s == 0 else distance_m / timer_s


def lowest_w_prime_balance(stream: Stream, rider: Rider) -> float | None:
    """Find the lowest balance of W' [J]; None without power, critical power or W'.

    A critical power or a W' that no formula takes, such as 0 or NaN, is none.
    """
    critical_power_w, w_prime_j = rider.critical_power_w or 0.0, rider.w_prime_j or 0.0
    if not has_balance(critical_power_w, w_prime_j) or not np.isfinite(stream.power_w).any():
        return None
    power_w = np.where(np.equal(stream.status, SecondStatus.PAUSED), 0.0, stream.power_w)
    balance_j = w_prime_balance_differential(power_w, critical_power_w, w_prime_j)
    return float(balance_j.min())


def _within(values: FloatArray, above: float, highest: float) -> FloatArray:
    """Keep the values in (above, highest]."""
    kept: FloatArray = values[(values > above) & (values <= highest)]
    return kept


def _mean(values: FloatArray) -> float | None:
    return float(values.mean()) if values.size else None


def _max(values: FloatArray) -> float | None:
    return float(values.max()) if values.size else None
