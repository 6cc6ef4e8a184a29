from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.peak_columns import RiddenPeaks, lay_out, pack_peaks
from analytics.engine.peaks import PeakPower
from analytics.engine.record_checks import Doubt
from analytics.engine.record_history import WINDOWS, decide_history
from analytics.engine.record_stairs import (
    NO_STAIRS,
    bests_before,
    climb,
    seen_before,
    unpack_stairs,
)
from analytics.engine.vocabulary import Window
from tests.analytics.engine.plain_ledger import decide_plainly

KEYS = ((0, 5), (0, 300), (10, 300))
FIRST_DAY = 739_000


def make_ride(number: int, day: int, mass_kg, peaks) -> RiddenPeaks:
    rows = [
        PeakPower(duration_s, level, power_w, 0, 0, True, int(Doubt.SPIKE) if doubted else 0)
        for (level, duration_s), (power_w, doubted) in peaks.items()
    ]
    return RiddenPeaks(number, FIRST_DAY + day, mass_kg, "", "", pack_peaks(rows))


def told_by(history, decided):
    """Say what was decided as the plain ledger says it."""
    keys = list(zip(history.levels.tolist(), history.durations_s.tolist(), strict=True))
    told = [({}, {}, set()) for _ in history.days]
    for kind, found in enumerate((decided.records, decided.per_kg)):
        for session, series, window, previous in zip(
            found.session, found.series, found.window, found.previous, strict=True
        ):
            told[session][kind][keys[series], WINDOWS[window]] = (
                None if np.isnan(previous) else float(previous)
            )
    for session, series in np.argwhere(decided.doubts):
        told[session][2].add(keys[series])
    return told


# Apart enough for the curve's shape to stay out of it, or beyond any doubt.
POWERS_W = (st.integers(200, 229) | st.just(300)).map(float)

peaks = st.dictionaries(st.sampled_from(KEYS), st.tuples(POWERS_W, st.booleans()), max_size=3)
rides = st.tuples(
    st.sampled_from([0, 0, 1, 20, 40, 56, 57, 200, 365, 366]),
    st.none() | st.sampled_from([60.0, 70.0]),
    peaks,
    st.dictionaries(st.sampled_from(KEYS), st.booleans(), max_size=2),
)
histories = st.lists(rides, min_size=1, max_size=14)

# What lies before: enough for a best that says something, or nothing.
PAST = [(1, 65.0, {(0, 5): (210.0, False), (0, 300): (205.0, False)}, {})] * 8
pasts = st.sampled_from(([], PAST))


def walk(steps):
    """Turn days between rides into days."""
    day, walked = 0, []
    for days, mass_kg, found, verdicts in steps:
        day += days
        walked.append((day, mass_kg, found, verdicts))
    return walked


def verdicts_of(sessions):
    return {
        (number, level, duration_s): accepted
        for number, (_, _, peaks, verdicts) in enumerate(sessions)
        for (level, duration_s), accepted in verdicts.items()
        if (level, duration_s) in peaks
    }


@given(pasts, histories)
def test_a_whole_history_at_once_equals_one_session_after_the_other(past, steps):
    sessions = walk([*past, *steps])
    ridden = [make_ride(n, day, mass, found) for n, (day, mass, found, _) in enumerate(sessions)]
    history = lay_out(ridden, verdicts=verdicts_of(sessions))

    assert told_by(history, decide_history(history)) == decide_plainly(sessions)


@given(pasts, histories)
def test_the_newest_ride_alone_against_the_stairs_equals_the_whole_history(past, steps):
    sessions = [(day, mass, found, {}) for day, mass, found, _ in walk([*past, *steps])]
    ridden = [make_ride(n, day, mass, found) for n, (day, mass, found, _) in enumerate(sessions)]
    stairs, told = NO_STAIRS, []
    for ride in ridden:
        alone = lay_out([ride])
        decided = decide_history(
            alone, bests=bests_before(stairs, alone), seen=seen_before(stairs, alone)
        )
        told += told_by(alone, decided)
        stairs = unpack_stairs(*climb(stairs, alone, decided).pack())

    assert told == decide_plainly(sessions)
    whole = lay_out(ridden)
    at_once = climb(NO_STAIRS, whole, decide_history(whole))
    assert at_once.pack() == stairs.pack()


