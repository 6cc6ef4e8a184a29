import numpy as np

from analytics.engine.decoding.tcx_timer import TimedLap, find_timer_spans
from analytics.engine.recording import TimeSpan


def make_lap(*stretches, timer_s=None, track_starts=(0,), start_at_s=None):
    times_s = np.concatenate([np.arange(first, last + 1.0) for first, last in stretches])
    return TimedLap(
        start_at_s=float(times_s[0]) if start_at_s is None else start_at_s,
        times_s=times_s,
        track_starts=track_starts,
        timer_s=timer_s,
    )


def test_new_track_inside_a_lap_is_a_pause():
    lap = make_lap((0, 100), (160, 200), timer_s=141.0, track_starts=(0, 101))

    assert find_timer_spans([lap]) == (TimeSpan(0.0, 101.0), TimeSpan(160.0, 201.0))


def test_new_track_is_believed_where_the_timer_is_not_stated():
    lap = make_lap((0, 100), (160, 200), track_starts=(0, 101))

    assert len(find_timer_spans([lap])) == 2


def test_new_track_is_no_pause_where_the_timer_ran_on():
    lap = make_lap((0, 100), (160, 200), timer_s=200.0, track_starts=(0, 101))

    assert find_timer_spans([lap]) == (TimeSpan(0.0, 201.0),)


def test_new_track_that_the_timer_contradicts_leaves_it_unknown():
    lap = make_lap((0, 100), (160, 200), (221, 300), timer_s=280.0, track_starts=(0, 101))

    assert find_timer_spans([lap]) == ()


def test_new_track_with_each_lap_is_no_pause():
    laps = [make_lap((0, 99), timer_s=100.0), make_lap((100, 200), timer_s=100.0)]

    assert find_timer_spans(laps) == (TimeSpan(0.0, 201.0),)


def test_timer_that_stood_still_is_found_in_the_gaps_that_explain_it():
    lap = make_lap((0, 100), (160, 200), (205, 300), timer_s=241.0)

    assert find_timer_spans([lap]) == (TimeSpan(0.0, 101.0), TimeSpan(160.0, 301.0))


def test_pause_at_the_end_of_a_lap_is_found():
    laps = [make_lap((0, 100), timer_s=101.0), make_lap((160, 200), timer_s=40.0)]

    assert find_timer_spans(laps) == (TimeSpan(0.0, 101.0), TimeSpan(160.0, 201.0))


def test_a_few_seconds_are_no_pause():
    lap = make_lap((0, 20), (24, 40), timer_s=39.0)

    assert find_timer_spans([lap]) == (TimeSpan(0.0, 41.0),)


def test_uneven_recording_is_never_added_up_to_a_pause():
    times_s = np.cumsum([0.0] + [22.0, 26.0] * 15)
    lap = TimedLap(0.0, times_s, (0,), timer_s=720.0 - 26.0)

    assert find_timer_spans([lap]) == ()


def test_gaps_that_explain_nothing_leave_the_timer_unknown():
    lap = make_lap((0, 100), (160, 200), timer_s=180.0)

    assert find_timer_spans([lap]) == ()


def test_long_gap_is_no_pause_where_the_timer_stood_still_for_little():
    lap = make_lap((0, 1000), (1600, 2000), timer_s=1960.0)

    assert find_timer_spans([lap]) == (TimeSpan(0.0, 2001.0),)


def test_file_that_tells_nothing_leaves_the_timer_unknown():
    assert find_timer_spans([make_lap((0, 100), (160, 200))]) == ()
    assert find_timer_spans([]) == ()


def test_slow_recording_is_no_pause():
    times_s = np.arange(0.0, 1000.0, 7.0)
    lap = TimedLap(0.0, times_s, track_starts=(0, 50), timer_s=None)

    assert find_timer_spans([lap]) == ()


def test_timer_of_a_lap_without_points_counts_with_the_lap_before():
    laps = [
        make_lap((0, 99), timer_s=100.0),
        TimedLap(100.0, np.empty(0), (), timer_s=60.0),
        make_lap((160, 200), timer_s=40.0),
    ]

    assert find_timer_spans(laps) == (TimeSpan(0.0, 201.0),)


def test_clock_that_ran_backwards_does_no_harm():
    lap = TimedLap(50.0, np.array([50.0, 10.0, 51.0, 52.0]), (0, 9), timer_s=2.0)

    assert find_timer_spans([lap]) == (TimeSpan(10.0, 53.0),)
