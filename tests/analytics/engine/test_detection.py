import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from analytics.engine.detection import detect_stretches
from analytics.engine.intensity import ReferencePower, find_reference_power
from analytics.engine.rider import Rider
from tests.analytics.engine.interval_rides import CRITICAL_POWER_W, make_power, make_set

KNOWN = ReferencePower(CRITICAL_POWER_W, "CP", is_estimate=False)


def edges_of(power_w, reference=KNOWN):
    return [(each.start_s, each.end_s) for each in detect_stretches(power_w, reference)]


@pytest.mark.parametrize(
    ("count", "effort", "rest"),
    (
        (5, (300, 330), (180, 150)),
        (2, (1200, 270), (300, 150)),
        (3, (900, 265), (300, 160)),
        (10, (60, 390), (60, 140)),
        (12, (30, 390), (15, 150)),
        (6, (12, 800), (240, 150)),
    ),
    ids=("5 x 5:00", "2 x 20:00", "3 x 15:00", "10 x 1:00", "12 x 30/15", "6 sprints"),
)
@pytest.mark.parametrize("is_known", (True, False))
def test_sets_are_found_to_within_seconds(count, effort, rest, is_known):
    power_w = make_set(count, effort, rest)
    reference = KNOWN if is_known else find_reference_power(power_w, Rider())
    period_s = effort[0] + rest[0]

    found = edges_of(power_w, reference)

    assert len(found) == count
    for number, (start_s, end_s) in enumerate(found):
        assert start_s == pytest.approx(600 + number * period_s, abs=2)
        assert end_s == pytest.approx(600 + number * period_s + effort[0], abs=2)


def test_an_effort_that_the_warm_up_leads_up_to_is_found_by_its_twin():
    warm_up = ((600, 150), (150, 200), (150, 235))

    found = edges_of(make_power(*warm_up, (1200, 290), (450, 140), (1200, 290), (600, 140)))

    assert found == [
        (pytest.approx(900, abs=5), pytest.approx(2100, abs=5)),
        (pytest.approx(2550, abs=5), pytest.approx(3750, abs=5)),
    ]


def test_over_under_is_one_effort():
    waves = [(60, 320), (60, 280)] * 6

    (found,) = edges_of(make_power((600, 150), *waves, (600, 150)))

    assert found == (pytest.approx(600, abs=2), pytest.approx(1320, abs=2))


def test_endurance_ride_has_none():
    parts = [(400, 180), (300, 210), (500, 170), (350, 200)] * 6

    assert edges_of(make_power(*parts, noise=0.15)) == []


def test_accelerations_of_a_commute_are_no_sprints():
    random = np.random.default_rng(3)
    parts = [
        part
        for _ in range(25)
        for part in (
            (int(random.integers(30, 150)), random.uniform(150, 230)),
            (int(random.integers(10, 45)), 0.0),
            (int(random.integers(4, 10)), random.uniform(350, 600)),
        )
    ]

    assert edges_of(make_power(*parts, noise=0.15)) == []


def test_riding_between_stops_is_no_effort_without_a_threshold():
    random = np.random.default_rng(1)
    legs = [
        part
        for _ in range(25)
        for part in ((random.integers(30, 150), random.uniform(130, 230)), (25, 0), (6, 450))
    ]
    power_w = make_power(*legs)

    assert edges_of(power_w, find_reference_power(power_w, Rider())) == []


def test_estimate_lowers_confidence():
    power_w = make_set(5, (300, 330), (180, 150))
    estimate = ReferencePower(CRITICAL_POWER_W, "estimate", is_estimate=True)

    known = detect_stretches(power_w, KNOWN)
    estimated = detect_stretches(power_w, estimate)

    assert all(a.confidence > b.confidence for a, b in zip(known, estimated, strict=True))


def test_dropout_inside_an_effort_does_not_split_it():
    power_w = make_set(3, (600, 300), (240, 150))
    power_w[900:920] = np.nan

    assert len(edges_of(power_w)) == 3


def test_same_ride_at_another_power_has_the_same_intervals():
    power_w = make_set(5, (240, 330), (180, 150))
    stronger = ReferencePower(2 * CRITICAL_POWER_W, "CP", is_estimate=False)

    assert edges_of(2 * power_w, stronger) == edges_of(power_w)


@given(
    hnp.arrays(
        np.float64, st.integers(0, 200), elements=st.floats(allow_nan=True, allow_infinity=True)
    )
)
@settings(max_examples=60, deadline=None)
def test_any_floats_give_disjoint_intervals_inside_the_ride(power_w):
    reference = find_reference_power(power_w, Rider(critical_power_w=250.0))
    assert reference is not None

    found = detect_stretches(power_w, reference)

    edges = [edge for each in found for edge in (each.start_s, each.end_s)]
    assert edges == sorted(edges)
    assert all(0 <= edge <= power_w.size for edge in edges)
    assert all(0 <= each.confidence <= 1 for each in found)
