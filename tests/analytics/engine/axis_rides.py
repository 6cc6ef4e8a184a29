"""Rides as a device writes them, and streams, made of the channels a test names."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from analytics.engine.recording import Channel, Ride, Samples, TimeSpan
from analytics.engine.stream import Stream
from tests.analytics.engine.power_rides import ride_of

START_AT_S = 1_777_622_400.0  # 2026-05-01 08:00 UTC

Values = Sequence[float] | np.ndarray


def ride_at(seconds: Values, spans: Sequence[tuple[float, float]] = (), **channels: Values) -> Ride:
    """Build a ride of samples at these seconds after its start; channels by their name."""
    return Ride(
        number=0,
        sport="cycling",
        samples=Samples(
            at_s=START_AT_S + np.array(seconds, dtype=np.float64),
            channels={
                Channel(name): np.array(values, dtype=np.float64)
                for name, values in channels.items()
            },
        ),
        timer_spans=tuple(TimeSpan(START_AT_S + a, START_AT_S + b) for a, b in spans),
    )


def stream_of(status: Values | None = None, **channels: Values) -> Stream:
    """Build a stream of one value a second; channels that are not named are all NaN."""
    arrays: dict[str, Any] = {
        name: np.array(values, dtype=np.float64) for name, values in channels.items()
    }
    size = next(iter(arrays.values())).size
    seconds = None if status is None else [int(second) for second in status]
    return replace(ride_of([np.nan] * size, seconds), **arrays)


def anything(rng: np.random.Generator, size: int) -> np.ndarray:
    """Draw plausible, missing, broken and absurd values in equal parts."""
    plausible = rng.uniform(0, 400, size)
    broken = rng.choice(
        [np.nan, np.inf, -np.inf, 0.0, -3.0, 5e-324, 1e-9, 1e6, -1e300, 1e308], size
    )
    return np.where(rng.random(size) < rng.random(), plausible, broken)
