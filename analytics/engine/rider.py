"""What is known of the rider on the day of a ride."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Rider:
    """Thresholds and mass that a session's figures are computed with; None where unknown."""

    critical_power_w: float | None = None
    w_prime_j: float | None = None
    ftp_w: float | None = None
    threshold_heart_rate_bpm: float | None = None
    mass_kg: float | None = None
