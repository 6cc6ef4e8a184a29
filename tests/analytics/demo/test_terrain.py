import numpy as np
import pytest

from analytics.demo.people import Home
from analytics.demo.terrain import (
    LONGEST_LOOP_M,
    climbing_grade,
    loop_position,
    ride_way,
    rolling_grade,
)

HOME = Home(46.6, 16.2, 200.0, 0.03)
LEVEL = np.zeros(1800)


def steady_speed_kmh(power_w, *, mass_kg=70.0, in_bunch=False):
    power = np.full(LEVEL.size, power_w)
    way = ride_way(power, LEVEL, mass_kg=mass_kg, home=HOME, in_bunch=in_bunch)
    return way.speed_mps[-1] * 3.6


def test_level_speeds_are_those_of_a_road_bicycle():
    assert steady_speed_kmh(100.0) == pytest.approx(25.4, abs=1.0)
    assert steady_speed_kmh(250.0) == pytest.approx(37.0, abs=1.0)


def test_bunch_is_faster_and_mass_is_slower():
    assert steady_speed_kmh(250.0, in_bunch=True) > steady_speed_kmh(250.0) + 2
    assert steady_speed_kmh(250.0, mass_kg=100.0) < steady_speed_kmh(250.0)


@pytest.mark.parametrize("seed", range(4))
def test_ride_ends_as_high_as_it_began_and_never_stands(seed):
    draw = np.random.default_rng(seed)
    grade = rolling_grade(7200, HOME, draw)

    way = ride_way(draw.uniform(0, 400, 7200), grade, mass_kg=70.0, home=HOME)

    assert way.altitude_m[-1] == pytest.approx(HOME.altitude_m)
    assert (np.diff(way.distance_m) > 0).all()
    assert way.speed_mps.max() < 20
    assert 40 < np.maximum(np.diff(way.altitude_m), 0).sum() < 1600


def test_work_goes_uphill_and_recovery_comes_down():
    is_work = np.arange(1800) // 600 == 1

    grade = climbing_grade(rolling_grade(1800, HOME, np.random.default_rng(1)), is_work)
    way = ride_way(np.where(is_work, 280.0, 120.0), grade, mass_kg=70.0, home=HOME)

    assert way.altitude_m[1199] - way.altitude_m[600] > 100
    assert way.speed_mps[700:1200].mean() < way.speed_mps[1300:].mean()


def test_loop_leads_home_over_the_distance_ridden():
    distance_m = np.linspace(0, 0.9 * LONGEST_LOOP_M, 5000)

    latitude_deg, longitude_deg = loop_position(distance_m, HOME, np.random.default_rng(1))

    north_m = np.diff(latitude_deg) * 111_320
    east_m = np.diff(longitude_deg) * 111_320 * np.cos(np.radians(HOME.latitude_deg))
    assert np.hypot(north_m, east_m).sum() == pytest.approx(distance_m[-1], rel=0.01)
    assert latitude_deg[[0, -1]] == pytest.approx([HOME.latitude_deg] * 2, abs=1e-4)
    assert longitude_deg[[0, -1]] == pytest.approx([HOME.longitude_deg] * 2, abs=1e-4)


def test_long_ride_repeats_its_loop_near_home():
    distance_m = np.linspace(0, 2.5 * LONGEST_LOOP_M, 5000)

    latitude_deg, _ = loop_position(distance_m, HOME, np.random.default_rng(1))

    assert np.abs(latitude_deg - HOME.latitude_deg).max() * 111 < 20
