import numpy as np
import pytest

from analytics.engine.detection_signal import measure_noise, prepare_signal
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
