from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.peaks import STANDARD_DURATIONS_S
from analytics.engine.power_model import (
    CriticalPowerFit,
    Effort,
    Refusal,
    best_efforts,
    fit_critical_power,
)

MAY_DAY = date(2026, 5, 1)


def efforts_of(powers_w, day=MAY_DAY):
    return [Effort(duration_s, power_w, day) for duration_s, power_w in powers_w.items()]


def efforts_on_line(critical_power_w, w_prime_j, durations_s=(180, 360, 720, 1200)):
    return efforts_of({d: critical_power_w + w_prime_j / d for d in durations_s})


@given(critical_power_w=st.floats(101, 999), w_prime_j=st.floats(1100, 50_000))
def test_fit_finds_the_line_that_the_efforts_lie_on(critical_power_w, w_prime_j):
    fit = fit_critical_power(efforts_on_line(critical_power_w, w_prime_j))

    assert isinstance(fit, CriticalPowerFit)
    assert fit.critical_power_w == pytest.approx(critical_power_w)
    assert fit.w_prime_j == pytest.approx(w_prime_j, rel=1e-6)
    assert fit.critical_power_error_w == pytest.approx(0, abs=1e-6)
    assert fit.power_at(600) == pytest.approx(critical_power_w + w_prime_j / 600)


def test_standard_errors_are_those_of_ordinary_least_squares():
    powers_w = {180: 372.0, 300: 331.0, 600: 303.0, 1200: 284.0}

    fit = fit_critical_power(efforts_of(powers_w))

    durations_s = np.array(list(powers_w), dtype=float)
    design = np.column_stack((np.ones(4), durations_s))
    work_j = durations_s * list(powers_w.values())
    solution, squares, *_ = np.linalg.lstsq(design, work_j)
    errors = np.sqrt(np.diag(np.linalg.inv(design.T @ design)) * squares[0] / 2)
    assert isinstance(fit, CriticalPowerFit)
    assert (fit.w_prime_j, fit.critical_power_w) == pytest.approx(tuple(solution))
    assert (fit.w_prime_error_j, fit.critical_power_error_w) == pytest.approx(tuple(errors))


def test_only_efforts_beyond_2_and_up_to_20_minutes_count():
    outside = efforts_of({5: 1400.0, 120: 500.0, 1201: 100.0, 3600: 90.0})

    fit = fit_critical_power(outside + efforts_on_line(280, 18_000))

    assert isinstance(fit, CriticalPowerFit)
    assert fit.critical_power_w == pytest.approx(280)
    assert [effort.duration_s for effort in fit.efforts] == [180, 360, 720, 1200]


@pytest.mark.parametrize(
    ("efforts", "refusal"),
    (
        ([], Refusal.TOO_FEW),
        (efforts_on_line(280, 18_000, (120, 180, 1200, 1800)), Refusal.TOO_FEW),
        (efforts_on_line(280, 18_000, (601, 900, 1200)), Refusal.TOO_ALIKE),
        (efforts_on_line(280, 900), Refusal.IMPLAUSIBLE),
        (efforts_on_line(100, 18_000), Refusal.IMPLAUSIBLE),
        (efforts_on_line(1000, 18_000), Refusal.IMPLAUSIBLE),
        (efforts_of({180: 0.0, 360: 0.0, 720: 0.0}), Refusal.IMPLAUSIBLE),
        (efforts_of({180: 420.0, 300: 300.0, 600: 380.0, 1200: 300.0}), Refusal.CP_UNSURE),
        (efforts_of({180: 390.0, 300: 330.0, 600: 310.0, 1200: 283.0}), Refusal.W_PRIME_UNSURE),
    ),
)
def test_efforts_that_carry_no_model_are_refused_by_name(efforts, refusal):
    assert fit_critical_power(efforts) is refusal


def test_spread_of_exactly_two_to_one_is_enough():
    fit = fit_critical_power(efforts_on_line(280, 18_000, (600, 900, 1200)))

    assert isinstance(fit, CriticalPowerFit)


def test_refusal_reads_as_a_sentence():
    assert all(refusal.endswith(".") for refusal in Refusal)


@given(doublings=st.integers(-1, 1))
def test_fit_scales_with_power(doublings):
    powers_w = {180: 372.0, 300: 331.0, 600: 303.0, 1200: 284.0}
    factor = 2.0**doublings

    fit = fit_critical_power(efforts_of(powers_w))
    scaled = fit_critical_power(efforts_of({d: factor * w for d, w in powers_w.items()}))

    assert isinstance(fit, CriticalPowerFit)
    assert isinstance(scaled, CriticalPowerFit)
    assert scaled.critical_power_w == pytest.approx(factor * fit.critical_power_w)
    assert scaled.w_prime_error_j == pytest.approx(factor * fit.w_prime_error_j)


@pytest.mark.parametrize("power_w", (-1.0, float("nan"), float("inf")))
def test_effort_without_a_power_is_refused(power_w):
    with pytest.raises(ValueError, match="power_w must be finite"):
        Effort(300, power_w, MAY_DAY)


def test_effort_without_a_duration_is_refused():
    with pytest.raises(ValueError, match="at least 1 s"):
        Effort(0, 300.0, MAY_DAY)


def test_rolling_window_is_half_open():
    days_before = {0: 400.0, 1: 300.0, 90: 350.0, 91: 500.0}
    efforts = [Effort(300, w, MAY_DAY - timedelta(days=d)) for d, w in days_before.items()]

    assert best_efforts(efforts, end=MAY_DAY) == (Effort(300, 350.0, date(2026, 1, 31)),)


def test_best_of_each_duration_is_kept_and_of_equals_the_earliest():
    first, again = Effort(300, 350.0, date(2026, 4, 1)), Effort(300, 350.0, date(2026, 4, 2))
    weaker, shorter = Effort(300, 340.0, date(2026, 3, 1)), Effort(60, 600.0, date(2026, 4, 2))

    assert best_efforts([again, weaker, first, shorter], end=MAY_DAY) == (shorter, first)


@given(
    powers_w=st.lists(
        st.floats(0, 3000), min_size=len(STANDARD_DURATIONS_S), max_size=len(STANDARD_DURATIONS_S)
    )
)
def test_any_efforts_give_a_sound_fit_or_a_refusal(powers_w):
    fit = fit_critical_power(efforts_of(dict(zip(STANDARD_DURATIONS_S, powers_w, strict=True))))

    if isinstance(fit, CriticalPowerFit):
        assert 100 < fit.critical_power_w < 1000
        assert fit.critical_power_error_w <= 0.05 * fit.critical_power_w
        assert fit.w_prime_error_j <= 0.10 * fit.w_prime_j
