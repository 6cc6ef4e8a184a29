from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.zones import (
    HEART_RATE_EDGES_PERCENT,
    POWER_EDGES_PERCENT,
    heart_rate_zone_seconds,
    power_zone_seconds,
)

NAN = np.nan


def test_value_on_an_edge_belongs_to_the_upper_zone():
    power_w = np.array([0.0, 164.9, 165.0, 225.0, 270.0, 315.0, 360.0, 449.9, 450.0])

    assert power_zone_seconds(power_w, 300.0) == (2, 1, 1, 1, 1, 2, 1)


def test_heart_rate_has_five_zones_and_no_zero():
    heart_rate_bpm = np.array([0.0, NAN, 100.0, 115.6, 141.1, 159.8, 178.5])

    assert heart_rate_zone_seconds(heart_rate_bpm, 170.0) == (1, 1, 1, 1, 1)


@pytest.mark.parametrize("threshold", (None, 0.0, -250.0, NAN))
def test_no_threshold_has_no_zones(threshold):
    assert power_zone_seconds(np.array([200.0]), threshold) is None
    assert heart_rate_zone_seconds(np.array([150.0]), threshold) is None


@pytest.mark.parametrize("values", ([], [NAN], [np.inf], [-3.0]))
def test_no_measurement_has_no_zones(values):
    assert power_zone_seconds(np.array(values), 250.0) is None
    assert heart_rate_zone_seconds(np.array(values), 170.0) is None


@given(st.lists(st.integers(0, 1000), min_size=1, max_size=50), st.integers(100, 500))
def test_whole_watts_fall_where_exact_fractions_say(power_w, threshold_w):
    counts = [0] * (len(POWER_EDGES_PERCENT) + 1)
    for power in power_w:
        share = Fraction(100 * power, threshold_w)
        counts[sum(share >= edge for edge in POWER_EDGES_PERCENT)] += 1

    assert power_zone_seconds(np.array(power_w, dtype=float), float(threshold_w)) == tuple(counts)


@pytest.mark.parametrize("threshold_w", range(100, 500, 20))
def test_whole_watts_on_an_edge_are_never_rounded_below_it(threshold_w):
    edges_w = [edge * threshold_w / 100 for edge in POWER_EDGES_PERCENT]

    assert power_zone_seconds(np.array(edges_w), float(threshold_w)) == (0, 1, 1, 1, 1, 1, 1)


@given(st.lists(st.floats(1, 250), min_size=1, max_size=50), st.floats(100, 220))
def test_every_second_lies_in_one_zone(heart_rate_bpm, threshold_bpm):
    zones_s = heart_rate_zone_seconds(np.array(heart_rate_bpm), threshold_bpm)

    assert zones_s is not None
    assert len(zones_s) == len(HEART_RATE_EDGES_PERCENT) + 1
    assert sum(zones_s) == len(heart_rate_bpm)
