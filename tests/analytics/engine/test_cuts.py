import numpy as np
import pytest

from analytics.engine.cuts import cut_power, merge_spans, seconds_behind
from tests.analytics.engine.power_rides import ride_of as stream_of

STEADY_W = [200.0] * 60


def test_a_burst_in_the_shortest_window_is_all_that_is_behind_the_peaks():
    power_w = np.array(STEADY_W)
    power_w[30:32] = 1400.0, 900.0

    assert seconds_behind(power_w, [(20, 50), (30, 31), (28, 33)]) == ((30, 32),)


def test_without_a_burst_it_is_every_second_of_the_windows():
    power_w = np.array(STEADY_W)

    assert seconds_behind(power_w, [(10, 20), (40, 45), (15, 30)]) == ((10, 30), (40, 45))


def test_spans_that_touch_are_one():
    assert merge_spans([(5, 8), (0, 2), (2, 4), (6, 7)]) == ((0, 4), (5, 8))


def test_a_short_cut_is_bridged_and_a_long_one_is_unknown():
    stream = stream_of([100.0, 900.0, 900.0, 400.0, *STEADY_W])

    cut, bridged = cut_power(stream, [(1, 3), (10, 20)])

    assert cut.power_w[:4] == pytest.approx([100.0, 200.0, 300.0, 400.0])
    assert bridged == (1, 2)
    assert np.flatnonzero(np.isnan(cut.power_w)).tolist() == list(range(10, 20))
    assert stream.power_w[1] == 900.0


def test_nothing_to_cut_gives_the_same_ride():
    stream = stream_of(STEADY_W)

    assert cut_power(stream, []) == (stream, ())
