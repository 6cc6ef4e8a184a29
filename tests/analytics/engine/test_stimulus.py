from datetime import UTC, datetime

import pytest

from analytics.engine.rider import Rider
from analytics.engine.sets import detect_sets
from analytics.engine.stimulus import label_stimulus
from analytics.engine.totals import SessionTotals
from analytics.engine.vocabulary import Characteristic, Intensity, Stimulus
from tests.analytics.engine.interval_rides import make_interval


def make_totals(elapsed_s=5400, **fields):
    values = {"mean_power_w": 200.0, "intensity_factor": 0.75, **fields}
    return SessionTotals(
        datetime(2026, 5, 1, tzinfo=UTC), elapsed_s, elapsed_s, elapsed_s, **values
    )


def make_efforts(count, duration_s, recovery_s, intensity, start_s=900, **fields):
    return [
        make_interval(at_s, at_s + duration_s, intensity=intensity, **fields)
        for at_s in range(
            start_s, start_s + count * (duration_s + recovery_s), duration_s + recovery_s
        )
    ]


def stimulus_of(intervals, totals=None, rider=None):
    return label_stimulus(
        intervals, detect_sets(intervals), totals or make_totals(), rider or Rider()
    )


@pytest.mark.parametrize(
    ("intervals", "stimulus"),
    (
        (make_efforts(8, 10, 240, Intensity.NEUROMUSCULAR), Stimulus.NEUROMUSCULAR),
        (make_efforts(5, 60, 180, Intensity.ANAEROBIC), Stimulus.ANAEROBIC),
        (make_efforts(5, 240, 180, Intensity.VO2MAX), Stimulus.VO2MAX),
        (make_efforts(2, 1200, 300, Intensity.THRESHOLD), Stimulus.THRESHOLD),
        (make_efforts(3, 1200, 300, Intensity.TEMPO), Stimulus.AEROBIC),
        (make_efforts(20, 30, 15, Intensity.ANAEROBIC), Stimulus.VO2MAX),
    ),
    ids=("sprints", "minutes", "4-min", "2 x 20", "tempo", "30/15"),
)
def test_largest_dose_decides(intervals, stimulus):
    assert stimulus_of(intervals)[0] is stimulus


def test_reason_names_the_work():
    assert stimulus_of(make_efforts(5, 240, 180, Intensity.VO2MAX))[1] == "20 min of VO2max work"


def test_over_unders_clear_lactate():
    efforts = make_efforts(3, 720, 300, Intensity.THRESHOLD, characteristic=Characteristic.DYNAMIC)

    assert stimulus_of(efforts)[0] is Stimulus.LACTATE_CLEARANCE


@pytest.mark.parametrize(
    ("under", "stimulus"), ((0.88, Stimulus.LACTATE_CLEARANCE), (1.01, Stimulus.THRESHOLD))
)
def test_efforts_over_and_under_in_turns_clear_lactate(under, stimulus):
    turns = [(0, 120, under), (120, 180, 1.06), (180, 300, under), (300, 360, 1.06)]
    efforts = [
        make_interval(
            900 + 660 * block + start_s,
            900 + 660 * block + end_s,
            mean_power_w=300 * fraction,
            power_fraction=fraction,
        )
        for block in range(4)
        for start_s, end_s, fraction in turns
    ]

    assert stimulus_of(efforts)[0] is stimulus


def test_work_late_in_a_long_ride_is_fatigue_resistance():
    late = make_efforts(4, 480, 240, Intensity.THRESHOLD, start_s=12000)

    assert stimulus_of(late, make_totals(16000))[0] is Stimulus.FATIGUE_RESISTANCE
    assert stimulus_of(late, make_totals(16000), Rider(mass_kg=110.0))[0] is Stimulus.THRESHOLD


def test_ride_at_threshold_from_end_to_end_is_threshold():
    assert stimulus_of([], make_totals(intensity_factor=1.04))[0] is Stimulus.THRESHOLD
    assert stimulus_of([], make_totals(600, intensity_factor=1.04))[0] is Stimulus.AEROBIC


def test_few_short_efforts_in_an_easy_ride_are_an_activation():
    efforts = make_efforts(3, 30, 180, Intensity.ANAEROBIC)

    assert stimulus_of(efforts) == (Stimulus.ACTIVATION, "3 efforts in an easy, short ride")


@pytest.mark.parametrize(
    ("factor", "elapsed_s", "stimulus"),
    (
        (0.59, 3600, Stimulus.RECOVERY),
        (0.60, 3600, Stimulus.AEROBIC),
        (0.59, 5401, Stimulus.AEROBIC),
        (None, 3600, Stimulus.AEROBIC),
    ),
)
def test_ride_without_efforts_is_recovery_only_where_it_was_short_and_easy(
    factor, elapsed_s, stimulus
):
    assert stimulus_of([], make_totals(elapsed_s, intensity_factor=factor))[0] is stimulus


@pytest.mark.parametrize("mean_power_w", (None, 0.0))
def test_ride_without_power_is_labelled_too(mean_power_w):
    efforts = make_efforts(5, 240, 180, Intensity.VO2MAX)

    assert stimulus_of(efforts, make_totals(mean_power_w=mean_power_w))[0] is Stimulus.VO2MAX
