import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.motion import (
    distance_from_positions,
    distance_from_speed,
    drop_impossible_positions,
    great_circle_m,
    speed_from_distance,
    unwrap_longitude,
    wrap_longitude,
)

NAN = np.nan
DEGREE_M = 111_195.08  # of a great circle of radius 6 371 008.8 m


def test_degree_of_latitude_is_111_km():
    way_m = great_circle_m(np.array([45.0, 46.0]), np.array([7.0, 7.0]))

    assert way_m == pytest.approx([DEGREE_M], rel=1e-6)


def test_degree_of_longitude_shrinks_with_latitude():
    way_m = great_circle_m(np.array([60.0, 60.0]), np.array([7.0, 8.0]))

    assert way_m == pytest.approx([DEGREE_M / 2], rel=1e-4)


def test_half_the_globe_is_measured_too():
    way_m = great_circle_m(np.array([0.0, 0.0]), np.array([0.0, 180.0]))

    assert way_m == pytest.approx([180 * DEGREE_M], rel=1e-6)


@pytest.mark.parametrize("size", (0, 1))
def test_one_position_makes_no_way(size):
    assert great_circle_m(np.zeros(size), np.zeros(size)).size == 0


def test_distance_runs_on_over_unknown_positions():
    latitude_deg = np.array([45.0, NAN, 45.0002, 45.0004])

    distance_m = distance_from_positions(latitude_deg, np.full(4, 7.0))

    assert distance_m[[0, 2, 3]] == pytest.approx([0, 22.24, 44.48], abs=0.01)
    assert np.isnan(distance_m[1])


def test_jump_of_the_receiver_adds_nothing():
    distance_m = distance_from_positions(np.array([45.0, 46.0, 46.0001]), np.full(3, 7.0))

    assert distance_m == pytest.approx([0, 0, 11.12], abs=0.01)


def test_no_position_is_no_distance():
    assert np.isnan(distance_from_positions(np.full(3, NAN), np.full(3, NAN))).all()


def test_distance_from_speed_leaves_gaps_out():
    distance_m = distance_from_speed(np.array([5.0, NAN, 7.0]))

    assert distance_m[[0, 2]].tolist() == [5.0, 12.0]
    assert np.isnan(distance_m[1])


def test_speed_of_a_steady_ride_is_steady_to_its_edges():
    speed_mps = speed_from_distance(np.linspace(0, 64, 9), 5)

    assert speed_mps == pytest.approx(np.full(9, 8.0))


def test_speed_does_not_look_across_a_gap():
    speed_mps = speed_from_distance(np.array([0.0, 10.0, NAN, 500.0, 505.0]), 5)

    assert speed_mps[[0, 1, 3, 4]].tolist() == [10.0, 10.0, 5.0, 5.0]
    assert np.isnan(speed_mps[2])


def test_counter_that_is_reset_gives_no_speed():
    assert np.isnan(speed_from_distance(np.array([900.0, 0.0]), 3)).all()


@pytest.mark.parametrize("distance_m", ([], [5.0], [NAN, NAN]))
def test_speed_needs_two_seconds(distance_m):
    assert np.isnan(speed_from_distance(np.array(distance_m), 5)).all()


@given(
    st.lists(st.floats(0, 20) | st.just(NAN), max_size=30),
    st.sampled_from([3, 5, 7]),
)
def test_speed_equals_brute_force(steps_m, window_s):
    distance_m = np.cumsum(np.nan_to_num(steps_m))
    distance_m[np.isnan(steps_m)] = NAN
    expected = []
    for second in range(distance_m.size):
        first = last = second
        for step in range(1, window_s // 2 + 1):
            if first == second - step + 1 and first > 0 and np.isfinite(distance_m[first - 1]):
                first -= 1
            if last == second + step - 1 and last + 1 < distance_m.size:
                last += int(np.isfinite(distance_m[last + 1]))
        known = np.isfinite(distance_m[second]) and last > first
        expected.append((distance_m[last] - distance_m[first]) / (last - first) if known else NAN)

    speed_mps = speed_from_distance(distance_m, window_s)

    assert speed_mps == pytest.approx(np.array(expected), nan_ok=True)


def test_positions_that_cannot_be_are_emptied():
    latitude_deg = np.array([45.0, 0.0, 91.0, 45.0, 0.0, NAN])
    longitude_deg = np.array([7.0, 0.0, 7.0, NAN, 7.0, 7.0])

    drop_impossible_positions(latitude_deg, longitude_deg)

    assert np.isfinite(latitude_deg).tolist() == [True, False, False, False, True, False]
    assert np.isfinite(longitude_deg).tolist() == [True, False, False, False, True, False]


def test_longitudes_run_on_across_the_date_line_and_come_back():
    longitude_deg = np.array([179.9, NAN, -179.9, 179.8])

    unwrapped = unwrap_longitude(longitude_deg)

    assert unwrapped[[0, 2, 3]] == pytest.approx([179.9, 180.1, 179.8])
    assert wrap_longitude(unwrapped) == pytest.approx(longitude_deg, nan_ok=True)


def test_longitude_that_no_globe_has_becomes_unknown():
    assert np.isnan(unwrap_longitude(np.array([200.0, np.inf]))).all()
