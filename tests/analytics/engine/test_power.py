import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.power import (
    intensity_factor,
    max_power,
    mean_power,
    mean_torque,
    scan_affine,
    torque_nm,
    training_load,
    variability,
    weighted_power,
    work_kj,
    xpower,
)

NAN = np.nan
FIGURES = (mean_power, max_power, work_kj, weighted_power, xpower)
watts = st.floats(0, 2000) | st.just(NAN)


def test_recorded_zero_counts_and_missing_does_not():
    power_w = np.array([300.0, 0.0, NAN])

    assert mean_power(power_w) == 150
    assert work_kj(power_w) == 0.3
    assert max_power(power_w) == 300


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize("power_w", ([], [NAN] * 40, [np.inf] * 40, [-1.0] * 40, [1e300] * 40))
def test_no_measurement_is_no_figure(figure, power_w):
    assert figure(np.array(power_w)) is None


@pytest.mark.parametrize("figure", FIGURES)
def test_broken_values_are_left_out_like_missing_ones(figure):
    power_w = np.full(90, 200.0)
    broken = power_w.copy()
    broken[[3, 40, 50]] = [np.inf, -5.0, 1e300]
    missing = np.where(broken == power_w, power_w, NAN)

    assert figure(broken) == figure(missing)


@pytest.mark.parametrize(
    ("seconds", "expected_w"), ((0, None), (1, None), (29, None), (30, 250), (31, 250), (600, 250))
)
def test_weighted_power_of_steady_power_is_that_power(seconds, expected_w):
    assert weighted_power(np.full(seconds, 250.0)) == pytest.approx(expected_w)


@pytest.mark.parametrize(("known_s", "expected_w"), ((14, None), (15, 250)))
def test_window_needs_half_of_its_seconds(known_s, expected_w):
    power_w = np.full(30, NAN)
    power_w[:known_s] = 250.0

    assert weighted_power(power_w) == pytest.approx(expected_w)


def test_weighted_power_by_hand():
    power_w = np.concatenate((np.zeros(30), np.full(30, 300.0)))
    ramp_w = np.arange(31) * 10.0

    assert weighted_power(power_w) == pytest.approx((ramp_w**4).mean() ** 0.25)


def brute_weighted(power_w):
    means_w = []
    for end in range(30, power_w.size + 1):
        window = power_w[end - 30 : end]
        if np.isfinite(window).sum() >= 15:
            means_w.append(np.nanmean(window))
    return None if not means_w else np.mean(np.array(means_w) ** 4) ** 0.25


@given(st.lists(watts, max_size=120).map(np.array))
def test_weighted_power_equals_brute_force(power_w):
    expected = brute_weighted(power_w)
    found = weighted_power(power_w)

    assert (found is None) == (expected is None)
    assert found is None or found == pytest.approx(expected, abs=1e-2)


@given(st.lists(watts, max_size=100).map(np.array))
def test_xpower_equals_brute_force(power_w):
    y, fourths = 0.0, []
    for power in power_w[np.isfinite(power_w)]:
        y += (power - y) / 26
        fourths.append(y**4)
    expected = np.mean(fourths) ** 0.25 if fourths else None

    assert xpower(power_w) == pytest.approx(expected, abs=1e-6)


@given(power_w=st.lists(watts, min_size=1, max_size=100).map(np.array), factor=st.floats(0.1, 10))
@pytest.mark.parametrize("figure", FIGURES)
def test_k_times_the_power_is_k_times_the_figure(figure, power_w, factor):
    once, scaled = figure(power_w), figure(power_w * factor)

    assert (once is None) == (scaled is None)
    assert once is None or scaled == pytest.approx(once * factor, abs=1e-2)


@given(st.lists(st.floats(0, 2000), min_size=30, max_size=100).map(np.array))
def test_weighted_power_lies_between_the_mean_of_its_windows_and_the_highest(power_w):
    weighted_w = weighted_power(power_w)
    windows_w = np.convolve(power_w, np.full(30, 1 / 30), mode="valid")

    assert windows_w.mean() - 1e-2 <= weighted_w <= power_w.max() + 1e-2


def test_hour_at_threshold_is_a_load_of_100():
    factor = intensity_factor(280.0, 280.0)

    assert factor == 1
    assert training_load(3600, factor) == 100
    assert training_load(1800, 0.8) == pytest.approx(32)


@pytest.mark.parametrize(
    ("weighted_w", "threshold_w"), ((None, 250.0), (250.0, None), (250.0, 0.0), (250.0, -1.0))
)
def test_figures_of_an_unknown_threshold_are_unknown(weighted_w, threshold_w):
    assert intensity_factor(weighted_w, threshold_w) is None
    assert training_load(3600, None) is None


@pytest.mark.parametrize(
    ("weighted_w", "mean_w", "expected"),
    ((220.0, 200.0, 1.1), (None, 200.0, None), (220.0, None, None), (0.0, 0.0, None)),
)
def test_variability_relates_weighted_to_mean_power(weighted_w, mean_w, expected):
    assert variability(weighted_w, mean_w) == pytest.approx(expected)


def test_torque_is_the_mean_of_the_ratio_over_pedalling_seconds():
    power_w = np.array([300.0, 200.0, 0.0, 250.0, NAN])
    cadence_rpm = np.array([60.0, 90.0, 0.0, NAN, 80.0])
    expected_nm = [300 / (2 * math.pi), 200 / (3 * math.pi)]

    assert mean_torque(power_w, cadence_rpm) == pytest.approx(np.mean(expected_nm))
    assert np.isnan(torque_nm(power_w, cadence_rpm)).tolist() == [False, False, True, True, True]


@pytest.mark.parametrize("cadence_rpm", (0.0, NAN, np.inf, -90.0))
def test_torque_of_nobody_pedalling_is_none(cadence_rpm):
    assert mean_torque(np.array([200.0]), np.array([cadence_rpm])) is None


@given(
    st.lists(st.tuples(st.floats(0, 1), st.floats(-100, 100)), max_size=200),
    st.floats(-50, 50),
)
def test_scan_equals_a_loop(steps, start):
    factor, addend = np.array(steps).reshape(-1, 2).T
    y, expected = start, []
    for scale, shift in steps:
        y = scale * y + shift
        expected.append(y)

    assert scan_affine(factor, addend, start=start) == pytest.approx(np.array(expected), abs=1e-9)
