import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.climbing import (
    elevation_gain_and_loss,
    find_climbs,
    smooth,
    turning_points,
)

NAN = np.nan
SPEED_MPS = 5.0


def profile(*slopes):
    """Altitude and distance at 5 m/s of stretches given as (seconds, grade in percent)."""
    steps_m = np.concatenate([np.full(s, SPEED_MPS * grade / 100) for s, grade in slopes])
    altitude_m = 100 + np.concatenate(([0.0], np.cumsum(steps_m)))
    return altitude_m, SPEED_MPS * np.arange(altitude_m.size)


def test_up_and_down_by_hand():
    altitude_m, _ = profile((400, 5), (200, 0), (400, -4), (100, 2))

    gain_m, loss_m = elevation_gain_and_loss(altitude_m)

    assert gain_m == pytest.approx(110)
    assert loss_m == pytest.approx(80)


def test_noise_on_a_flat_road_climbs_nothing():
    rng = np.random.default_rng(20260501)

    gain_m, loss_m = elevation_gain_and_loss(300 + rng.normal(0, 0.8, 3600))

    assert (gain_m, loss_m) == (0, 0)


def test_noise_on_a_hill_adds_little():
    altitude_m, _ = profile((1200, 5), (1200, -5))
    rng = np.random.default_rng(20260501)

    gain_m, _ = elevation_gain_and_loss(altitude_m + rng.normal(0, 0.8, altitude_m.size))

    assert gain_m == pytest.approx(300, rel=0.02)


def test_altitude_that_the_device_filtered_keeps_its_small_rises():
    altitude_m, _ = profile(*[(400, 0.1), (400, -0.1)] * 5)

    assert elevation_gain_and_loss(altitude_m)[0] == pytest.approx(10)


@pytest.mark.parametrize("altitude_m", ([], [NAN] * 5, [np.inf], [1e9], [-5000.0]))
def test_no_altitude_is_no_gain(altitude_m):
    assert elevation_gain_and_loss(np.array(altitude_m)) == (None, None)


@pytest.mark.parametrize("seconds", (1, 2, 29, 30, 31))
def test_level_ride_gains_nothing(seconds):
    assert elevation_gain_and_loss(np.full(seconds, 250.0)) == (0, 0)


def test_missing_seconds_are_left_out():
    altitude_m, _ = profile((400, 5))
    altitude_m[50:90] = NAN
    altitude_m[200] = np.inf

    assert elevation_gain_and_loss(altitude_m)[0] == pytest.approx(100)


altitudes = st.lists(st.floats(-50, 50), max_size=60).map(np.array)


@given(altitudes)
def test_gain_less_loss_is_at_most_a_hysteresis_from_the_whole_change(altitude_m):
    gain_m, loss_m = elevation_gain_and_loss(altitude_m)
    if gain_m is None or loss_m is None:
        return

    assert gain_m >= 0
    assert loss_m >= 0
    assert gain_m <= np.maximum(np.diff(altitude_m), 0).sum() + 1e-6


@given(altitudes)
def test_gain_of_the_way_back_is_the_loss_of_the_way_there(altitude_m):
    there, back = elevation_gain_and_loss(altitude_m), elevation_gain_and_loss(altitude_m[::-1])

    assert there == pytest.approx(back[::-1], abs=6.5) if altitude_m.size else back == there


@given(altitudes, st.floats(0.5, 10))
def test_turning_points_equal_brute_force(values, hysteresis):
    turns: list[int] = []
    sign = low = high = 0
    for position, value in enumerate(values):
        high = position if value > values[high] else high
        low = position if value < values[low] else low
        if sign <= 0 and value - values[low] >= hysteresis:
            turns, sign, high = [*turns, low], 1, position
        elif sign >= 0 and values[high] - value >= hysteresis:
            turns, sign, low = [*turns, high], -1, position
        if sign > 0:
            low = high
        elif sign < 0:
            high = low
    if sign:
        turns.append(high if sign > 0 else low)

    found = turning_points(values, hysteresis)

    assert values[found].tolist() == values[turns].tolist() if turns else found == []


@given(st.lists(st.floats(-1e3, 1e3), max_size=40).map(np.array), st.sampled_from([1, 3, 15]))
def test_smoothing_equals_brute_force(values, window):
    half = window // 2
    expected = [values[max(i - half, 0) : i + half + 1].mean() for i in range(values.size)]

    assert smooth(values, window) == pytest.approx(np.array(expected), abs=1e-6)


def test_climb_is_found_without_its_approach():
    (climb,) = find_climbs(*profile((600, 0.5), (1200, 6), (300, -3)))

    assert climb.start_s == pytest.approx(600, abs=2)
    assert climb.end_s == pytest.approx(1801, abs=2)
    assert climb.gain_m == pytest.approx(360, rel=0.01)
    assert climb.length_m == pytest.approx(6000, rel=0.01)
    assert climb.mean_grade_percent == pytest.approx(6, rel=0.01)
    assert climb.vam_m_per_h == pytest.approx(1080, rel=0.01)


def test_short_dip_does_not_end_a_climb_and_a_valley_does():
    dip = find_climbs(*profile((600, 6), (40, -2), (600, 6)))
    valley = find_climbs(*profile((600, 6), (300, -4), (600, 6)))

    assert len(dip) == 1
    assert len(valley) == 2
    assert valley[0].end_s <= valley[1].start_s


@pytest.mark.parametrize("slopes", ([(300, 3)], [(3600, 2.9)], [(600, -6)], [(600, 0)]))
def test_rise_that_is_small_flat_or_down_is_no_climb(slopes):
    assert find_climbs(*profile(*slopes)) == []


@pytest.mark.parametrize("size", (0, 1, 2))
def test_ride_of_a_moment_has_no_climbs(size):
    assert find_climbs(np.zeros(size), np.zeros(size)) == []


def test_climb_without_distance_is_not_told():
    altitude_m, distance_m = profile((1200, 6))

    assert find_climbs(altitude_m, np.full(distance_m.size, NAN)) == []
    assert find_climbs(altitude_m, np.zeros(distance_m.size)) == []
