"""Rides made of power and nothing else."""

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from analytics.engine.stream import SecondStatus, Stream

RECORDED, FILLED = SecondStatus.RECORDED, SecondStatus.FILLED
MISSING, PAUSED = SecondStatus.MISSING, SecondStatus.PAUSED


def ride_of(power_w: Sequence[float], status: Sequence[int] | None = None) -> Stream:
    """Build a ride from one value a second; recorded throughout unless told otherwise."""
    watts = np.array(power_w, dtype=np.float64)
    nothing = np.full(watts.size, np.nan)
    return Stream(
        started_at=datetime(2026, 5, 1, 8, tzinfo=UTC),
        status=np.array([RECORDED] * watts.size if status is None else status, dtype=np.uint8),
        power_w=watts,
        heart_rate_bpm=nothing,
        cadence_rpm=nothing,
        speed_mps=nothing,
        distance_m=nothing,
        altitude_m=nothing,
        latitude_deg=nothing,
        longitude_deg=nothing,
        temperature_c=nothing,
    )
