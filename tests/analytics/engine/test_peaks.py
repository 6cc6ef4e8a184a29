import numpy as np
import pytest

from analytics.engine.mean_maximal import mean_maximal_curve
from analytics.engine.peaks import (
    STANDARD_DURATIONS_S,
    PeakPower,
    find_peak_powers,
)
from tests.analytics.engine.power_rides import FILLED, MISSING, PAUSED, RECORDED, ride_of


def fresh(duration_s, power_w, start_s, unsure_s=0, *, eligible=True):
    return PeakPower(duration_s, 0, power_w, start_s, unsure_s, eligible)


def test_peak_is_the_best_window_by_hand():
    ride = ride_of([100, 300, 200, 400, 0])

    assert find_peak_powers(ride, [1, 2, 5]) == (
        fresh(1, 400, 3),
        fresh(2, 300, 2),
        fresh(5, 200, 0),
    )


def test_equal_bests_keep_the_earliest():
    assert find_peak_powers(ride_of([250, 250]), [1]) == (fresh(1, 250, 0),)


def test_equal_bests_of_filled_thirds_keep_the_earliest():
    third_w = 100 + 100 / 3
    ride = ride_of([1000.0 / 3, third_w, 0, third_w, 0, third_w] * 50)

    assert [peak.start_s for peak in find_peak_powers(ride, [2, 6, 60])] == [0, 0, 0]


def test_pause_is_zero_watts():
    ride = ride_of([200, 200, np.nan, np.nan, 200], [RECORDED, RECORDED, PAUSED, PAUSED, RECORDED])

    assert find_peak_powers(ride, [3, 5]) == (fresh(3, 400 / 3, 0), fresh(5, 120, 0))


def test_dropout_adds_nothing_and_is_told():
    ride = ride_of([200, np.nan, 200], [RECORDED, MISSING, RECORDED])

    assert find_peak_powers(ride, [3]) == (fresh(3, 400 / 3, 0, 1, eligible=False),)


def test_recorded_second_without_power_is_unsure():
    (peak,) = find_peak_powers(ride_of([200, np.nan, 200]), [3])

    assert peak.unsure_s == 1


def test_record_prefers_an_eligible_window_of_less_power():
    ride = ride_of([400, 400, 200, 200], [RECORDED, FILLED, RECORDED, RECORDED])

    assert find_peak_powers(ride, [2]) == (fresh(2, 200, 2),)


def test_eligible_window_of_zero_watts_beats_an_unsure_one():
    ride = ride_of([400, 400, 0, 0], [FILLED, FILLED, RECORDED, RECORDED])

    assert find_peak_powers(ride, [2]) == (fresh(2, 0, 2),)


@pytest.mark.parametrize(("filled_s", "eligible"), ((0, True), (5, True), (6, False)))
def test_at_most_a_twentieth_may_be_unsure(filled_s, eligible):
    status = [FILLED] * filled_s + [RECORDED] * (100 - filled_s)

    assert find_peak_powers(ride_of([300] * 100, status), [100]) == (
        fresh(100, 300, 0, filled_s, eligible=eligible),
    )


def test_window_that_is_just_eligible_is_preferred_to_a_safer_one_of_less_power():
    ride = ride_of([300] * 2 + [200] * 20, [FILLED] * 2 + [RECORDED] * 20)

    assert find_peak_powers(ride, [20]) == (fresh(20, 205, 1, 1),)


def test_patched_seconds_are_unsure():
    patched = np.array([False, True, False])

    (peak,) = find_peak_powers(ride_of([200, 900, 200]), [1], patched=patched)

    assert peak == fresh(1, 200, 0)


def test_second_that_is_filled_and_patched_counts_once():
    ride = ride_of([200], [FILLED])

    (peak,) = find_peak_powers(ride, [1], patched=np.array([True]))

    assert peak.unsure_s == 1


@pytest.mark.parametrize("power_w", ([], [np.nan], [np.nan] * 3600))
def test_ride_without_power_has_no_peaks(power_w):
    assert find_peak_powers(ride_of(power_w)) == ()


@pytest.mark.parametrize("length_s", (1, 29, 30, 31))
def test_durations_beyond_the_ride_are_left_out(length_s):
    peaks = find_peak_powers(ride_of([100] * length_s))

    assert [peak.duration_s for peak in peaks] == [d for d in STANDARD_DURATIONS_S if d <= length_s]


def test_power_below_zero_is_no_power():
    assert find_peak_powers(ride_of([-50, -10]), [2]) == (fresh(2, 0, 0),)


@pytest.mark.parametrize("power_w", (1e6, 1e300, np.inf, -np.inf))
def test_power_beyond_belief_was_not_measured(power_w):
    (peak,) = find_peak_powers(ride_of([100, power_w]), [2])

    assert peak == fresh(2, 50, 0, 1, eligible=False)


@pytest.mark.parametrize("search", (find_peak_powers, mean_maximal_curve))
@pytest.mark.parametrize("power_w", ([100, 100], [np.nan]))
def test_duration_below_a_second_is_refused(search, power_w):
    with pytest.raises(ValueError, match="at least 1 s"):
        search(ride_of(power_w), [1, 0])


def test_patched_of_another_shape_is_refused():
    with pytest.raises(ValueError, match="shape"):
        find_peak_powers(ride_of([100, 100]), [1], patched=np.array([True]))
