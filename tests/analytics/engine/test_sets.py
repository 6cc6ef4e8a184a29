import pytest

from analytics.engine.sets import detect_sets
from analytics.engine.vocabulary import Characteristic, Intensity
from tests.analytics.engine.interval_rides import make_interval, make_recovery


def make_session(*powers_w, duration_s=300, recovery_s=180, **fields):
    """Efforts of one length with the recoveries between them."""
    intervals = []
    for number, power_w in enumerate(powers_w):
        start_s = 600 + number * (duration_s + recovery_s)
        intervals.append(
            make_interval(start_s, start_s + duration_s, mean_power_w=power_w, **fields)
        )
        if number < len(powers_w) - 1:
            intervals.append(make_recovery(start_s + duration_s, start_s + duration_s + recovery_s))
    return intervals


def test_set_counts_its_first_and_its_last_effort():
    (found,) = detect_sets(make_session(330.0, 330.0, 330.0))

    assert found.efforts == (0, 2, 4)
    assert found.repetitions == 3
    assert found.recoveries_s == (180, 180)
    assert found.total_duration_s == 900
    assert found.title == "3 x 5:00"


def test_means_are_weighted_by_duration():
    intervals = [
        make_interval(0, 300, mean_power_w=300.0, mean_heart_rate_bpm=150.0),
        make_interval(400, 800, mean_power_w=340.0, mean_heart_rate_bpm=170.0),
    ]

    (found,) = detect_sets(intervals)

    assert found.mean_power_w == pytest.approx((300 * 300 + 400 * 340) / 700)
    assert found.mean_heart_rate_bpm == pytest.approx((300 * 150 + 400 * 170) / 700)


def test_missing_values_are_left_out_and_never_zero():
    intervals = [
        make_interval(0, 300, mean_power_w=None, mean_cadence_rpm=90.0, work_kj=None),
        make_interval(400, 700, mean_power_w=340.0, mean_cadence_rpm=None, work_kj=102.4),
    ]

    (found,) = detect_sets(intervals)

    assert (found.mean_power_w, found.mean_cadence_rpm, found.work_kj) == (340.0, 90.0, 102.4)
    assert found.power_coverage == 0.5
    assert found.mean_speed_mps is None
    assert found.distance_m is None


def test_fade_compares_the_last_effort_with_the_first():
    (found,) = detect_sets(make_session(400.0, 390.0, 360.0))

    assert found.fade_percent == pytest.approx(-10.0)


def test_spread_is_the_deviation_of_a_sample():
    (found,) = detect_sets(make_session(290.0, 310.0))

    assert found.spread_percent == pytest.approx(100 * 14.142135 / 300)


def test_single_effort_is_a_set_of_one():
    (found,) = detect_sets([make_interval(600, 1800)])

    assert (found.repetitions, found.title, found.recoveries_s) == (1, "20:00", ())
    assert found.fade_percent is None
    assert found.spread_percent is None


def test_labels_are_those_of_most_seconds():
    intervals = [
        make_interval(0, 300, intensity=Intensity.VO2MAX, characteristic=Characteristic.TORQUE),
        make_interval(400, 700, intensity=Intensity.VO2MAX),
        make_interval(800, 1090, intensity=Intensity.THRESHOLD),
    ]

    (found,) = detect_sets(intervals)

    assert found.intensity is Intensity.VO2MAX
    assert found.characteristic is None


def test_ride_without_efforts_has_no_sets():
    assert detect_sets([make_recovery(0, 60)]) == ()
