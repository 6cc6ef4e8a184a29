import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.gaps import (
    fill_limit_s,
    fill_short_gaps,
    find_short_gaps,
    pauses_by_events,
    pauses_by_gaps,
)

NAN = np.nan


def fill(values, limit_s=3, paused=(), **how):
    column = np.array(values, dtype=float)
    is_paused = np.zeros(column.size, dtype=bool)
    is_paused[list(paused)] = True
    filled = fill_short_gaps(column, is_paused, limit_s, **how)
    return column.tolist(), np.flatnonzero(filled).tolist()


def test_dropout_of_three_seconds_is_filled_linearly():
    assert fill([100, NAN, NAN, NAN, 200]) == ([100, 125, 150, 175, 200], [1, 2, 3])


def test_dropout_of_four_seconds_stays_empty():
    values, filled = fill([100, NAN, NAN, NAN, NAN, 200])

    assert filled == []
    assert np.isnan(values[1:5]).all()


def test_nothing_is_filled_across_a_pause():
    assert fill([100, NAN, NAN, 200], paused=[2])[1] == []


def test_nothing_is_filled_before_the_first_or_after_the_last_value():
    assert fill([NAN, 100, 100, NAN])[1] == []


@pytest.mark.parametrize("values", ([], [NAN], [5.0], [NAN, NAN]))
def test_too_little_to_fill_from_is_left_alone(values):
    assert fill(values)[1] == []


def test_gap_between_pedalling_and_standing_takes_the_nearer():
    values, _ = fill([0, NAN, NAN, NAN, 90, NAN, 80], zero_is_still=True)

    assert values == [0, 0, 0, 90, 90, 85, 80]


@pytest.mark.parametrize(
    ("spacing_s", "has_power", "limit_s"),
    ((1, True, 3), (1, False, 3), (2, True, 3), (5, True, 5), (5, False, 15), (20, False, 3)),
)
def test_fill_limit_follows_how_the_device_records(spacing_s, has_power, limit_s):
    assert fill_limit_s(spacing_s, has_power=has_power) == limit_s


@given(
    seconds=st.lists(st.sampled_from(["known", "empty", "paused"]), max_size=40),
    limit_s=st.integers(1, 5),
)
def test_short_gaps_equal_brute_force(seconds, limit_s):
    known = np.array([second == "known" for second in seconds], dtype=bool)
    paused = np.array([second == "paused" for second in seconds], dtype=bool)
    expected = []
    for second in range(len(seconds)):
        run = [second]
        while run[0] > 0 and not known[run[0] - 1]:
            run.insert(0, run[0] - 1)
        while run[-1] < len(seconds) - 1 and not known[run[-1] + 1]:
            run.append(run[-1] + 1)
        inside = run[0] > 0 and run[-1] < len(seconds) - 1
        expected.append(
            not known[second] and inside and len(run) <= limit_s and not paused[run].any()
        )

    assert find_short_gaps(known, paused, limit_s).tolist() == expected


def test_stop_event_opens_a_pause_and_start_event_closes_it():
    paused = pauses_by_events(8, np.array([0.0, 5.0]), np.array([3.0, 9.0]))

    assert np.flatnonzero(paused).tolist() == [3, 4]


@given(
    st.integers(1, 30),
    st.lists(
        st.tuples(
            st.floats(-50, 50) | st.sampled_from([-np.inf, NAN]),
            st.floats(-50, 50) | st.sampled_from([np.inf, NAN]),
        ),
        min_size=1,
        max_size=5,
    ),
)
def test_pauses_by_events_equal_brute_force(size, spans):
    starts_s, ends_s = np.array(spans).T
    finite = [(np.nan_to_num(start), np.nan_to_num(end)) for start, end in spans]
    runs = [
        any(np.floor(start) <= second < np.ceil(end) for start, end in finite)
        for second in range(size)
    ]

    assert (~pauses_by_events(size, starts_s, ends_s)).tolist() == runs


def rows_at(*seconds):
    has_row = np.zeros(seconds[-1] + 1, dtype=bool)
    has_row[list(seconds)] = True
    return has_row


def test_long_gap_without_events_is_a_pause():
    has_row = rows_at(0, 1, 2, 70)

    paused = pauses_by_gaps(has_row, np.full(71, NAN), spacing_s=1)

    assert np.flatnonzero(paused).tolist() == list(range(3, 70))


@pytest.mark.parametrize(("way_m", "is_pause"), ((5.0, True), (80.0, False), (NAN, False)))
def test_short_gap_is_a_pause_only_if_the_rider_stood(way_m, is_pause):
    distance_m = np.full(13, NAN)
    distance_m[[1, 12]] = [0.0, way_m]

    paused = pauses_by_gaps(rows_at(0, 1, 12), distance_m, spacing_s=1)

    assert bool(paused.any()) is is_pause


def test_device_that_writes_on_change_has_nothing_to_write_at_a_stop():
    distance_m = np.zeros(41)

    assert not pauses_by_gaps(rows_at(0, 5, 10, 40), distance_m, spacing_s=5).any()


def test_usual_spacing_is_never_a_pause():
    assert not pauses_by_gaps(rows_at(0, 30, 120), np.zeros(121), spacing_s=30).any()


@pytest.mark.parametrize("has_row", ([], [True], [False]))
def test_rides_of_a_moment_have_no_pauses(has_row):
    distance_m = np.zeros(len(has_row))

    assert not pauses_by_gaps(np.array(has_row, dtype=bool), distance_m, spacing_s=1).any()
