from dataclasses import replace

import numpy as np
import pytest

from analytics.engine.recording import Channel, FloatArray
from analytics.engine.stream import build_stream
from analytics.session_climbs import climbs_of
from tests.make import make_ride

FLAT_S, CLIMB_S = 300, 1200


def hilly(**channels: FloatArray):
    """Five flat minutes, then 20 minutes at 5 m/s and 6 %, at 180 W and 280 W."""
    ride = make_ride([180.0] * FLAT_S + [280.0] * CLIMB_S)
    seconds = np.arange(FLAT_S + CLIMB_S, dtype=float)
    recorded: dict[Channel, FloatArray] = {
        **ride.samples.channels,
        Channel.DISTANCE: 5.0 * seconds,
        Channel.ALTITUDE: 100 + 0.3 * np.maximum(seconds - FLAT_S, 0.0),
        **{Channel(name): values for name, values in channels.items()},
    }
    return build_stream(replace(ride, samples=replace(ride.samples, channels=recorded)))[0]


def test_a_climb_carries_what_was_ridden_on_it():
    (ridden,) = climbs_of(hilly())

    assert ridden.climb.gain_m == pytest.approx(360, rel=0.01)
    assert ridden.duration_s == pytest.approx(CLIMB_S, abs=3)
    assert ridden.mean_power_w == pytest.approx(280, abs=1)
    assert ridden.mean_heart_rate_bpm == 140


def test_what_was_not_recorded_on_a_climb_is_not_told():
    nothing = np.full(FLAT_S + CLIMB_S, np.nan)

    (ridden,) = climbs_of(hilly(**{Channel.POWER: nothing}))

    assert ridden.mean_power_w is None


def test_a_ride_without_altitude_has_no_climbs():
    assert climbs_of(hilly(**{Channel.ALTITUDE: np.full(FLAT_S + CLIMB_S, np.nan)})) == []
