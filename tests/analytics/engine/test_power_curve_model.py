from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.engine.peaks import STANDARD_DURATIONS_S
from analytics.engine.power_curve_model import PowerCurve, fit_power_curve
from analytics.engine.power_model import Effort, Refusal

MAY_DAY = date(2026, 5, 1)
UP_TO_30_MIN_S = tuple(d for d in STANDARD_DURATIONS_S if d <= 1800)


def efforts_on(curve, durations_s=STANDARD_DURATIONS_S):
    return [Effort(d, curve.power_at(d), MAY_DAY) for d in durations_s]


def efforts_of(powers_w, durations_s=STANDARD_DURATIONS_S):
    return [Effort(d, w, MAY_DAY) for d, w in zip(durations_s, powers_w, strict=True)]


def test_curve_by_hand():
    curve = PowerCurve(250.0, 20_000.0, 1250.0, 30.0)

    assert curve.power_at(20) == pytest.approx(1000 * (1 - 1 / np.e) + 250)
    assert curve.power_at(1800) == pytest.approx(20_000 / 1800 + 250)
    assert curve.power_at(1800 * np.e) == pytest.approx(20_000 / 1800 / np.e + 250 - 30)


def test_curve_without_decline_is_flat_in_the_end():
    assert PowerCurve(250.0, 20_000.0, 1250.0, None).power_at(1e9) == pytest.approx(250)


def test_curve_starts_at_peak_power():
    assert PowerCurve(250.0, 20_000.0, 1250.0, 30.0).power_at(1e-6) == pytest.approx(1250)


def error_w(curve, powers_w):
    model_w = np.array([curve.power_at(d) for d in STANDARD_DURATIONS_S])
    return np.sqrt(np.mean((powers_w - model_w) ** 2))


curves = st.builds(
    PowerCurve,
    critical_power_w=st.floats(120, 450),
    w_prime_j=st.floats(5000, 35_000),
    peak_power_w=st.floats(600, 2200),
    decline_w=st.floats(0, 50),
)


@given(curve=curves)
@settings(max_examples=60)
def test_fit_finds_the_curve_that_the_efforts_lie_on(curve):
    fit = fit_power_curve(efforts_on(curve))

    assert isinstance(fit, PowerCurve)
    assert fit.critical_power_w == pytest.approx(curve.critical_power_w, rel=1e-3)
    assert fit.w_prime_j == pytest.approx(curve.w_prime_j, rel=1e-2)
    assert fit.peak_power_w == pytest.approx(curve.peak_power_w, rel=1e-2)
    assert fit.decline_w == pytest.approx(curve.decline_w, abs=0.5)
    assert fit.error_w == pytest.approx(0, abs=0.1)


@given(curve=curves, seed=st.integers(0, 1000))
@settings(max_examples=40)
def test_no_parameter_can_be_moved_to_a_better_fit(curve, seed):
    noise = np.random.default_rng(seed).normal(1, 0.03, len(STANDARD_DURATIONS_S))
    powers_w = np.array([curve.power_at(d) for d in STANDARD_DURATIONS_S]) * noise

    fit = fit_power_curve(efforts_of(powers_w))

    assert isinstance(fit, PowerCurve)
    assert fit.decline_w is not None
    assert error_w(fit, powers_w) == pytest.approx(fit.error_w)
    for step in (-1e-3, 1e-3):
        moved = (
            replace(fit, critical_power_w=fit.critical_power_w * (1 + step)),
            replace(fit, w_prime_j=fit.w_prime_j * (1 + step)),
            replace(fit, peak_power_w=fit.peak_power_w * (1 + step)),
            replace(fit, decline_w=max(fit.decline_w + 10 * step, 0.0)),
        )
        assert all(error_w(curve, powers_w) >= fit.error_w - 1e-6 for curve in moved)


def test_noise_of_three_percent_moves_critical_power_by_less():
    curve = PowerCurve(280.0, 18_000.0, 1150.0, 35.0)
    noise = np.random.default_rng(2).normal(1, 0.03, len(STANDARD_DURATIONS_S))

    fit = fit_power_curve(efforts_of(noise * [curve.power_at(d) for d in STANDARD_DURATIONS_S]))

    assert isinstance(fit, PowerCurve)
    assert fit.critical_power_w == pytest.approx(280, rel=0.03)


