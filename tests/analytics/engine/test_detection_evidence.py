import numpy as np
import pytest

from analytics.engine.detection_evidence import (
    ESTIMATED_THRESHOLD,
    KNOWN_THRESHOLD,
    MICRO_INTERVALS,
    count_alike,
    drop_usual,
    find_pattern,
    find_rhythm,
    is_held_by_trainer,
    is_meant,
    is_missed_repetition,
    limit_fraction,
)
from analytics.engine.detection_levels import Bout


def bout(start_s, duration_s, mean=1.1, contrast=0.5):
    return Bout(start_s, start_s + duration_s, mean, contrast, contrast)


def ridden(*parts):
    """A signal of (level, seconds)."""
    return np.concatenate([np.full(seconds, level, dtype=float) for level, seconds in parts])


def swung(level, swing, seconds):
    """Power that swings about its level, ten seconds up and ten down."""
    return np.where(np.arange(seconds) // 10 % 2, level * (1 + swing), level * (1 - swing))


def test_limit_is_the_critical_power_curve():
    assert limit_fraction(bout(0, 60, mean=2.0)) == 1.0
    assert limit_fraction(bout(0, 600, mean=1.1)) == pytest.approx(1.0)
    assert limit_fraction(bout(0, 5, mean=4.0)) == 1.0


def test_alike_bouts_are_counted_until_a_gap_is_too_long():
    bouts = [bout(0, 180), bout(360, 180), bout(720, 60), bout(900, 180), bout(3000, 180)]

    assert count_alike(bouts) == [3, 3, 1, 3, 1]


@pytest.mark.parametrize(
    ("alike", "mean", "known", "estimated"),
    (
        (1, 0.95, True, False),
        (1, 0.8, False, False),
        (3, 0.9, True, True),
        (3, 0.8, True, False),
        (3, 0.7, False, False),
    ),
)
def test_bar_is_lower_for_what_is_repeated_and_higher_on_an_estimate(alike, mean, known, estimated):
    effort = bout(200, 600, mean=mean)
    signal = ridden((0.4, 200), (mean, 600), (0.4, 200))

    assert is_meant(effort, alike, signal, KNOWN_THRESHOLD) is known
    assert is_meant(effort, alike, signal, ESTIMATED_THRESHOLD) is estimated


def test_lone_bout_must_stand_out():
    signal = ridden((0.4, 200), (1.1, 600), (0.4, 200))

    assert is_meant(bout(200, 600), 1, signal, KNOWN_THRESHOLD)
    assert not is_meant(bout(200, 600, contrast=0.2), 1, signal, KNOWN_THRESHOLD)


@pytest.mark.parametrize(
    ("swing", "alone", "repeated"), ((0.1, True, True), (0.22, False, True), (0.3, False, False))
)
def test_what_swings_like_a_hill_or_a_race_was_not_held(swing, alone, repeated):
    signal = np.concatenate((ridden((0.4, 200)), swung(1.1, swing, 600), ridden((0.4, 200))))

    assert is_meant(bout(200, 600), 1, signal, KNOWN_THRESHOLD) is alone
    assert is_meant(bout(200, 600), 3, signal, KNOWN_THRESHOLD) is repeated


def test_riding_between_two_traffic_lights_is_no_effort():
    between_lights = ridden((1.3, 100), (0.0, 30), (1.3, 100), (0.0, 30), (1.3, 100))
    repetition = ridden((0.4, 130), (1.3, 100), (0.4, 130))

    assert not is_meant(bout(130, 100, mean=1.3), 3, between_lights, KNOWN_THRESHOLD)
    assert is_meant(bout(130, 100, mean=1.3), 3, repetition, KNOWN_THRESHOLD)


def test_repetition_that_falls_just_short_is_one_of_its_set():
    meant = [bout(0, 120, mean=1.15), bout(420, 120, mean=1.15)]

    assert is_missed_repetition(bout(210, 120, mean=0.99), meant, KNOWN_THRESHOLD)
    assert not is_missed_repetition(bout(210, 120, mean=0.85), meant, KNOWN_THRESHOLD)
    assert not is_missed_repetition(bout(210, 60, mean=1.15), meant, KNOWN_THRESHOLD)
    assert not is_missed_repetition(bout(2000, 120, mean=0.99), meant, KNOWN_THRESHOLD)
    assert not is_missed_repetition(bout(210, 120, mean=0.99), meant[:1], KNOWN_THRESHOLD)


def test_same_effort_at_two_scales_counts_once():
    assert count_alike([bout(0, 180), bout(5, 170), bout(360, 180)]) == [2, 2, 2]


def test_trainer_is_known_by_its_steadiness():
    random = np.random.default_rng(1)
    steady = 0.9 + 0.005 * random.normal(size=100)
    rough = 0.9 + 0.05 * random.normal(size=100)

    assert is_held_by_trainer(bout(0, 100), steady)
    assert not is_held_by_trainer(bout(0, 100), rough)
    assert not is_held_by_trainer(bout(0, 19), steady)


def test_rhythm_takes_the_run_and_leaves_the_stray_ones():
    run = [bout(start_s, 30) for start_s in range(0, 450, 45)]

    assert find_rhythm([*run, bout(2000, 30)], MICRO_INTERVALS) == tuple(run)


def test_rhythm_forgives_a_repetition_that_stands_out_less():
    weak = bout(90, 30, contrast=0.16)

    assert weak in find_rhythm([bout(0, 30), bout(45, 30), weak, bout(135, 30)], MICRO_INTERVALS)


def test_bump_before_a_pattern_is_no_part_of_it():
    pattern = [bout(start_s, 100) for start_s in (100, 240, 380, 520)]

    assert find_pattern([bout(45, 15), *pattern]) == tuple(pattern)


@pytest.mark.parametrize(
    "bouts",
    (
        [bout(0, 30), bout(45, 30), bout(90, 30)],  # too few
        [bout(0, 30), bout(45, 30), bout(200, 30), bout(245, 30)],  # no period
        [bout(0, 30), bout(50, 10), bout(100, 45), bout(150, 20)],  # no duration
        [bout(start_s, 30, contrast=0.1) for start_s in (0, 45, 90, 135)],  # hardly higher
    ),
)
def test_rhythm_needs_four_by_the_clock(bouts):
    assert find_rhythm(bouts, MICRO_INTERVALS) == ()


def test_pyramid_keeps_its_power_and_its_rests():
    pyramid = [bout(0, 60, 1.2), bout(180, 120, 1.2), bout(420, 180, 1.2), bout(720, 120, 1.2)]

    assert find_pattern(pyramid) == tuple(pyramid)
    assert find_pattern([*pyramid[:3], bout(1500, 120, 1.2)]) == ()


@pytest.mark.parametrize(
    ("elsewhere", "duration_s", "is_kept"),
    ((0.6, 120, True), (0.8, 120, False), (0.8, 900, True), (0.0, 120, True)),
    ids=("easy riding", "as hard", "too long for stops", "coasting"),
)
def test_what_the_rest_of_the_ride_nearly_reaches_is_no_effort(elsewhere, duration_s, is_kept):
    effort = bout(600, duration_s, mean=0.9)
    signal = ridden((elsewhere, 600), (0.9, duration_s), (0.5, 300))

    assert drop_usual([effort], signal) == ([effort] if is_kept else [])


def test_a_ride_that_is_all_effort_keeps_it():
    effort = bout(0, 120)

    assert drop_usual([effort], ridden((1.1, 120))) == [effort]
