import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.clock import DAY_S, MAX_ELAPSED_S, read_clock
from analytics.engine.recording import RecordingRefused

START_AT_S = 1_777_622_400.0


def clock_of(*seconds):
    return read_clock(START_AT_S + np.array(seconds, dtype=float))


def test_each_sample_lies_in_its_second():
    clock = clock_of(0, 1, 2.5, 5)

    assert clock.first_at_s == START_AT_S
    assert clock.elapsed_s == 6
    assert clock.second.tolist() == [0, 1, 2, 5]
    assert clock.has_row.tolist() == [True, True, True, False, False, True]


def test_clock_that_runs_backwards_is_sorted_and_counted():
    clock = clock_of(0, 3, 1, 2, 1)

    assert clock.rows.tolist() == [0, 2, 4, 3, 1]
    assert clock.second.tolist() == [0, 1, 1, 2, 3]
    assert clock.steps_back == 2


@pytest.mark.parametrize("jump_s", (790 * DAY_S, 64 * 365 * DAY_S))
def test_jump_of_years_keeps_the_part_with_most_samples(jump_s):
    clock = clock_of(0, 1, jump_s, jump_s + 1, jump_s + 2)

    assert clock.first_at_s == START_AT_S + jump_s
    assert clock.second.tolist() == [0, 1, 2]
    assert clock.left_out == 2
    assert f"over {jump_s / DAY_S:,.0f} days" in clock.cut


def test_of_equal_parts_the_earlier_is_kept():
    assert clock_of(0, 1, 1e9, 1e9 + 1).first_at_s == START_AT_S


def test_pause_of_two_days_stays_inside_the_ride():
    clock = clock_of(0, 1, 2 * DAY_S)

    assert clock.elapsed_s == 2 * DAY_S + 1
    assert clock.cut == ""


def test_axis_ends_after_seven_days():
    assert clock_of(0, MAX_ELAPSED_S - 1).elapsed_s == MAX_ELAPSED_S
    assert clock_of(0, MAX_ELAPSED_S).elapsed_s == 1


def test_samples_without_a_usable_time_are_left_out():
    at_s = np.array([np.nan, np.inf, -np.inf, -5.0, 1e300, START_AT_S])

    clock = read_clock(at_s)

    assert clock.rows.tolist() == [5]
    assert clock.left_out == 5


@pytest.mark.parametrize("at_s", ([], [np.nan], [-1.0], [1e12]))
def test_no_usable_time_is_refused(at_s):
    with pytest.raises(RecordingRefused, match="no sample with a usable time"):
        read_clock(np.array(at_s))


def test_second_is_shared_by_the_time_that_each_sample_was_the_latest():
    clock = clock_of(0, 0.25, 0.75, 1)

    assert clock.weight.tolist() == [0.25, 0.5, 0.25, 1.0]
    assert clock.shares_seconds


def test_samples_of_the_same_time_share_alike():
    assert clock_of(0, 0, 1).weight.tolist() == [0.5, 0.5, 1.0]


def test_times_nearer_than_a_microsecond_are_the_same():
    assert clock_of(0.0, 0.0, 5e-324).weight.tolist() == pytest.approx([1 / 3] * 3)


def test_spacing_is_the_median_step_between_seconds():
    assert clock_of(0, 4, 4.5, 8, 30).spacing_s == 4.0
    assert clock_of(7).spacing_s == 1.0


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True) | st.floats(0, 4e9), max_size=40))
def test_any_times_give_a_bounded_axis_or_a_refusal(at_s):
    try:
        clock = read_clock(np.array(at_s))
    except RecordingRefused:
        return

    assert 1 <= clock.elapsed_s <= MAX_ELAPSED_S
    assert clock.second[0] == 0
    assert clock.second[-1] == clock.elapsed_s - 1
    assert (np.diff(clock.second) >= 0).all()
    assert (clock.weight > 0).all()
    assert (np.bincount(clock.second, weights=clock.weight) <= 1 + 1e-9).all()
    assert clock.rows.size + clock.left_out == len(at_s)
