import numpy as np
import pytest

from analytics.engine.detection_levels import find_bouts, measure_bout


def bouts_of(*parts):
    """Find the bouts of exact segments of (seconds, fraction of critical power)."""
    signal = np.concatenate([np.full(seconds, level) for seconds, level in parts])
    edges = np.cumsum([0, *(seconds for seconds, _ in parts)])
    return [(bout.start_s, bout.end_s) for bout in find_bouts(signal, edges)]


def test_repetitions_win_over_the_whole_that_they_form():
    assert bouts_of((300, 0.5), (180, 1.1), (180, 0.5), (180, 1.1), (300, 0.5)) == [
        (300, 480),
        (660, 840),
    ]


def test_over_under_is_one_effort():
    waves = [(60, 1.05), (60, 0.95)] * 5

    assert bouts_of((300, 0.5), *waves, (300, 0.5)) == [(300, 900)]


def test_thirty_fifteens_are_thirty_seconds_each():
    waves = [(30, 1.3), (15, 0.5)] * 6

    assert bouts_of((300, 0.5), *waves, (300, 0.5)) == [
        (start, start + 30) for start in range(300, 570, 45)
    ]


def test_warm_up_is_no_part_of_the_first_effort():
    assert bouts_of((120, 0.7), (120, 1.0), (180, 0.4)) == [(120, 240)]


@pytest.mark.parametrize("level", (0.74, 0.5))
def test_what_is_easier_than_three_quarters_of_critical_power_is_no_work(level):
    assert bouts_of((300, 0.2), (300, level), (300, 0.2)) == []


def test_step_that_is_hardly_higher_than_its_surroundings_is_no_bout():
    assert bouts_of((300, 0.8), (300, 0.9), (300, 0.8)) == []


def test_junction_does_not_cut_an_effort_in_two():
    assert bouts_of((300, 0.6), (300, 1.1), (24, 0.0), (300, 1.1), (300, 0.4)) == [(300, 924)]


def test_nothing_has_no_bouts():
    assert find_bouts(np.zeros(0), np.zeros(1, dtype=np.int64)) == ()


def test_bout_without_sides_does_not_stand_out():
    bout = measure_bout(np.arange(101.0), 0, 100)

    assert (bout.mean, bout.contrast, bout.height, bout.prominence) == (1.0, 0.0, 0.0, 0.0)
