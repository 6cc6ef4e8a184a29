import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.w_prime import w_prime_balance_differential, w_prime_balance_integral

NAN = np.nan
FORMS = (w_prime_balance_differential, w_prime_balance_integral)
rides = st.lists(st.floats(0, 1200) | st.just(NAN), max_size=200).map(np.array)
critical_powers_w = st.floats(100, 500)
w_primes_j = st.floats(1_000, 40_000)


def test_ride_above_critical_power_spends_the_difference():
    balance_j = w_prime_balance_differential(np.full(3, 350.0), 300.0, 20_000.0)

    assert balance_j.tolist() == [19_950, 19_900, 19_850]


def test_recovery_follows_the_differential_form_by_hand():
    balance_j = w_prime_balance_differential(np.array([10_300.0, 100.0]), 300.0, 20_000.0)

    assert balance_j[0] == 10_000
    assert balance_j[1] == pytest.approx(20_000 - 10_000 * math.exp(-200 / 20_000))


@given(rides, critical_powers_w, w_primes_j)
def test_differential_form_equals_a_loop(power_w, critical_power_w, w_prime_j):
    balance_j, expected_j = w_prime_j, []
    for power in power_w:
        if power >= critical_power_w:
            balance_j -= power - critical_power_w
        elif power < critical_power_w:
            recovery = math.exp(-(critical_power_w - power) / w_prime_j)
            balance_j = w_prime_j - (w_prime_j - balance_j) * recovery
        expected_j.append(balance_j)

    found_j = w_prime_balance_differential(power_w, critical_power_w, w_prime_j)

    assert found_j == pytest.approx(np.array(expected_j), abs=1e-6)


@given(rides, critical_powers_w, w_primes_j)
def test_integral_form_equals_the_sum_it_is_written_as(power_w, critical_power_w, w_prime_j):
    known_w = power_w[np.isfinite(power_w)]
    below_w = known_w[known_w < critical_power_w]
    depth_w = critical_power_w - below_w.mean() if below_w.size else 0.0
    tau_s = 546 * math.exp(-0.01 * depth_w) + 316
    spent_j = np.maximum(known_w - critical_power_w, 0)
    expected_j = [
        w_prime_j - sum(spent_j[u] * math.exp(-(t - u) / tau_s) for u in range(t + 1))
        for t in range(known_w.size)
    ]

    found_j = w_prime_balance_integral(power_w, critical_power_w, w_prime_j)

    assert found_j[np.isfinite(power_w)] == pytest.approx(np.array(expected_j), abs=1e-6)


@pytest.mark.parametrize("balance_of", FORMS)
def test_negative_balance_is_not_clipped(balance_of):
    assert balance_of(np.full(60, 800.0), 300.0, 10_000.0).min() < -15_000


@pytest.mark.parametrize("balance_of", FORMS)
@pytest.mark.parametrize("broken", (NAN, np.inf, -100.0))
def test_second_without_a_value_leaves_the_balance_as_it_is(balance_of, broken):
    balance_j = balance_of(np.array([400.0, broken, broken]), 300.0, 20_000.0)

    assert balance_j.tolist() == [19_900] * 3


@pytest.mark.parametrize("balance_of", FORMS)
def test_no_ride_has_no_balance(balance_of):
    assert balance_of(np.zeros(0), 300.0, 20_000.0).size == 0


@pytest.mark.parametrize("balance_of", FORMS)
@given(rides, critical_powers_w, w_primes_j)
def test_balance_never_exceeds_w_prime(balance_of, power_w, critical_power_w, w_prime_j):
    balance_j = balance_of(power_w, critical_power_w, w_prime_j)

    assert (balance_j <= w_prime_j).all()


@pytest.mark.parametrize("balance_of", FORMS)
@pytest.mark.parametrize("wrong", (0.0, -1.0, NAN, np.inf, 1e-300))
def test_impossible_parameters_are_named(balance_of, wrong):
    with pytest.raises(ValueError, match="critical_power_w must be between"):
        balance_of(np.zeros(3), wrong, 20_000.0)
    with pytest.raises(ValueError, match="w_prime_j must be between"):
        balance_of(np.zeros(3), 300.0, wrong)
