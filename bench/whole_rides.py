"""Whole rides made from power alone, as broken as the power is, for the twins to be held against.

What is made is kept, so that neither side's time holds the making.
"""

import math
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache

import numpy as np

from analytics.engine.recording import FloatArray
from analytics.engine.stream import SecondStatus, Stream
from bench.ride_twins import altitude_of, cadence_of, distance_of, heart_of
from bench.twins import known

STARTED_AT = datetime(2026, 5, 1, tzinfo=UTC)
NONSENSE = (math.nan, math.inf, -math.inf, -1.0, 1e12)


def status_of(power_w: list[float]) -> list[int]:
    """Stop the timer for 40 of every 280 s, fill a second now and then."""
    return [
        SecondStatus.PAUSED
        if second // 40 % 7 == 3
        else SecondStatus.FILLED
        if second % 97 == 5
        else SecondStatus.RECORDED
        if known(value)
        else SecondStatus.MISSING
        for second, value in enumerate(power_w)
    ]


def speed_of(power_w: list[float]) -> list[float]:
    """Ride, roll to a stop, and let the sensor fail where power does."""
    return [
        second % 13 - 0.5 if known(value) else NONSENSE[second % 5]
        for second, value in enumerate(power_w)
    ]


def way_of(power_w: list[float]) -> list[float]:
    """Ride 50 s and stand 50 s, the counter never reset; NaN where power is broken."""
    way_m, ways_m = 0.0, []
    for second, value in enumerate(power_w):
        way_m += 6.0 if second // 50 % 2 else 0.05
        ways_m.append(way_m if known(value) else math.nan)
    return ways_m


def latitude_of(power_w: list[float]) -> list[float]:
    """Ride north, jump now and then, leave the globe where power is broken."""
    broken = (math.nan, math.inf, 91.0, 0.0)
    return [
        10 + second * 6e-5 + (second % 211 == 7) if known(value) else broken[second % 4]
        for second, value in enumerate(power_w)
    ]


def longitude_of(power_w: list[float]) -> list[float]:
    """Ride to and fro across the date line."""
    broken = (math.nan, math.inf, 20.0, 0.0)
    return [
        (179.9 + 0.2 * math.sin(second / 40) + 180) % 360 - 180
        if known(value)
        else broken[second % 4]
        for second, value in enumerate(power_w)
    ]


def temperature_of(power_w: list[float]) -> list[float]:
    return [
        20 + second % 9 if known(value) else NONSENSE[second % 5]
        for second, value in enumerate(power_w)
    ]


MAKERS: dict[str, Callable[[list[float]], list[float]]] = {
    "power_w": list,
    "heart_rate_bpm": heart_of,
    "cadence_rpm": cadence_of,
    "speed_mps": speed_of,
    "distance_m": distance_of,
    "altitude_m": altitude_of,
    "latitude_deg": latitude_of,
    "longitude_deg": longitude_of,
    "temperature_c": temperature_of,
}


@lru_cache(maxsize=2)
def _made(power: bytes) -> tuple[dict[str, list[float]], Stream]:
    power_w = np.frombuffer(power).tolist()
    status = status_of(power_w)
    columns = {
        name: [
            math.nan if state == SecondStatus.PAUSED else value
            for value, state in zip(make(power_w), status, strict=True)
        ]
        for name, make in MAKERS.items()
    }
    stream = Stream(
        STARTED_AT,
        np.array(status, dtype=np.uint8),
        **{name: np.array(column, dtype=np.float64) for name, column in columns.items()},
    )
    return {**columns, "status": [float(state) for state in status]}, stream


def ride_of(power_w: FloatArray) -> Stream:
    """Give the whole ride as the engine takes it; paused seconds are NaN in every channel."""
    return _made(np.ascontiguousarray(power_w).tobytes())[1]


def columns_of(power_w: list[float]) -> dict[str, list[float]]:
    """Give the same ride as lists, the status among them."""
    return _made(np.array(power_w, dtype=np.float64).tobytes())[0]


@lru_cache(maxsize=4)
def _one(maker: str, power: bytes) -> tuple[list[float], FloatArray]:
    column = (way_of if maker == "way_m" else MAKERS[maker])(np.frombuffer(power).tolist())
    return column, np.array(column, dtype=np.float64)


def channel(name: str, power_w: FloatArray) -> FloatArray:
    """Give one channel without the pauses, as an array."""
    return _one(name, np.ascontiguousarray(power_w).tobytes())[1]


def channel_list(name: str, power_w: list[float]) -> list[float]:
    return _one(name, np.array(power_w, dtype=np.float64).tobytes())[0]


def of_power(power_w: FloatArray) -> Stream:
    """Give a ride of power and nothing else, recorded throughout."""
    nothing = np.full(power_w.size, np.nan)
    return Stream(STARTED_AT, np.zeros(power_w.size, dtype=np.uint8), power_w, *[nothing] * 8)
