from datetime import date, timedelta
from math import exp

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.engine.load import (
    LoadState,
    add_up_days,
    follow_load,
    sum_weeks,
)

NEW_YEAR = date(2026, 1, 1)  # a Thursday


def loads_from(first, loads):
    return pd.Series(
        np.array(loads, dtype=float), index=pd.date_range(first, periods=len(loads), name="day")
    )


def test_day_is_the_sum_of_its_sessions_and_rest_is_zero():
    days = add_up_days(
        [(date(2026, 1, 3), 70.0), (NEW_YEAR, 50.0), (date(2026, 1, 3), 20.5)],
        first=NEW_YEAR,
        last=date(2026, 1, 4),
    )

    assert days["load"].tolist() == [50, 0, 90.5, 0]
    assert days["sessions"].tolist() == [1, 0, 2, 0]
    assert days.index[1] == pd.Timestamp(2026, 1, 2)


def test_unknown_load_adds_nothing_and_is_told():
    days = add_up_days([(NEW_YEAR, None), (NEW_YEAR, 40.0)], first=NEW_YEAR, last=NEW_YEAR)

    (day,) = days.to_dict("records")
    assert day == {"load": 40.0, "sessions": 2, "sessions_without_load": 1}


def test_sessions_outside_the_days_are_left_out():
    outside = [(NEW_YEAR - timedelta(days=1), 50.0), (NEW_YEAR + timedelta(days=2), 50.0)]

    days = add_up_days(outside, first=NEW_YEAR, last=NEW_YEAR + timedelta(days=1))

    assert days["load"].tolist() == [0, 0]


def test_days_without_any_session_are_rest():
    days = add_up_days([], first=NEW_YEAR, last=NEW_YEAR + timedelta(days=2))

    assert days.to_numpy().tolist() == [[0, 0, 0]] * 3
    assert days["load"].dtype == float


def test_clock_changes_neither_lose_nor_repeat_a_day():
    days = add_up_days([], first=date(2026, 3, 1), last=date(2026, 10, 31))

    assert len(days) == 245
    assert days.index.is_unique


@pytest.mark.parametrize("load", (-1.0, float("nan"), float("inf")))
def test_load_that_is_no_load_is_refused(load):
    with pytest.raises(ValueError, match="training load of 2026-01-01"):
        add_up_days([(NEW_YEAR, load)], first=NEW_YEAR, last=NEW_YEAR)


def test_days_that_end_before_they_begin_are_refused():
    with pytest.raises(ValueError, match="before first day"):
        add_up_days([], first=NEW_YEAR, last=NEW_YEAR - timedelta(days=1))


def test_first_days_by_hand():
    season = follow_load(loads_from(NEW_YEAR, [100, 0]))

    fitness = 100 * (1 - exp(-1 / 42))
    fatigue = 100 * (1 - exp(-1 / 7))
    assert season["fitness"].tolist() == pytest.approx([fitness, fitness * exp(-1 / 42)])
    assert season["fatigue"].tolist() == pytest.approx([fatigue, fatigue * exp(-1 / 7)])
    assert season["form"].tolist() == pytest.approx([0, fitness - fatigue])


def test_form_is_of_the_morning_before_the_ride():
    start = LoadState(fitness=80.0, fatigue=60.0)

    assert follow_load(loads_from(NEW_YEAR, [500]), start=start)["form"].tolist() == [20]


def test_steady_load_becomes_fitness():
    season = follow_load(loads_from(NEW_YEAR, [75.0] * 1000))

    assert season["fitness"].iloc[-1] == pytest.approx(75)
    assert season["form"].iloc[-1] == pytest.approx(0, abs=1e-6)


def test_fitness_falls_to_a_share_of_e_in_42_days():
    season = follow_load(loads_from(NEW_YEAR, [0.0] * 42), start=LoadState(100.0, 100.0))

    assert season["fitness"].iloc[-1] == pytest.approx(100 / np.e)
    assert season["fatigue"].iloc[6] == pytest.approx(100 / np.e)


def test_no_days_give_an_empty_season():
    season = follow_load(loads_from(NEW_YEAR, []))

    assert season.empty
    assert list(season.columns) == ["load", "fitness", "fatigue", "form"]


def test_missing_day_is_refused():
    with pytest.raises(ValueError, match="rest day is 0"):
        follow_load(loads_from(NEW_YEAR, [50, np.nan]))


day_loads = st.lists(st.floats(0, 500), min_size=1, max_size=200)


def slow_season(loads, fitness, fatigue):
    rows = []
    for load in loads:
        form = fitness - fatigue
        fitness += (load - fitness) * (1 - exp(-1 / 42))
        fatigue += (load - fatigue) * (1 - exp(-1 / 7))
        rows.append([load, fitness, fatigue, form])
    return rows


@given(loads=day_loads, fitness=st.floats(0, 150), fatigue=st.floats(0, 300))
@settings(max_examples=40)
def test_season_equals_the_recurrence(loads, fitness, fatigue):
    season = follow_load(loads_from(NEW_YEAR, loads), start=LoadState(fitness, fatigue))

    np.testing.assert_allclose(
        season.to_numpy(), slow_season(loads, fitness, fatigue), rtol=1e-12, atol=1e-9
    )


@given(loads=day_loads, doublings=st.integers(-3, 3))
@settings(max_examples=40)
def test_season_scales_with_load(loads, doublings):
    factor = 2.0**doublings
    season = follow_load(loads_from(NEW_YEAR, loads))
    scaled = follow_load(loads_from(NEW_YEAR, loads) * factor)

    np.testing.assert_allclose(scaled, season * factor, rtol=1e-12, atol=1e-12)


def test_weeks_start_on_monday():
    season = follow_load(loads_from(NEW_YEAR, [10] * 12))

    weeks = sum_weeks(season)

    assert [f"{monday:%m-%d}" for monday in weeks.index] == ["12-29", "01-05", "01-12"]
    assert weeks["load"].tolist() == [40, 70, 10]
    assert weeks["fitness"].tolist() == season["fitness"].iloc[[3, 10, 11]].tolist()


def test_ramp_is_the_fitness_gained_in_a_week():
    season = follow_load(loads_from(date(2026, 1, 5), [50] * 14))

    ramp = sum_weeks(season)["ramp"]

    assert np.isnan(ramp.iloc[0])
    assert ramp.iloc[1] == season["fitness"].iloc[13] - season["fitness"].iloc[6]


def test_weeks_of_an_empty_season_are_empty():
    assert sum_weeks(follow_load(loads_from(NEW_YEAR, []))).empty
