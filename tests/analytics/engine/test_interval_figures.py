from dataclasses import replace

import numpy as np
import pytest

from analytics.engine.interval_figures import measure_interval
from analytics.engine.stream import SecondStatus
from tests.analytics.engine.interval_rides import make_stream


def test_figures_are_those_of_the_seconds_inside():
    seconds = np.arange(120.0)
    stream = make_stream(
        np.repeat([100.0, 300.0], 60),
        cadence_rpm=np.repeat([0.0, 90.0], 60),
        heart_rate_bpm=np.repeat([120.0, 150.0], 60),
        speed_mps=np.full(120, 10.0),
        distance_m=10 * (seconds + 1),
        altitude_m=100 + seconds,
    )

    figures = measure_interval(stream, 60, 120)

    assert figures.mean_power_w == 300.0
    assert figures.weighted_power_w == pytest.approx(300.0)
    assert figures.max_heart_rate_bpm == 150.0
    assert figures.mean_torque_nm == pytest.approx(300 / (2 * np.pi * 1.5))
    assert figures.distance_m == pytest.approx(600.0)
    assert figures.work_kj == 18.0
    assert figures.elevation_gain_m == pytest.approx(59.0, abs=3)


def test_cadence_leaves_zeros_out_and_power_keeps_them():
    stream = make_stream(np.array([0.0, 200.0]), cadence_rpm=np.array([0.0, 80.0]))

    figures = measure_interval(stream, 0, 2)

    assert (figures.mean_power_w, figures.mean_cadence_rpm) == (100.0, 80.0)


def test_pause_is_cut_out():
    stream = make_stream(np.array([200.0, np.nan, np.nan, 300.0]))
    status = np.array([0, SecondStatus.PAUSED, SecondStatus.PAUSED, 0], dtype=np.uint8)

    assert measure_interval(replace(stream, status=status), 0, 4).mean_power_w == 250.0


@pytest.mark.parametrize(("start_s", "end_s"), ((5, 5), (7, 3), (-9, -5), (50, 60)))
def test_empty_stretch_has_no_figures(start_s, end_s):
    figures = measure_interval(make_stream(np.full(10, 200.0)), start_s, end_s)

    assert figures.mean_power_w is None
    assert figures.distance_m is None
    assert figures.elevation_gain_m is None
