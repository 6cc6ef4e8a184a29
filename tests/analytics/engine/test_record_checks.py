from dataclasses import replace

import numpy as np
import pytest

from analytics.engine.peaks import find_peak_powers
from analytics.engine.record_checks import (
    FEWEST_RIDES,
    Doubt,
    Seen,
    check_peaks,
    doubt_by_history,
    reasons_of,
)
from analytics.engine.stream import SecondStatus, build_stream
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


def test_the_end_of_a_hard_effort_with_the_rest_after_it_is_not_an_easy_heart():
    power_w = [180.0] * 100 + [400.0] * 700 + [50.0] * 200 + [180.0] * 600
    heart = [170.0] * 800 + [110.0] * 200 + [165.0] * 600

    assert doubts_of(power_w, duration_s=900, heart_rate_bpm=heart) == Doubt(0)


@pytest.mark.parametrize(
    ("filled_w", "doubt"), ((200.0, Doubt(0)), (229.0, Doubt(0)), (231.0, Doubt.UNSURE))
)
def test_filled_seconds_are_held_against_a_peak_that_they_lift(filled_w, doubt):
    power_w = [100.0] * 100 + [200.0] * 28 + [filled_w] * 2 + [200.0] * 30 + [100.0] * 100
    stream, _ = build_stream(make_ride(power_w))
    status = stream.status.copy()
    status[128:130] = SecondStatus.FILLED
    stream = replace(stream, status=status)

    (peak,) = check_peaks(find_peak_powers(stream, [60]), stream)

    assert peak.unsure_s == 2
    assert Doubt(peak.doubts) == doubt


def test_a_second_that_was_patched_is_nothing_to_be_sure_of():
    stream, _ = build_stream(make_ride([200.0] * 100))
    patched = np.ones(100, dtype=bool)

    (peak,) = check_peaks(find_peak_powers(stream, [1]), stream, patched=patched)
    assert Doubt(peak.doubts) == Doubt(0)  # the search was not told

    found = find_peak_powers(stream, [1], patched=patched)
    (peak,) = check_peaks([replace(found[0], eligible=True)], stream, patched=patched)
    assert Doubt(peak.doubts) == Doubt.UNSURE


def doubts_by_history(
    *powers_w, bests_w=None, new_device=False, new_place=False, rides=FEWEST_RIDES
):
    best_w = np.array([bests_w or [100.0] * len(powers_w)])
    found = doubt_by_history(
        np.array([powers_w]),
        Seen(best_w, np.full(best_w.shape, rides), np.full(best_w.shape, new_place)),
        is_new_device=np.array([new_device]),
    )
    return [Doubt(doubts) for doubts in found[0].tolist()]


def test_a_quarter_above_the_best_is_doubted_and_a_first_value_is_not():
    doubts = doubts_by_history(125.0, 126.0, 150.0, bests_w=[100.0, 100.0, np.nan])

    assert doubts == [Doubt(0), Doubt.ABOVE, Doubt(0)]


def test_the_first_rides_of_a_history_say_nothing_of_what_a_rider_can_do():
    gains = {"new_device": True, "new_place": True}

    assert doubts_by_history(300.0, 200.0, rides=FEWEST_RIDES - 1, **gains) == [Doubt(0)] * 2
    assert Doubt(0) not in doubts_by_history(300.0, 200.0, rides=FEWEST_RIDES, **gains)


def test_one_duration_far_out_of_line_with_its_neighbours_is_doubted():
    assert doubts_by_history(100.0, 120.0, 100.0) == [Doubt(0), Doubt.CURVE, Doubt(0)]
    assert doubts_by_history(110.0, 120.0, 118.0) == [Doubt(0)] * 3


def test_a_duration_never_ridden_hard_before_is_on_the_curve_once_it_is():
    bests_w = [400.0, 250.0, 240.0]  # the middle one was never tried

    assert doubts_by_history(390.0, 300.0, 240.0, bests_w=bests_w) == [Doubt(0)] * 3


def test_a_jump_on_another_device_or_in_another_place_is_doubted_and_a_gain_is_not():
    assert doubts_by_history(113.0, 105.0, new_device=True) == [Doubt.DEVICE, Doubt(0)]
    assert doubts_by_history(113.0, 105.0, new_place=True) == [Doubt.PLACE, Doubt(0)]
    assert doubts_by_history(113.0, 112.0) == [Doubt(0), Doubt(0)]


def test_reasons_are_told_with_their_figures():
    doubts = Doubt.UNSURE | Doubt.ABOVE

    assert reasons_of(int(doubts), duration_s=60, unsure_s=2, ratio=1.431) == [
        "2 of its 60 s were filled, patched or missing",
        "43 % above the best of all time",
    ]
