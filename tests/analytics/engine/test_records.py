from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.engine.peaks import PeakPower
from analytics.engine.records import (
    DateWindow,
    Record,
    biggest_improvement,
    find_records,
    windows_before,
)
from analytics.engine.vocabulary import Window

EIGHT_WEEKS, ONE_YEAR, ALL_TIME = Window


def peak_of(power_w, duration_s=300, level=0, unsure_s=0, *, eligible=True):
    return PeakPower(duration_s, level, power_w, 0, unsure_s, eligible)


def bests_of(eight_weeks_w=None, one_year_w=None, all_time_w=None, key=(0, 300)):
    bests_w = zip(Window, (eight_weeks_w, one_year_w, all_time_w), strict=True)
    return {window: {} if best_w is None else {key: best_w} for window, best_w in bests_w}


def test_windows_are_half_open_stretches_of_days():
    assert windows_before(date(2026, 3, 1)) == (
        DateWindow(EIGHT_WEEKS, date(2026, 1, 4), date(2026, 3, 1)),
        DateWindow(ONE_YEAR, date(2025, 3, 1), date(2026, 3, 1)),
        DateWindow(ALL_TIME, None, date(2026, 3, 1)),
    )


@given(day=st.dates(min_value=date(1990, 1, 1)))
def test_windows_hold_56_and_365_days_whatever_the_calendar(day):
    eight_weeks, one_year, _ = windows_before(day)

    assert eight_weeks.first == day - timedelta(days=56)
    assert one_year.first == day - timedelta(days=365)


def test_windows_end_where_the_calendar_begins():
    day = date(1, 1, 9)

    assert windows_before(day)[1] == DateWindow(ONE_YEAR, date.min, day)


def test_record_is_told_in_every_window_that_it_beats():
    records = find_records([peak_of(320)], bests_of(300, 310, 350))

    assert records == (
        Record(300, 0, EIGHT_WEEKS, 320, 300),
        Record(300, 0, ONE_YEAR, 320, 310),
    )


def test_gain_is_in_watts_and_percent():
    (record,) = find_records([peak_of(330)], bests_of(all_time_w=300))

    assert record.gain_w == 30
    assert record.gain_percent == pytest.approx(10)


@pytest.mark.parametrize(
    ("best_w", "power_w", "is_record"),
    (
        (100, 100, False),
        (100, 100.9, False),  # half a percent is not enough below 200 W
        (100, 101, True),
        (200, 201, True),
        (400, 401.9, False),  # a watt is not enough above 200 W
        (400, 402, True),
        (400, 399, False),
    ),
)
def test_record_gains_at_least_a_watt_and_half_a_percent(best_w, power_w, is_record):
    records = find_records([peak_of(power_w)], bests_of(all_time_w=best_w))

    assert [record.window for record in records] == [ALL_TIME] * is_record


@pytest.mark.parametrize("bests", ({}, bests_of(), bests_of(all_time_w=0.0)))
def test_first_value_ever_is_a_baseline_told_once(bests):
    (record,) = find_records([peak_of(250)], bests)

    assert record == Record(300, 0, ALL_TIME, 250, None)
    assert record.is_baseline
    assert record.gain_w is None
    assert record.gain_percent is None


def test_empty_window_after_a_break_is_neither_record_nor_baseline():
    assert find_records([peak_of(250)], bests_of(None, 300, 310)) == ()


def test_empty_window_after_a_break_leaves_the_others():
    records = find_records([peak_of(320)], bests_of(None, None, 300))

    assert [(record.window, record.is_baseline) for record in records] == [(ALL_TIME, False)]


def test_levels_and_durations_are_compared_only_with_themselves():
    bests = bests_of(all_time_w=500, key=(20, 300))

    (record,) = find_records([peak_of(250, level=0)], bests)

    assert record.is_baseline


@pytest.mark.parametrize("peak", (peak_of(400, unsure_s=20, eligible=False), peak_of(0.0)))
def test_peak_that_proves_nothing_is_no_record(peak):
    assert find_records([peak], bests_of(300, 300, 300)) == ()
    assert find_records([peak], {}) == ()


def test_records_keep_the_order_of_the_peaks():
    records = find_records([peak_of(500, duration_s=60), peak_of(900, duration_s=5)], {})

    assert [record.duration_s for record in records] == [60, 5]


powers_w = st.floats(50, 1500)


@given(power_w=powers_w, bests_w=st.lists(powers_w, min_size=3, max_size=3).map(sorted))
def test_record_of_a_long_window_is_one_of_the_shorter_windows_too(power_w, bests_w):
    records = find_records([peak_of(power_w)], bests_of(*bests_w))

    assert [record.window for record in records] == list(Window)[: len(records)]


@given(power_w=powers_w, best_w=powers_w)
def test_beaten_record_is_not_beaten_back(power_w, best_w):
    forth = find_records([peak_of(power_w)], bests_of(all_time_w=best_w))
    back = find_records([peak_of(best_w)], bests_of(all_time_w=power_w))

    assert not (forth and back)


def test_biggest_improvement_is_the_largest_percentage():
    sprint = Record(5, 0, EIGHT_WEEKS, 1040, 1000)
    climb = Record(1200, 0, EIGHT_WEEKS, 315, 300)
    baseline = Record(60, 0, ALL_TIME, 900, None)

    assert biggest_improvement([baseline, sprint, climb]) == climb


def test_biggest_improvement_of_equals_is_the_one_that_stood_longest():
    recent = Record(300, 0, EIGHT_WEEKS, 315, 300)
    ever = Record(300, 0, ALL_TIME, 315, 300)

    assert biggest_improvement([recent, ever]) == ever


@pytest.mark.parametrize("records", ([], [Record(60, 0, ALL_TIME, 900, None)]))
def test_no_improvement_without_something_to_beat(records):
    assert biggest_improvement(records) is None
