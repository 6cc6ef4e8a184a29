from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analytics.engine.decoding.detect import decode_recording
from analytics.engine.intervals import (
    IntervalPreference,
    Stretch,
    label_intervals,
    label_stretches,
)
from analytics.engine.recording import LapRole, LapTrigger, PlannedStep
from analytics.engine.rider import Rider
from analytics.engine.stream import build_stream
from analytics.engine.vocabulary import Characteristic, Intensity, IntervalSource
from tests.analytics.engine.interval_rides import (
    make_lap,
    make_power,
    make_ride,
    make_set,
    make_stream,
)

RIDER = Rider(critical_power_w=300.0)
FIVES_W = make_set(3, (300, 330), (180, 150))
LAP_EDGES_S = (0, 600, 900, 1080, 1380, 1560, 1860, 2460)
LAPS = [
    make_lap(start_s, end_s, trigger=LapTrigger.HAND) for start_s, end_s in pairwise(LAP_EDGES_S)
]


def label(power_w=FIVES_W, laps=(), rider=RIDER, prefer=IntervalPreference.BEST, **channels):
    return label_intervals(make_ride(*laps), make_stream(power_w, **channels), rider, prefer=prefer)


def test_efforts_come_with_the_recoveries_between_them():
    found = label()

    assert [each.is_work for each in found] == [True, False, True, False, True]
    assert all(before.end_s == after.start_s for before, after in pairwise(found))
    assert {each.characteristic for each in found if not each.is_work} == {
        Characteristic.INTRA_RECOVERY
    }


def test_labels_give_their_reason():
    effort = label()[0]

    assert effort.intensity is Intensity.VO2MAX
    assert effort.power_fraction == pytest.approx(1.1, abs=0.01)
    assert effort.reason == "110 % of CP (300 W)"


def test_estimate_is_named_in_the_reason():
    assert "CP estimated from this ride" in label(rider=Rider())[0].reason


def test_laps_are_preferred_to_detection():
    assert {each.source for each in label(laps=LAPS)} == {IntervalSource.LAP}
    assert {each.source for each in label(laps=LAPS, prefer=IntervalPreference.DETECT)} == {
        IntervalSource.DETECTED
    }


def test_laps_of_no_structure_give_way_to_detection():
    laps = [make_lap(0, 2460, trigger=LapTrigger.HAND)]

    assert {each.source for each in label(laps=laps)} == {IntervalSource.DETECTED}
    assert label(laps=laps, prefer=IntervalPreference.LAPS) == ()


def test_automatic_laps_give_way_to_detection():
    laps = [
        make_lap(start_s, start_s + 410, trigger=LapTrigger.DISTANCE)
        for start_s in range(0, 2460, 410)
    ]

    assert {each.source for each in label(laps=laps)} == {IntervalSource.DETECTED}


def test_plan_is_preferred_to_laps():
    steps = [(600, 160), (300, 330), (180, 150), (300, 330), (180, 150), (300, 330)]
    plan = tuple(
        PlannedStep(role, "", seconds, watts)
        for (seconds, watts), role in zip(
            steps,
            (LapRole.WARM_UP, *(LapRole.WORK, LapRole.RECOVERY) * 2, LapRole.WORK),
            strict=True,
        )
    )

    found = label_intervals(make_ride(*LAPS, plan=plan), make_stream(FIVES_W), RIDER)

    assert {each.source for each in found} == {IntervalSource.PLAN}


def test_edges_set_by_hand_are_taken_as_they_are():
    stretches = [
        Stretch(1000, 1200, True, IntervalSource.MANUAL, 1.0),
        Stretch(500, 700, True, IntervalSource.MANUAL, 1.0),
        Stretch(9000, 9100, True, IntervalSource.MANUAL, 1.0),
    ]

    found = label_stretches(stretches, make_stream(FIVES_W), RIDER)

    efforts = [each for each in found if each.is_work]
    assert [(each.start_s, each.end_s) for each in efforts] == [(500, 700), (1000, 1200)]
    assert {each.source for each in efforts} == {IntervalSource.MANUAL}


def test_all_that_the_rider_has_is_a_maximum():
    power_w = make_power((600, 150), (300, 360), (600, 140))

    (effort,) = label(power_w, rider=Rider(critical_power_w=300.0, w_prime_j=18000.0))

    assert effort.characteristic is Characteristic.MAXIMUM


def test_low_cadence_under_load_is_torque():
    cadence_rpm = np.full(FIVES_W.size, 55.0)

    effort = label(cadence_rpm=cadence_rpm)[0]

    assert effort.characteristic is Characteristic.TORQUE
    assert effort.reason.endswith("55 rpm under load")


@pytest.mark.parametrize(
    "power_w", ([], [250.0], [np.nan] * 40, [0.0] * 400), ids=("empty", "one", "none", "zero")
)
def test_ride_without_efforts_has_no_intervals(power_w):
    assert label(np.array(power_w)) == ()


def test_unknown_preference_is_refused():
    with pytest.raises(ValueError, match="sometimes"):
        label(prefer="sometimes")


@given(
    power_w=hnp.arrays(
        np.float64, st.integers(0, 120), elements=st.floats(allow_nan=True, allow_infinity=True)
    ),
    threshold_w=st.none() | st.floats(allow_nan=True, allow_infinity=True),
)
@settings(max_examples=60, deadline=None)
def test_any_floats_are_labelled_without_a_warning(power_w, threshold_w):
    found = label(power_w, rider=Rider(critical_power_w=threshold_w))

    assert all(0 <= each.start_s < each.end_s <= power_w.size for each in found)


@pytest.mark.parametrize(
    ("name", "count"),
    (
        ("richardbrodie+fit-rs/data/tacx_flux.fit", 8),
        ("season/user_1/2015/2015-02-17-15-34-22.fit.gz", 5),
        ("season/user_1/2016/2016-05-24-19-39-33.fit.gz", 6),
    ),
)
@pytest.mark.parametrize("prefer", (IntervalPreference.BEST, IntervalPreference.DETECT))
def test_real_repetitions_are_found_with_and_without_their_laps(rides_dir, name, count, prefer):
    ride = decode_recording((rides_dir / "files" / name).read_bytes()).rides[0]
    stream, _ = build_stream(ride)

    found = label_intervals(ride, stream, Rider(), prefer=prefer)

    assert sum(each.is_work for each in found) == count
