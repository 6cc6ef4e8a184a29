import numpy as np
import pytest

from analytics.engine.detection_signal import (
    measure_noise,
    measure_pedalled_height,
    measure_swing,
    prepare_signal,
)
from tests.analytics.engine.interval_rides import make_power


def test_power_becomes_a_fraction_of_critical_power_and_is_clipped_at_four():
    assert prepare_signal(np.array([150.0, 300.0, 2000.0]), 300.0).tolist() == [0.5, 1.0, 4.0]


@pytest.mark.parametrize(("coasting_s", "lowest"), ((8, 1.0), (9, 0.0)))
def test_only_short_coasting_is_bridged(coasting_s, lowest):
    power_w = np.array([300.0] * 20 + [0.0] * coasting_s + [300.0] * 20)

    assert prepare_signal(power_w, 300.0).min() == lowest


@pytest.mark.parametrize(("missing_s", "lowest"), ((30, 1.0), (31, 0.0)))
def test_only_short_dropouts_are_bridged(missing_s, lowest):
    power_w = np.array([300.0] * 20 + [np.nan] * missing_s + [300.0] * 20)

    assert prepare_signal(power_w, 300.0).min() == lowest


def test_gap_at_an_end_of_the_ride_is_rest():
    signal = prepare_signal(np.array([np.nan, -5.0, np.inf, 300.0, np.nan]), 300.0)

    assert signal.tolist() == [0.0, 0.0, 0.0, 1.0, 0.0]


def test_noise_is_that_of_the_seconds_and_not_of_the_steps():
    steady = make_power((300, 150), (300, 300), noise=0.0) / 300
    rough = make_power((300, 150), (300, 300), noise=0.1) / 300

    assert measure_noise(steady) == 0.0
    assert 0.05 < measure_noise(rough) < 0.15


def test_noise_of_a_ride_without_pedalling_is_one():
    assert measure_noise(np.zeros(100)) == 1.0


def test_swing_is_the_spread_of_five_second_means_without_the_ragged_ends():
    signal = np.repeat([9.0, 1.0, 1.5, 1.0, 1.5, 9.0], 5)

    assert measure_swing(signal) == pytest.approx(0.25 / 1.25)
    assert measure_swing(np.concatenate((signal, [7.0] * 4))) == pytest.approx(0.25 / 1.25)


@pytest.mark.parametrize("signal", (np.zeros(0), np.ones(14), np.zeros(60)))
def test_swing_of_too_little_is_none(signal):
    assert measure_swing(signal) == 0.0


@pytest.mark.parametrize(
    ("side", "height"),
    (
        ([0.0] * 4 + [0.9] * 6, 0.1),  # a stop, then riding as before
        ([0.0] * 7 + [0.9] * 3, 1.0 - 0.27),  # a rest
        ([0.4] * 10, 0.6),
    ),
)
def test_height_above_the_pedalling_beside_a_stretch(side, height):
    signal = np.array([*side, *[1.0] * 20, *side[::-1]])

    assert measure_pedalled_height(signal, 10, 30, 10) == pytest.approx(height)


def test_easier_side_decides_the_height_above_pedalling():
    signal = np.repeat([0.9, 1.0, 0.3], 10)

    assert measure_pedalled_height(signal, 10, 20, 10) == pytest.approx(0.7)
    assert measure_pedalled_height(signal, 0, 30, 10) == 0.0
