"""Held against twins: power, heart rate, zones, W' and climbing."""

from collections.abc import Callable

import numpy as np

from analytics.engine import climbing, heart, power, totals, w_prime, zones
from analytics.engine.intensity import estimate_critical_power
from analytics.engine.recording import FloatArray
from analytics.engine.rider import Rider
from bench import interval_twins, ride_twins, twins
from bench.whole_rides import channel, channel_list, columns_of, ride_of

Values = list[float]
Pair = tuple[Callable[[FloatArray], object], Callable[[Values], object]]

CP_W, W_PRIME_J, FTP_W, THRESHOLD_BPM = 280.0, 20_000.0, 270.0, 165.0
RIDER = Rider(critical_power_w=CP_W, w_prime_j=W_PRIME_J)


def readable(power_w: FloatArray) -> FloatArray:
    """Leave power as repair leaves it: what no meter measured is gone."""
    return np.where(power.is_known_power(power_w), power_w, np.nan)


def watts(power_w: FloatArray) -> FloatArray:
    """Take 0 W where nothing is known."""
    return np.where(power.is_known_power(power_w), power_w, 0.0)


def beats_of(length_s: int) -> FloatArray:
    """A heart rate that drifts, with a lost strap now and then."""
    second = np.arange(length_s)
    return np.where(second % 50 == 7, 0.0, 130 + second / 200)


def heart_rate(power_w: FloatArray) -> FloatArray:
    return channel("heart_rate_bpm", power_w)


def gain_and_loss(power_w: FloatArray) -> object:
    found = climbing.elevation_gain_and_loss(channel("altitude_m", power_w))
    return None if found[0] is None else found


def turns_of(power_w: FloatArray) -> list[float]:
    values = watts(power_w)
    return [float(values[turn]) for turn in climbing.turning_points(values, 150.0)]


def turns_twin(power_w: Values) -> list[float]:
    values = twins.watts(power_w)
    return [values[turn] for turn in ride_twins.turns(values, 150.0)]


POWER_PAIRS: dict[str, Pair] = {
    "is_known_power": (power.is_known_power, lambda p: [twins.known(value) for value in p]),
    "mean_power": (power.mean_power, twins.mean_power),
    "weighted_power": (power.weighted_power, twins.weighted_power),
    "xpower": (power.xpower, twins.xpower),
    "max_power": (power.max_power, lambda p: max(filter(twins.known, p), default=None)),
    "work_kj": (power.work_kj, twins.work_kj),
    "scan_affine": (
        lambda p: power.scan_affine(watts(p) / 7 % 1.0, watts(p), start=7.0),
        lambda p: twins.scan([value / 7 % 1.0 for value in twins.watts(p)], twins.watts(p), 7.0),
    ),
    "w_prime_balance_differential": (
        lambda p: w_prime.w_prime_balance_differential(p, CP_W, W_PRIME_J),
        lambda p: twins.balance_differential(p, CP_W, W_PRIME_J),
    ),
    "w_prime_balance_integral": (
        lambda p: w_prime.w_prime_balance_integral(p, CP_W, W_PRIME_J),
        lambda p: twins.balance_integral(p, CP_W, W_PRIME_J),
    ),
    "lowest_w_prime_balance": (
        lambda p: totals.lowest_w_prime_balance(ride_of(readable(p)), RIDER),
        lambda p: twins.lowest_balance(columns_of(twins.readable(p)), CP_W, W_PRIME_J),
    ),
    "power_zone_seconds": (
        lambda p: zones.power_zone_seconds(p, FTP_W),
        lambda p: twins.power_zones(p, FTP_W),
    ),
    "seconds_in_zones": (  # many values fall on an edge
        lambda p: zones.seconds_in_zones(np.rint(watts(p) / 10), 20.0, (50, 100, 150)),
        lambda p: twins.zones_on_edges([round(value / 10) for value in twins.watts(p)]),
    ),
    "torque_nm": (lambda p: power.torque_nm(p, channel("cadence_rpm", p)), ride_twins.torque),
    "mean_torque": (
        lambda p: power.mean_torque(p, channel("cadence_rpm", p)),
        ride_twins.mean_torque,
    ),
    "estimate_critical_power": (estimate_critical_power, interval_twins.estimate),
    "is_known_heart_rate": (
        lambda p: heart.is_known_heart_rate(heart_rate(p)),
        lambda p: [0 < value <= 1000 for value in channel_list("heart_rate_bpm", p)],
    ),
    "mean_heart_rate": (
        lambda p: heart.mean_heart_rate(heart_rate(p)),
        ride_twins.mean_heart_rate,
    ),
    "max_heart_rate": (lambda p: heart.max_heart_rate(heart_rate(p)), ride_twins.max_heart_rate),
    "heart_rate_zone_seconds": (
        lambda p: zones.heart_rate_zone_seconds(heart_rate(p), THRESHOLD_BPM),
        lambda p: ride_twins.heart_rate_zones(p, THRESHOLD_BPM),
    ),
    "decoupling_percent": (
        lambda p: heart.decoupling_percent(p, beats_of(len(p))),
        lambda p: twins.decoupling(p, beats_of(len(p)).tolist()),
    ),
    "elevation_gain_and_loss": (gain_and_loss, ride_twins.gain_and_loss),
    "find_climbs": (
        lambda p: [
            (climb.gain_m, climb.length_m)
            for climb in climbing.find_climbs(channel("altitude_m", p), channel("distance_m", p))
        ],
        ride_twins.climbs,
    ),
    "smooth": (
        lambda p: climbing.smooth(watts(p), 15),
        lambda p: ride_twins.running_mean(twins.watts(p), 15),
    ),
    "turning_points": (turns_of, turns_twin),
}
