import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.engine.mean_maximal import curve_durations_s, mean_maximal_curve
from tests.analytics.engine.power_rides import ride_of
from tests.analytics.engine.test_peaks_against_twins import DAY_S, day_long_ride


def test_curve_has_a_value_for_each_duration_in_the_order_asked():
    curve_w = mean_maximal_curve(ride_of([100, 300, 200]), [3, 1, 4, 2])

    np.testing.assert_array_equal(curve_w, [200, 300, np.nan, 250])


@given(longest_s=st.integers(1, 100_000), step_percent=st.sampled_from([1.0, 3.0, 10.0]))
@settings(max_examples=30)
def test_curve_grid_ends_at_the_longest_and_never_skips_more_than_a_step(longest_s, step_percent):
    grid_s = np.array(curve_durations_s(longest_s, step_percent=step_percent))

    assert (grid_s[0], grid_s[-1]) == (1, longest_s)
    steps_s = np.diff(grid_s)
    assert (steps_s >= 1).all()
    assert (steps_s <= np.maximum(1, step_percent / 100 * grid_s[:-1])).all()


def test_curve_grid_of_nothing_is_empty():
    assert curve_durations_s(0) == ()


@given(
    power_w=st.lists(st.integers(0, 1500) | st.just(np.nan), min_size=1, max_size=100),
    duration_s=st.integers(1, 120),
)
def test_curve_is_the_best_of_all_windows(power_w, duration_s):
    (curve_w,) = mean_maximal_curve(ride_of(power_w), [duration_s])

    known_w = np.nan_to_num(power_w)
    if duration_s > known_w.size or np.isnan(power_w).all():
        assert np.isnan(curve_w)
    else:
        windows_w = np.convolve(known_w, np.ones(duration_s), "valid") / duration_s
        assert curve_w == pytest.approx(windows_w.max())


def test_curve_of_a_day_between_the_grid_is_within_a_watt():
    ride = day_long_ride()
    grid_s = np.array(curve_durations_s(DAY_S))
    between_s = np.arange(101, DAY_S, 997)

    work_j = np.interp(between_s, grid_s, mean_maximal_curve(ride, grid_s.tolist()) * grid_s)

    exact_w = mean_maximal_curve(ride, between_s.tolist())
    assert np.abs(work_j / between_s - exact_w).max() <= 0.7


def every_window_w(power_w, durations_s):
    sums = np.concatenate(([0.0], np.cumsum(power_w)))
    return [(sums[d:] - sums[:-d]).max() / d for d in durations_s]


def long_ride(kind, random):
    """Make five hours of whole watts that windows are hard to bound on."""
    size = 5 * 3600 + int(random.integers(0, 40))
    second = np.arange(size)
    return {
        "level": np.full(size, 200.0),
        "on and off": 900.0 * (second // 60 % 2),
        "sprints": np.where(random.random(size) < 0.01, 2500.0, 0.0),
        "last effort": np.where(second >= size - 700, 400.0, 100.0),
        "first effort": np.where(second < 700, 400.0, 100.0),
        "noise": np.rint(random.gamma(1.0, 200.0, size)),
        "beyond 32 bits": np.full(size, 90_000.0) - second % 7,
    }[kind]


@pytest.mark.parametrize(
    "kind",
    ("level", "on and off", "sprints", "last effort", "first effort", "noise", "beyond 32 bits"),
)
def test_curve_of_a_long_ride_equals_every_window(kind):
    random = np.random.default_rng(7)
    power_w = long_ride(kind, random)
    durations_s = [power_w.size, *random.integers(1, power_w.size, 60).tolist(), 64, 65, 7]

    curve_w = mean_maximal_curve(ride_of(power_w), durations_s)

    np.testing.assert_array_equal(curve_w, every_window_w(power_w, durations_s))