def test_without_long_efforts_no_decline_is_claimed():
    curve = PowerCurve(280.0, 18_000.0, 1150.0, 35.0)

    fit = fit_power_curve(efforts_on(curve, UP_TO_30_MIN_S))

    assert isinstance(fit, PowerCurve)
    assert fit.decline_w is None
    assert fit.critical_power_w == pytest.approx(280)


def test_power_that_rises_with_time_is_no_decline():
    rising = PowerCurve(280.0, 18_000.0, 1150.0, -20.0)

    fit = fit_power_curve(efforts_on(rising))

    assert isinstance(fit, PowerCurve)
    assert fit.decline_w == 0


def test_five_efforts_from_half_a_minute_on_are_enough():
    curve = PowerCurve(280.0, 18_000.0, 1150.0, None)

    fit = fit_power_curve(efforts_on(curve, (30, 60, 300, 600, 1200)))

    assert isinstance(fit, PowerCurve)
    assert fit.critical_power_w == pytest.approx(280, rel=1e-3)


@pytest.mark.parametrize(
    ("durations_s", "refusal"),
    (
        ((), Refusal.CURVE_TOO_SPARSE),
        ((5, 60, 300, 1200), Refusal.CURVE_TOO_SPARSE),
        ((45, 60, 300, 600, 1200), Refusal.CURVE_TOO_SPARSE),
        ((1, 5, 30, 60, 120, 1800), Refusal.CURVE_TOO_SPARSE),
    ),
)
def test_efforts_that_do_not_span_the_curve_are_refused(durations_s, refusal):
    curve = PowerCurve(280.0, 18_000.0, 1150.0, 35.0)

    assert fit_power_curve(efforts_on(curve, durations_s)) is refusal


def test_critical_power_that_no_rider_has_is_refused():
    weak = PowerCurve(60.0, 18_000.0, 1150.0, 0.0)

    assert fit_power_curve(efforts_on(weak)) is Refusal.IMPLAUSIBLE


@given(
    powers_w=st.lists(
        st.just(0.0) | st.floats(0, 3000),
        min_size=len(STANDARD_DURATIONS_S),
        max_size=len(STANDARD_DURATIONS_S),
    )
)
@settings(max_examples=30)
def test_any_efforts_give_a_sound_curve_or_a_refusal(powers_w):
    fit = fit_power_curve(efforts_of(powers_w))

    if isinstance(fit, PowerCurve):
        assert 100 < fit.critical_power_w < 1000
        assert fit.w_prime_j > 1000
        assert fit.peak_power_w > fit.critical_power_w
        assert np.isfinite(fit.error_w)


def test_standard_errors_are_the_spread_of_fits_to_noisy_efforts():
    true = PowerCurve(280.0, 20_000.0, 1100.0, 25.0)
    random = np.random.default_rng(3)
    exact_w = np.array([true.power_at(d) for d in STANDARD_DURATIONS_S])
    fits = [
        fit_power_curve(efforts_of(exact_w + random.normal(0, 4, exact_w.size))) for _ in range(150)
    ]

    for value, error in (
        ("critical_power_w", "critical_power_error_w"),
        ("w_prime_j", "w_prime_error_j"),
        ("peak_power_w", "peak_power_error_w"),
        ("decline_w", "decline_error_w"),
    ):
        spread = np.std([getattr(fit, value) for fit in fits], ddof=1)
        assert np.mean([getattr(fit, error) for fit in fits]) == pytest.approx(spread, rel=0.2)


def test_curve_without_long_efforts_has_no_error_of_its_decline():
    true = PowerCurve(280.0, 20_000.0, 1100.0, None)
    fit = fit_power_curve(efforts_on(true, UP_TO_30_MIN_S))

    assert isinstance(fit, PowerCurve)
    assert fit.critical_power_error_w == pytest.approx(0, abs=0.01)
    assert fit.decline_error_w is None
