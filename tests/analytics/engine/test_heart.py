import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.heart import (
    decoupling_percent,
    efficiency,
    max_heart_rate,
    mean_heart_rate,
)

NAN = np.nan
HOUR_S = 3600


def test_strap_that_lost_contact_does_not_lower_the_mean():
    heart_rate_bpm = np.array([150.0, 0.0, NAN, 140.0])

    assert mean_heart_rate(heart_rate_bpm) == 145
    assert max_heart_rate(heart_rate_bpm) == 150


@pytest.mark.parametrize("heart_rate_bpm", ([], [NAN], [0.0], [np.inf], [-60.0], [1e300]))
def test_no_measurement_is_no_figure(heart_rate_bpm):
    assert mean_heart_rate(np.array(heart_rate_bpm)) is None
    assert max_heart_rate(np.array(heart_rate_bpm)) is None


@pytest.mark.parametrize(
    ("weighted_w", "mean_bpm", "expected"),
    ((225.0, 150.0, 1.5), (None, 150.0, None), (225.0, None, None), (225.0, 0.0, None)),
)
def test_efficiency_relates_power_to_heart_rate(weighted_w, mean_bpm, expected):
    assert efficiency(weighted_w, mean_bpm) == expected


def steady_hour(first_bpm=140.0, second_bpm=147.0, seconds=HOUR_S):
    half = 600 + (seconds - 600) // 2
    heart_rate_bpm = np.full(seconds, first_bpm)
    heart_rate_bpm[half:] = second_bpm
    return np.full(seconds, 210.0), heart_rate_bpm


def test_heart_rate_that_rises_by_a_twentieth_decouples_by_hand():
    assert decoupling_percent(*steady_hour()) == pytest.approx(100 * (1 - 140 / 147))


def test_steady_heart_does_not_decouple():
    assert decoupling_percent(*steady_hour(second_bpm=140.0)) == pytest.approx(0)


def test_first_ten_minutes_are_left_out():
    power_w, heart_rate_bpm = steady_hour()
    heart_rate_bpm[:600] = 90

    assert decoupling_percent(power_w, heart_rate_bpm) == pytest.approx(100 * (1 - 140 / 147))


@pytest.mark.parametrize(("seconds", "applies"), ((2399, False), (2400, True)))
def test_ride_under_40_minutes_has_no_decoupling(seconds, applies):
    assert (decoupling_percent(*steady_hour(seconds=seconds)) is not None) is applies


def test_uneven_ride_has_no_decoupling():
    power_w, heart_rate_bpm = steady_hour()
    power_w[::120] = 0
    assert decoupling_percent(power_w, heart_rate_bpm) is not None

    power_w[1000:1600] = 500
    assert decoupling_percent(power_w, heart_rate_bpm) is None


@pytest.mark.parametrize(("missing_s", "applies"), ((180, True), (181, False)))
def test_heart_rate_must_be_there_on_95_percent_of_the_seconds(missing_s, applies):
    power_w, heart_rate_bpm = steady_hour()
    heart_rate_bpm[:missing_s] = NAN

    assert (decoupling_percent(power_w, heart_rate_bpm) is not None) is applies


@pytest.mark.parametrize("power_w", (0.0, NAN, np.inf))
def test_ride_without_power_has_no_decoupling(power_w):
    _, heart_rate_bpm = steady_hour()

    assert decoupling_percent(np.full(HOUR_S, power_w), heart_rate_bpm) is None


@given(factor=st.floats(0.2, 4))
def test_decoupling_does_not_depend_on_the_scale_of_power(factor):
    power_w, heart_rate_bpm = steady_hour()

    assert decoupling_percent(power_w * factor, heart_rate_bpm) == pytest.approx(
        decoupling_percent(power_w, heart_rate_bpm)
    )
