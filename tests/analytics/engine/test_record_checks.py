from dataclasses import replace

import numpy as np
import pytest

from analytics.engine.peaks import find_peak_powers
from analytics.engine.record_checks import (
    Doubt,
    check_peaks,
    doubt_by_history,
    is_unsure,
    reasons_of,
)
from analytics.engine.stream import build_stream
from tests.make.rides import make_ride


def doubts_of(power_w=None, *, duration_s, **channels) -> Doubt:
    stream, _ = build_stream(make_ride(power_w))
    stream = replace(stream, **{name: np.asarray(values) for name, values in channels.items()})
    (peak,) = check_peaks(find_peak_powers(stream, [duration_s]), stream)
    return Doubt(peak.doubts)


def test_a_steady_ride_raises_no_doubt():
    assert doubts_of(duration_s=300) == Doubt(0)


@pytest.mark.parametrize(("width", "doubt"), ((2, Doubt.SPIKE), (8, Doubt(0))))
def test_a_burst_of_two_seconds_is_doubted_and_a_sprint_is_not(width, doubt):
    power_w = [200.0] * 300 + [900.0] * width + [200.0] * 300

    assert doubts_of(power_w, duration_s=5) == doubt


def test_a_hard_effort_at_a_heart_rate_below_the_rides_middle_is_doubted():
    power_w = [200.0] * 900 + [300.0] * 300
    heart = [140.0] * 900 + [110.0] * 300

    assert doubts_of(power_w, duration_s=300, heart_rate_bpm=heart) == Doubt.HEART_RATE


@pytest.mark.parametrize(("power_w", "heart_rate_bpm"), ((180.0, 110.0), (300.0, 125.0)))
def test_easy_riding_or_a_heart_a_little_below_the_rides_middle_is_not(power_w, heart_rate_bpm):
    powers_w = [power_w - 50] * 900 + [power_w] * 300
    heart = [140.0] * 900 + [heart_rate_bpm] * 300

    assert doubts_of(powers_w, duration_s=300, heart_rate_bpm=heart) == Doubt(0)


def test_power_without_pedalling_is_doubted_and_without_a_sensor_it_is_not():
    still, unknown = np.zeros(600), np.full(600, np.nan)

    assert doubts_of([250.0] * 600, duration_s=60, cadence_rpm=still) == Doubt.CADENCE
    assert doubts_of([250.0] * 600, duration_s=60, cadence_rpm=unknown) == Doubt(0)


@pytest.mark.parametrize(("grade", "doubt"), ((-0.09, Doubt.GRADE), (0.09, Doubt(0))))
def test_power_down_a_steep_descent_is_doubted(grade, doubt):
    altitude_m = 1000 + 9.0 * grade * np.arange(600)

    assert doubts_of([250.0] * 600, duration_s=60, altitude_m=altitude_m) == doubt


@pytest.mark.parametrize(
    ("duration_s", "unsure_s", "is_doubtful"),
    (
        (1, 1, True),
        (199, 1, True),
        (200, 1, False),  # half a percent: less than it takes to make a record
        (1200, 6, False),
        (1200, 7, True),
        (7200, 4, False),
    ),
)
def test_unsure_seconds_are_held_against_a_peak_that_they_could_have_made(
    duration_s, unsure_s, is_doubtful
):
    assert bool(is_unsure(unsure_s, duration_s)) == is_doubtful


def doubts_by_history(*ratios, new_device=False, other_place=False):
    found = doubt_by_history(
        np.array([ratios]),
        is_new_device=np.array([new_device]),
        is_other_place=np.full((1, len(ratios)), other_place),
    )
    return [Doubt(doubts) for doubts in found[0].tolist()]


def test_a_quarter_above_the_best_is_doubted_and_a_first_value_is_not():
    assert doubts_by_history(1.25, 1.26, np.nan) == [Doubt(0), Doubt.ABOVE, Doubt(0)]


def test_one_duration_far_out_of_line_with_its_neighbours_is_doubted():
    assert doubts_by_history(1.0, 1.2, 1.0) == [Doubt(0), Doubt.CURVE, Doubt(0)]
    assert doubts_by_history(1.1, 1.2, 1.18) == [Doubt(0)] * 3


def test_a_jump_on_another_device_or_in_another_place_is_doubted_and_a_gain_is_not():
    assert doubts_by_history(1.13, 1.05, new_device=True) == [Doubt.DEVICE, Doubt(0)]
    assert doubts_by_history(1.13, 1.05, other_place=True) == [Doubt.PLACE, Doubt(0)]
    assert doubts_by_history(1.13, 1.12) == [Doubt(0), Doubt(0)]


def test_reasons_are_told_with_their_figures():
    doubts = Doubt.UNSURE | Doubt.ABOVE

    assert reasons_of(int(doubts), duration_s=60, unsure_s=2, ratio=1.431) == [
        "2 of its 60 s were filled, patched or missing",
        "43 % above the best of all time",
    ]