@given(pasts, histories)
def test_a_longer_window_never_has_the_lower_best(past, steps):
    sessions = walk([*past, *steps])
    history = lay_out(
        [make_ride(n, day, kg, found) for n, (day, kg, found, _) in enumerate(sessions)]
    )

    for watts, per_kg, _ in told_by(history, decide_history(history)):
        for found in (watts, per_kg):
            for key in {key for key, _ in found}:
                bests = [found[key, window] for window in WINDOWS if found.get((key, window))]
                assert bests == sorted(bests)


def decide(*days_and_powers):
    history = lay_out(
        [
            make_ride(number, day, None, {(0, 300): (power_w, False)})
            for number, (day, power_w) in enumerate(days_and_powers)
        ]
    )
    return [set(records) for records, _, _ in told_by(history, decide_history(history))]


@pytest.mark.parametrize(("days", "is_inside"), ((56, True), (57, False)))
def test_the_windows_are_half_open(days, is_inside):
    records = decide((0, 300.0), (days, 310.0))[1]

    assert (((0, 300), Window.EIGHT_WEEKS) in records) is is_inside


def test_a_doubted_peak_that_beats_nothing_counts_like_any_other():
    quiet = make_ride(1, 30, None, {(0, 300): (250.0, True)})
    ridden = [
        make_ride(0, 0, None, {(0, 300): (300.0, False)}),
        quiet,
        make_ride(2, 80, None, {(0, 300): (252.0, False)}),
    ]
    history = lay_out(ridden)
    told = told_by(history, decide_history(history))

    assert told[1][2] == set()
    assert told[2][0] == {((0, 300), Window.EIGHT_WEEKS): 250.0}


def test_a_device_is_new_once_and_a_ride_without_a_name_never():
    ridden = [
        replace(make_ride(n, n, None, {(0, 300): (300.0, False)}), device=device)
        for n, device in enumerate(("A", "B", "", "B", "A"))
    ]

    assert lay_out(ridden).is_new_device.tolist() == [False, True, False, False, False]


def test_a_peak_after_work_is_held_against_the_fresh_best_without_a_fresh_one_of_its_own():
    first = lay_out([make_ride(n, n, None, {(0, 300): (200.0, False)}) for n in range(8)])
    stairs = climb(NO_STAIRS, first, decide_history(first))
    worn = lay_out([make_ride(9, 9, None, {(10, 300): (300.0, False)})])

    decided = decide_history(worn, bests=bests_before(stairs, worn), seen=seen_before(stairs, worn))

    assert told_by(worn, decided)[0][2] == {(10, 300)}


@pytest.mark.parametrize(
    ("best_w", "power_w", "is_record"),
    (
        (100.0, 100.0, False),
        (100.0, 100.9, False),  # half a percent is not enough below 200 W
        (100.0, 101.0, True),
        (200.0, 201.0, True),
        (400.0, 401.9, False),  # a watt is not enough above 200 W
        (400.0, 402.0, True),
        (400.0, 399.0, False),
    ),
)
def test_a_record_gains_at_least_a_watt_and_half_a_percent(best_w, power_w, is_record):
    records = decide((0, best_w), (10, power_w))[1]

    assert (((0, 300), Window.ALL_TIME) in records) is is_record


def test_coming_back_from_a_long_break_is_no_record_of_the_empty_windows():
    assert decide((0, 300.0), (400, 290.0))[1] == set()
    assert decide((0, 300.0), (400, 310.0))[1] == {((0, 300), Window.ALL_TIME)}
