"""The figures of a whole session."""

from dataclasses import dataclass
from datetime import datetime

from analytics.engine.vocabulary import ThresholdKind


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
