import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.intensity import (
    classify_characteristic,
    classify_intensity,
    estimate_critical_power,
    find_reference_power,
)
from analytics.engine.rider import Rider
from analytics.engine.vocabulary import Characteristic, Intensity
from tests.analytics.engine.interval_rides import make_power


@pytest.mark.parametrize(
    ("fraction", "duration_s", "intensity"),
    (
        (0.7499, 600, Intensity.AEROBIC),
        (0.75, 600, Intensity.TEMPO),
        (0.90, 600, Intensity.THRESHOLD),
        (1.05, 600, Intensity.VO2MAX),
        (1.20, 179, Intensity.ANAEROBIC),
        (1.20, 180, Intensity.VO2MAX),
        (1.05, 1199, Intensity.VO2MAX),
        (1.05, 1200, Intensity.THRESHOLD),
        (1.5, 20, Intensity.NEUROMUSCULAR),
        (1.5, 21, Intensity.ANAEROBIC),
        (1.4999, 20, Intensity.ANAEROBIC),
    ),
)
def test_bounds_of_intensity_are_half_open(fraction, duration_s, intensity):
    assert classify_intensity(fraction, duration_s) is intensity


def test_reference_is_critical_power_then_ftp_then_an_estimate():
    power_w = np.full(1200, 200.0)

    both = find_reference_power(power_w, Rider(critical_power_w=300.0, ftp_w=280.0))
    ftp = find_reference_power(power_w, Rider(critical_power_w=0.0, ftp_w=280.0))
    none = find_reference_power(power_w, Rider(critical_power_w=float("nan")))

    assert both is not None
    assert (both.power_w, both.name, both.is_estimate) == (300.0, "CP", False)
    assert ftp is not None
    assert (ftp.power_w, ftp.name) == (280.0, "FTP")
    assert none is not None
    assert none.is_estimate


def test_estimate_is_the_highest_that_the_peaks_allow():
    power_w = make_power((900, 150), (1200, 300), (2400, 120), noise=0.0)

    assert estimate_critical_power(power_w) == pytest.approx(285.0)


@pytest.mark.parametrize("power_w", ([], [0.0, 0.0], [np.nan], [np.inf, -3.0]))
def test_ride_without_power_has_no_reference(power_w):
    assert find_reference_power(np.array(power_w), Rider()) is None


@pytest.mark.parametrize(
    ("power_w", "cadence_rpm", "limit_w", "characteristic"),
    (
        (np.full(300, 300.0), 90.0, None, None),
        (np.full(300, 300.0), 60.0, None, Characteristic.TORQUE),
        (np.full(300, 300.0), 105.0, None, Characteristic.CADENCE),
        (np.full(20, 300.0), 50.0, None, None),
        (np.full(300, 350.0), 90.0, 360.0, Characteristic.MAXIMUM),
        (np.linspace(280.0, 320.0, 600), None, None, Characteristic.PROGRESSIVE),
        (np.tile(np.repeat([315.0, 285.0], 60), 6), None, None, Characteristic.DYNAMIC),
        (np.full(60, np.nan), None, None, None),
        (np.zeros(0), None, None, None),
    ),
)
def test_characteristic_tells_how_it_was_ridden(power_w, cadence_rpm, limit_w, characteristic):
    assert classify_characteristic(power_w, cadence_rpm, limit_w, 1.0)[0] is characteristic


@pytest.mark.parametrize(
    ("fraction", "characteristic"),
    ((0.75, Characteristic.TORQUE), (0.74, None), (None, Characteristic.TORQUE)),
)
def test_slow_turning_is_torque_under_load_alone(fraction, characteristic):
    assert classify_characteristic(np.full(300, 200.0), 55.0, None, fraction)[0] is characteristic


def test_over_under_names_its_period():
    power_w = np.tile(np.repeat([315.0, 285.0], 60), 6)

    assert classify_characteristic(power_w, None, None, None)[1] == "over and under every 120 s"


def test_one_swell_is_no_over_under():
    power_w = 300 + 40 * np.sin(np.pi * np.arange(600) / 600)

    assert classify_characteristic(power_w, None, None, None)[0] is None


@pytest.mark.parametrize("seed", range(10))
def test_noise_of_the_road_is_no_over_under(seed):
    power_w = make_power((600, 300), noise=0.15, seed=seed)

    assert classify_characteristic(power_w, 90.0, None, None)[0] is None


@given(st.floats(0, 10), st.integers(1, 20000))
def test_every_effort_has_one_intensity(fraction, duration_s):
    assert classify_intensity(fraction, duration_s) in Intensity
