import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.effort_groups import Effort, group_efforts, is_pyramid
from analytics.engine.intensity import classify_intensity

CRITICAL_POWER_W = 300.0


def make_efforts(*parts):
    """Lay out (duration, power, recovery after) one after the other."""
    efforts, at_s = [], 600
    for duration_s, power_w, recovery_s in parts:
        intensity = classify_intensity(power_w / CRITICAL_POWER_W, duration_s)
        efforts.append(Effort(at_s, at_s + duration_s, intensity, power_w))
        at_s += duration_s + recovery_s
    return efforts


def sizes(*parts):
    return [len(group) for group in group_efforts(make_efforts(*parts))]


def test_equal_efforts_are_one_set_with_its_first_and_its_last():
    assert sizes(*[(300, 330, 180)] * 5) == [5]


@pytest.mark.parametrize(
    ("usual_s", "recovery_s", "expected"),
    ((120, 239, [4]), (120, 240, [2, 2]), (30, 89, [4]), (30, 90, [2, 2])),
)
def test_recovery_ends_a_set_from_twice_the_median_and_a_minute_longer(
    usual_s, recovery_s, expected
):
    parts = [(120, 330, usual_s), (120, 330, recovery_s), (120, 330, usual_s), (120, 330, 0)]

    assert sizes(*parts) == expected


def test_recovery_a_minute_longer_but_not_twice_as_long_ends_nothing():
    assert sizes((600, 300, 300), (600, 300, 300), (600, 300, 450), (600, 300, 0)) == [4]


def test_series_of_thirty_fifteens_are_sets():
    series = [*[(30, 390, 15)] * 9, (30, 390, 180)]

    assert sizes(*series, *series, *series) == [10, 10, 10]


def test_efforts_far_apart_stand_alone():
    assert sizes((300, 330, 1500), (300, 330, 0)) == [1, 1]


def test_change_of_duration_ends_a_set():
    assert sizes(*[(30, 390, 60)] * 3, *[(180, 330, 60)] * 3) == [3, 3]


@pytest.mark.parametrize(
    ("durations_s", "expected"), (((31, 19, 26), [3]), ((30, 15, 15, 30), [1, 2, 1]))
)
def test_durations_are_compared_as_finely_as_a_hand_presses(durations_s, expected):
    assert sizes(*[(duration_s, 420, 120) for duration_s in durations_s]) == expected


def test_sprints_share_a_target_whatever_came_out():
    assert sizes(*[(12, power_w, 240) for power_w in (760, 540, 580, 680, 800)]) == [5]


def test_change_of_intensity_ends_a_set():
    assert sizes(*[(120, 280, 60)] * 3, *[(120, 380, 60)] * 3) == [3, 3]


def test_fading_across_a_zone_keeps_the_set():
    assert sizes(*[(120, power_w, 60) for power_w in (372, 365, 355, 345)]) == [4]


def test_weak_repetition_does_not_end_the_set():
    assert sizes(*[(90, power_w, 60) for power_w in (400, 395, 290, 398, 396)]) == [5]


@pytest.mark.parametrize(
    "durations_s",
    ((60, 120, 180, 120, 60), (60, 120, 180, 240), (300, 240, 180, 120)),
    ids=("pyramid", "ladder up", "ladder down"),
)
def test_pyramid_is_one_set(durations_s):
    assert is_pyramid(durations_s)
    assert sizes(*[(duration_s, 340, 90) for duration_s in durations_s]) == [len(durations_s)]


@pytest.mark.parametrize(
    "durations_s", ((60, 60, 60), (60, 180, 60, 180), (60, 300, 900), (60, 120))
)
def test_other_runs_are_no_pyramid(durations_s):
    assert not is_pyramid(durations_s)


def test_two_targets_in_turn_are_one_set():
    assert sizes(*[(120, 290, 0), (60, 400, 0)] * 4) == [8]


def test_efforts_without_power_are_compared_by_intensity():
    efforts = [
        Effort(start_s, start_s + 60, classify_intensity(1.1, 60), None) for start_s in (0, 120)
    ]

    assert group_efforts(efforts) == ((0, 1),)


def test_no_efforts_no_groups():
    assert group_efforts([]) == ()


@given(
    st.lists(st.tuples(st.integers(1, 2000), st.floats(1, 2000), st.integers(0, 3000)), max_size=15)
)
def test_every_effort_is_in_exactly_one_group(parts):
    efforts = make_efforts(*parts)

    assert [i for group in group_efforts(efforts) for i in group] == list(range(len(efforts)))
