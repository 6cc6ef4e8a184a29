from itertools import pairwise

import numpy as np
import pytest

from analytics.engine.intensity import ReferencePower
from analytics.engine.laps import stretches_from_laps
from analytics.engine.recording import LapRole, LapTrigger
from analytics.engine.vocabulary import IntervalSource
from tests.analytics.engine.interval_rides import (
    make_lap,
    make_power,
    make_ride,
    make_set,
    make_stream,
)

REFERENCE = ReferencePower(300.0, "CP", is_estimate=False)
EDGES_S = (0, 600, 900, 1080, 1380, 1560, 1860, 2460)  # of 3 x 5:00 with 3:00 between


def laps_at(edges_s, **fields):
    return [make_lap(a, b, **fields) for a, b in pairwise(edges_s)]


def stretches_of(laps, power_w=None, **channels):
    stream = make_stream(
        make_set(3, (300, 330), (180, 150)) if power_w is None else power_w, **channels
    )
    return stretches_from_laps(make_ride(*laps), stream, REFERENCE)


def edges_of(*arguments, **channels):
    return [(each.start_s, each.end_s) for each in stretches_of(*arguments, **channels)]


def test_laps_pressed_by_hand_are_the_efforts():
    found = stretches_of(laps_at(EDGES_S, trigger=LapTrigger.HAND))

    assert [(each.start_s, each.end_s) for each in found] == [
        (600, 900),
        (1080, 1380),
        (1560, 1860),
    ]
    assert {each.source for each in found} == {IntervalSource.LAP}


def test_steps_of_a_workout_are_planned():
    found = stretches_of(laps_at(EDGES_S, trigger=LapTrigger.WORKOUT))

    assert {each.source for each in found} == {IntervalSource.PLAN}


@pytest.mark.parametrize("trigger", (LapTrigger.DISTANCE, LapTrigger.TIME, LapTrigger.POSITION))
def test_automatic_laps_are_never_repetitions(trigger):
    assert stretches_of(laps_at(EDGES_S, trigger=trigger)) == ()


def test_laps_of_equal_distance_are_automatic_where_no_trigger_says_so():
    laps = laps_at((0, 300, 600, 900, 1200, 1500))
    power_w = make_power(*[(300, watts) for watts in (150, 330, 150, 330, 150)])

    assert edges_of(laps, power_w, distance_m=10.0 * np.arange(1500)) == []
    assert edges_of(laps, power_w) == [(300, 600), (900, 1200)]


@pytest.mark.parametrize(
    "laps",
    (
        [],
        laps_at((0, 2460), trigger=LapTrigger.HAND),
        laps_at((0, 700, 1450, 2460), trigger=LapTrigger.HAND),
        laps_at([edge_s + 60 for edge_s in EDGES_S[:-1]], trigger=LapTrigger.HAND),
    ),
    ids=("none", "one", "laps of towns", "pressed a minute late"),
)
def test_laps_without_structure_are_no_efforts(laps):
    assert stretches_of(laps) == ()


def test_laps_of_one_power_are_no_efforts():
    laps = laps_at((0, 600, 1200, 1800), trigger=LapTrigger.HAND)

    assert stretches_of(laps, make_power((1800, 250))) == ()


def test_lap_marked_as_recovery_is_no_effort():
    laps = laps_at(EDGES_S, trigger=LapTrigger.WORKOUT)
    laps[1] = make_lap(600, 900, trigger=LapTrigger.WORKOUT, role=LapRole.RECOVERY)

    assert edges_of(laps) == [(1080, 1380), (1560, 1860)]


def test_adjacent_laps_of_one_power_are_one_effort():
    laps = laps_at((0, 600, 700, 800, 900, 1080, 1380, 1560, 1860, 2460), trigger=LapTrigger.HAND)

    assert edges_of(laps) == [(600, 900), (1080, 1380), (1560, 1860)]


def test_easy_lap_between_two_efforts_is_a_rest():
    laps = laps_at((0, 600, 780, 840, 1020, 1500), trigger=LapTrigger.HAND)
    power_w = make_power((600, 120), (180, 330), (60, 230), (180, 330), (480, 120))

    assert edges_of(laps, power_w) == [(600, 780), (840, 1020)]


def test_seam_of_a_second_between_laps_is_no_rest():
    laps = [make_lap(a, b - 1, trigger=LapTrigger.HAND) for a, b in pairwise(EDGES_S)]

    assert edges_of(laps) == [(600, 900), (1080, 1380), (1560, 1860)]


def test_laps_outside_the_stream_are_left_out():
    laps = laps_at((-900, -300, 600, 900, 1080, 1380, 1560, 1860, 99999), trigger=LapTrigger.HAND)

    assert edges_of(laps) == [(600, 900), (1080, 1380), (1560, 1860)]


def test_without_a_reference_laps_say_nothing():
    assert stretches_from_laps(make_ride(), make_stream(np.zeros(0)), None) == ()


@pytest.mark.parametrize(("under_w", "kept"), ((255, True), (225, False)), ids=("under", "lull"))
def test_the_under_of_an_over_under_is_an_effort_and_a_lull_is_none(under_w, kept):
    laps = laps_at((0, 600, 660, 780, 840, 960, 1020, 1620), trigger=LapTrigger.WORKOUT)
    turns = [(60, 330), (120, under_w), (60, 330), (120, under_w), (60, 330)]

    found = edges_of(laps, make_power((600, 160), *turns, (600, 140)))

    assert ((660, 780) in found) is kept
    assert {(600, 660), (780, 840), (960, 1020)} <= set(found)
