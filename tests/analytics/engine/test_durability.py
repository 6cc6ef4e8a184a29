import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.durability import (
    LEVELS_KJ,
    LEVELS_KJ_PER_KG,
    Durability,
    LevelReached,
    compare_with_fresh,
    find_levels,
    find_worn_peaks,
)
from analytics.engine.peaks import (
    PeakPower,
    add_up_seconds,
    find_peak_powers,
    find_peaks_from,
)
from tests.analytics.engine.power_rides import FILLED, PAUSED, RECORDED, ride_of

HARD_THEN_EASY = [500.0] * 1000 + [250.0] * 2000  # 500 kJ at 1000 s, 1000 kJ at 3000 s


def test_levels_are_kilojoules_where_mass_is_unknown():
    peaks = find_worn_peaks(ride_of([*HARD_THEN_EASY, 300, 300]), [1, 60])

    assert peaks == (
        PeakPower(1, 500, 300, 3000, 0, True),
        PeakPower(60, 500, (58 * 250 + 600) / 60, 2942, 0, True),
        PeakPower(1, 1000, 300, 3000, 0, True),
    )


def test_levels_are_kilojoules_per_kilogram_where_mass_is_known():
    peaks = find_worn_peaks(ride_of(HARD_THEN_EASY), [5], mass_kg=40.0)

    assert [(peak.level, peak.start_s, peak.power_w) for peak in peaks] == [
        (10, 800, 500),
        (20, 2200, 250),
    ]


def test_window_starts_once_the_work_is_done_not_a_second_before():
    ride = ride_of([1000.0] * 500 + [999.0, 100.0])

    assert [peak.power_w for peak in find_worn_peaks(ride, [1])] == [999]


def test_level_reached_with_the_last_second_leaves_nothing():
    assert find_worn_peaks(ride_of([1000.0] * 500), [1]) == ()


@pytest.mark.parametrize("power_w", ([], [np.nan] * 100, [0.0] * 100))
def test_ride_without_work_reaches_no_level(power_w):
    assert find_worn_peaks(ride_of(power_w)) == ()
    assert find_levels(ride_of(power_w)) == ()


def test_worn_peaks_know_unsure_seconds():
    status = [RECORDED] * 500 + [FILLED, RECORDED]
    patched = np.array([False] * 501 + [True])

    (peak,) = find_worn_peaks(ride_of([1000.0] * 502, status), [2], patched=patched)

    assert (peak.unsure_s, peak.eligible) == (2, False)


@pytest.mark.parametrize("mass_kg", (0.0, -70.0, float("nan")))
def test_mass_that_nobody_has_is_refused(mass_kg):
    with pytest.raises(ValueError, match="mass_kg must be positive"):
        find_worn_peaks(ride_of([100.0]), mass_kg=mass_kg)
    with pytest.raises(ValueError, match="mass_kg must be positive"):
        find_levels(ride_of([100.0]), mass_kg=mass_kg)


def test_level_tells_how_hard_the_work_before_it_was():
    levels = find_levels(ride_of([*HARD_THEN_EASY, 0]), critical_power_w=250.0)

    assert levels == (
        LevelReached(500, 1000, 500.0, 500.0, 2.0),
        LevelReached(1000, 3000, 1000.0, 1_000_000 / 3000, 1_000_000 / 3000 / 250),
    )


def test_pause_does_not_make_prior_work_easier():
    ride = ride_of(
        [500.0] * 900 + [np.nan] * 50 + [500.0] * 101,
        [RECORDED] * 900 + [PAUSED] * 50 + [RECORDED] * 101,
    )

    (level,) = find_levels(ride)

    assert (level.start_s, level.prior_mean_power_w, level.prior_intensity) == (1050, 500, None)


rides = st.lists(st.integers(0, 1500), min_size=1, max_size=40).map(
    lambda blocks: np.repeat(np.array(blocks, dtype=float), 97)
)


@given(power_w=rides, duration_s=st.integers(1, 900), mass_kg=st.none() | st.floats(3, 90))
def test_worn_peak_equals_the_peak_of_what_is_left(power_w, duration_s, mass_kg):
    peaks = find_worn_peaks(ride_of(power_w), [duration_s], mass_kg=mass_kg)

    by_level = {peak.level: peak for peak in peaks}
    levels = LEVELS_KJ if mass_kg is None else LEVELS_KJ_PER_KG
    for level in levels:
        needed_j = 1000 * level * (mass_kg or 1)
        start_s = next(
            (s for s in range(power_w.size) if power_w[:s].sum() >= needed_j), power_w.size
        )
        left = find_peak_powers(ride_of(power_w[start_s:]), [duration_s])
        assert [peak.power_w for peak in left] == [
            peak.power_w for peak in peaks if peak.level == level
        ]
        assert all(by_level[level].start_s == start_s + peak.start_s for peak in left)


@given(power_w=rides, seed=st.integers(0, 99), unsure=st.sampled_from((0.0, 0.04, 0.2)))
def test_looking_only_where_the_peak_before_has_passed_changes_nothing(power_w, seed, unsure):
    patched = np.random.default_rng(seed).random(power_w.size) < unsure
    ride, durations_s = ride_of(power_w), (1, 5, 60, 300, 1200)
    fresh = find_peak_powers(ride, durations_s, patched=patched)
    levels_s = {level.level: level.start_s for level in find_levels(ride)}

    worn = find_worn_peaks(ride, durations_s, patched=patched, fresh=fresh)

    sums = add_up_seconds(ride, patched=patched)
    assert worn == tuple(
        peak
        for level, start_s in levels_s.items()
        for peak in find_peaks_from(sums, durations_s, first_start_s=start_s, level=level)
    )


@given(power_w=rides)
def test_worn_peak_is_never_above_the_fresh_one(power_w):
    ride = ride_of(power_w)
    peaks = find_peak_powers(ride) + find_worn_peaks(ride)

    assert all(durability.ratio <= 1 for durability in compare_with_fresh(peaks))


def test_comparison_gives_ratio_and_loss():
    fresh = PeakPower(300, 0, 400.0, 0, 0, True)
    worn = PeakPower(300, 20, 380.0, 4000, 0, True)

    (durability,) = compare_with_fresh([worn, fresh])

    assert durability == Durability(300, 20, 380.0, 400.0)
    assert durability.ratio == pytest.approx(0.95)
    assert durability.ratio_percent == pytest.approx(95)


@pytest.mark.parametrize(
    "fresh", ((), (PeakPower(60, 0, 500, 0, 0, True),), (PeakPower(300, 0, 0, 0, 0, True),))
)
def test_nothing_fresh_to_compare_with_gives_nothing(fresh):
    assert compare_with_fresh([PeakPower(300, 20, 380.0, 4000, 0, True), *fresh]) == ()


@pytest.mark.parametrize("critical_power_w", (None, 0.0, -1.0, np.nan))
def test_prior_intensity_is_unknown_without_a_threshold(critical_power_w):
    levels = find_levels(ride_of([*HARD_THEN_EASY, 0]), critical_power_w=critical_power_w)

    assert [level.prior_intensity for level in levels] == [None, None]
