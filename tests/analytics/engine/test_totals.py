from dataclasses import fields

import numpy as np
import pytest

from analytics.engine.rider import Rider
from analytics.engine.stream import SecondStatus
from analytics.engine.totals import (
    SessionTotals,
    add_up_session,
    moving_seconds,
    ridden_distance,
)
from analytics.engine.vocabulary import ThresholdKind
from tests.analytics.engine.axis_rides import anything, stream_of

NAN = np.nan
RECORDED, MISSING, PAUSED = SecondStatus.RECORDED, SecondStatus.MISSING, SecondStatus.PAUSED
KNOWN_RIDER = Rider(
    critical_power_w=260.0, w_prime_j=20_000.0, ftp_w=250.0, threshold_heart_rate_bpm=170.0
)


def hour(**channels):
    return stream_of(**{"power_w": np.full(3600, 250.0), **channels})


def test_hour_at_threshold_adds_up():
    totals = add_up_session(
        hour(
            heart_rate_bpm=np.full(3600, 160.0),
            cadence_rpm=np.full(3600, 90.0),
            speed_mps=np.full(3600, 10.0),
            distance_m=np.arange(3600) * 10.0,
            temperature_c=np.full(3600, 20.0),
        ),
        KNOWN_RIDER,
    )

    assert (totals.elapsed_s, totals.timer_s, totals.moving_s) == (3600, 3600, 3600)
    assert totals.mean_power_w == 250
    assert totals.weighted_power_w == pytest.approx(250)
    assert totals.work_kj == 900
    assert totals.training_load == pytest.approx(100)
    assert totals.intensity_factor == pytest.approx(1)
    assert totals.variability == pytest.approx(1)
    assert totals.efficiency_w_per_bpm == pytest.approx(250 / 160)
    assert totals.mean_torque_nm == pytest.approx(250 / (3 * np.pi))
    assert totals.decoupling_percent == pytest.approx(0)
    assert totals.power_zone_s == (0, 0, 0, 3600, 0, 0, 0)
    assert totals.heart_rate_zone_s == (0, 0, 0, 3600, 0)
    assert totals.distance_m == 35_990
    assert totals.mean_speed_mps == pytest.approx(35_990 / 3600)
    assert totals.mean_temperature_c == 20
    assert totals.lowest_w_prime_balance_j == 20_000


def test_pause_is_cut_out_of_means_but_not_of_the_balance_of_w_prime():
    power_w = np.concatenate((np.full(60, 460.0), np.full(60, NAN), np.full(60, 460.0)))
    status = [RECORDED] * 60 + [PAUSED] * 60 + [RECORDED] * 60

    totals = add_up_session(stream_of(status, power_w=power_w), KNOWN_RIDER)

    assert (totals.elapsed_s, totals.timer_s) == (180, 120)
    assert totals.mean_power_w == 460
    assert totals.weighted_power_w == pytest.approx(460)
    recovered_j = 12_000 * (1 - np.exp(-260 * 60 / 20_000))
    assert totals.lowest_w_prime_balance_j == pytest.approx(20_000 - 24_000 + recovered_j)


def test_dropout_counts_for_the_timer_and_not_for_the_mean():
    status = [RECORDED] * 50 + [MISSING] * 50
    power_w = np.concatenate((np.full(50, 200.0), np.full(50, NAN)))

    totals = add_up_session(stream_of(status, power_w=power_w), Rider())

    assert totals.timer_s == 100
    assert totals.mean_power_w == 200
    assert totals.work_kj == 10


def test_coasting_moves_and_standing_does_not():
    totals = add_up_session(
        stream_of(speed_mps=[0.0, 0.5, 0.6, 0.0, NAN], cadence_rpm=[0.0, 0.0, 0.0, 60.0, 80.0]),
        Rider(),
    )

    assert totals.moving_s == 3
    assert totals.mean_cadence_rpm == 70
    assert totals.max_cadence_rpm == 80
    assert totals.max_speed_mps == 0.6


def test_critical_power_stands_in_for_an_unknown_ftp_and_says_so():
    totals = add_up_session(hour(), Rider(critical_power_w=200.0))

    assert totals.threshold_kind is ThresholdKind.CRITICAL_POWER
    assert totals.threshold_power_w == 200
    assert totals.intensity_factor == pytest.approx(1.25)


def test_unknown_threshold_leaves_its_figures_unknown():
    totals = add_up_session(hour(), Rider())

    assert totals.threshold_kind is None
    assert totals.training_load is None
    assert totals.power_zone_s is None
    assert totals.lowest_w_prime_balance_j is None


def test_ride_without_power_has_the_rest():
    totals = add_up_session(stream_of(speed_mps=np.full(100, 8.0)), KNOWN_RIDER)

    assert totals.mean_power_w is None
    assert totals.threshold_kind is None
    assert totals.lowest_w_prime_balance_j is None
    assert totals.moving_s == 100


@pytest.mark.parametrize(
    ("distance_m", "ridden_m"),
    (
        ([], None),
        ([NAN, np.inf], None),
        ([500.0], 0),
        ([500.0, NAN, 700.0], 200),
        ([0.0, 900.0, 0.0, 50.0], 950),
    ),
)
def test_distance_survives_gaps_and_a_counter_that_is_reset(distance_m, ridden_m):
    assert ridden_distance(np.array(distance_m)) == ridden_m


CHANNELS = ("power_w", "heart_rate_bpm", "cadence_rpm", "speed_mps", "altitude_m", "distance_m")


@pytest.mark.parametrize("seed", range(100))
def test_every_figure_of_any_stream_is_finite_or_unknown(seed):
    rng = np.random.default_rng(seed)
    size = int(rng.choice([1, 2, 29, 30, 31, 500, 2400]))
    status = rng.choice([RECORDED, MISSING, PAUSED], size, p=[0.8, 0.1, 0.1])
    stream = stream_of(status, **{channel: anything(rng, size) for channel in CHANNELS})

    totals = add_up_session(stream, KNOWN_RIDER)

    figures = [getattr(totals, field.name) for field in fields(SessionTotals)]
    assert all(np.isfinite(figure) for figure in figures if isinstance(figure, float))


@pytest.mark.parametrize(("way_m", "moving_s"), ((60.0, 11), (2.0, 2)))
def test_way_tells_of_moving_where_speed_is_missing(way_m, moving_s):
    missing = [NAN] * 9
    stream = stream_of(
        speed_mps=np.array([6.0, *missing, 6.0]), distance_m=np.array([0.0, *missing, way_m])
    )

    assert moving_seconds(stream) == moving_s
