from datetime import date, timedelta

import numpy as np
import pytest

from analytics.demo.people import form_on
from analytics.demo.roster import demo_teams

FIRST_DATE = date(2026, 2, 23)


@pytest.fixture
def athlete():
    return demo_teams(FIRST_DATE, np.random.default_rng(1))[0].athletes[0]


def test_form_on_the_day_of_a_threshold_is_that_threshold(athlete):
    for known in athlete.thresholds:
        form = form_on(athlete, known.from_date)

        assert form.critical_power_w == known.critical_power_w
        assert form.ftp_w == known.ftp_w
        assert form.w_prime_j == known.w_prime_j
        assert form.threshold_heart_rate_bpm == known.threshold_heart_rate_bpm


def test_form_grows_between_two_thresholds(athlete):
    before, after = athlete.thresholds[:2]
    middle = before.from_date + (after.from_date - before.from_date) / 2

    form = form_on(athlete, middle)

    mean_w = (before.critical_power_w + after.critical_power_w) / 2
    assert form.critical_power_w == pytest.approx(mean_w)


@pytest.mark.parametrize(("days", "position"), ((-400, 0), (400, -1)))
def test_form_outside_of_the_season_is_the_nearest_known(athlete, days, position):
    form = form_on(athlete, FIRST_DATE + timedelta(days=days))

    assert form.critical_power_w == athlete.thresholds[position].critical_power_w
    assert form.mass_kg == athlete.masses[position].mass_kg


def test_sprint_grows_with_critical_power(athlete):
    first, last = (form_on(athlete, athlete.thresholds[step].from_date) for step in (0, -1))

    assert first.sprint_w == athlete.sprint_w
    assert last.sprint_w / first.sprint_w == pytest.approx(
        last.critical_power_w / first.critical_power_w
    )
