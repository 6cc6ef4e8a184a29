import numpy as np
import pytest

from analytics.demo.noise import lagged, lasting_noise


def test_lag_reaches_63_percent_of_a_step_after_one_time_constant():
    values = lagged(np.full(200, 1.0), 20.0, start=0.0)

    assert values[19] == pytest.approx(1 - np.exp(-1), abs=0.02)
    assert values[-1] == pytest.approx(1.0)


def test_lag_of_a_constant_is_the_constant():
    assert lagged(np.full(7, 5.0), 3.0, start=5.0) == pytest.approx(np.full(7, 5.0))


@pytest.mark.parametrize("tau_s", (0.8, 6.0, 30.0))
def test_noise_has_unit_spread_and_the_memory_asked_for(tau_s):
    noise = lasting_noise(200_000, tau_s, np.random.default_rng(1))
    lag = max(1, round(tau_s))
    correlation = np.corrcoef(noise[:-lag], noise[lag:])[0, 1]

    assert noise.mean() == pytest.approx(0, abs=0.06)
    assert noise.std() == pytest.approx(1, abs=0.08)
    assert correlation == pytest.approx(np.exp(-lag / tau_s), abs=0.08)


@pytest.mark.parametrize("size", (1, 2, 3601))
def test_noise_has_the_size_asked_for(size):
    assert lasting_noise(size, 120.0, np.random.default_rng(1)).shape == (size,)
