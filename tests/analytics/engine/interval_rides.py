"""Rides with known efforts, for the tests of intervals and sets."""

from datetime import UTC, datetime

import numpy as np

from analytics.engine.intervals import LabelledInterval
from analytics.engine.recording import FloatArray, Lap, Ride, Samples
from analytics.engine.stream import Stream
from analytics.engine.vocabulary import Characteristic, Intensity, IntervalSource

STARTED_AT = datetime(2026, 5, 1, 8, tzinfo=UTC)
CRITICAL_POWER_W = 300.0


def make_power(*parts: tuple[int, float], noise: float = 0.05, seed: int = 1) -> FloatArray:
    """Ride parts of (seconds, watts), with noise as a share of the power."""
    target_w = np.concatenate([np.full(seconds, float(watts)) for seconds, watts in parts])
    random = np.random.default_rng(seed)
    return np.maximum(target_w * (1 + noise * random.normal(size=target_w.size)), 0.0)


def make_set(count: int, effort: tuple[int, float], rest: tuple[int, float]) -> FloatArray:
    """Ride one set between a warm-up and a cool-down; the first effort starts at second 600."""
    repetitions = [part for _ in range(count) for part in (effort, rest)][:-1]
    return make_power((600, 160), *repetitions, (600, 140))


def make_stream(power_w: FloatArray, **channels: FloatArray) -> Stream:
    nothing = np.full(power_w.size, np.nan)
    names = (
        "heart_rate_bpm", "cadence_rpm", "speed_mps", "distance_m", "altitude_m",
        "latitude_deg", "longitude_deg", "temperature_c",
    )  # fmt: skip
    return Stream(
        started_at=STARTED_AT,
        status=np.zeros(power_w.size, dtype=np.uint8),
        power_w=power_w,
        **{name: channels.get(name, nothing) for name in names},
    )


def make_ride(*laps: Lap, **fields: object) -> Ride:
    return Ride(0, "cycling", Samples(np.zeros(0), {}), laps=laps, **fields)


def make_lap(start_s: int, end_s: int, **fields: object) -> Lap:
    at_s = STARTED_AT.timestamp()
    return Lap(at_s + start_s, at_s + end_s, **fields)


def make_interval(start_s: int, end_s: int, **fields: object) -> LabelledInterval:
    """An effort at 300 W unless told otherwise."""
    values: dict[str, object] = {
        "is_work": True,
        "source": IntervalSource.DETECTED,
        "confidence": 0.9,
        "intensity": Intensity.THRESHOLD,
        "characteristic": None,
        "reason": "",
        "mean_power_w": 300.0,
        "power_fraction": 1.0,
    }
    return LabelledInterval(start_s, end_s, **{**values, **fields})


def make_recovery(start_s: int, end_s: int) -> LabelledInterval:
    return make_interval(
        start_s, end_s, is_work=False, characteristic=Characteristic.INTRA_RECOVERY
    )
