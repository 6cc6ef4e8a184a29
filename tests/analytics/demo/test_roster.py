from datetime import date, timedelta
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from analytics.demo.roster import SEASON_WEEKS, demo_teams

FIRST_DATE = date(2026, 2, 23)
TEAMS = demo_teams(FIRST_DATE, np.random.default_rng(1))
ATHLETES = [athlete for team in TEAMS for athlete in team.athletes]


def test_two_teams_of_three_have_a_coach_each():
    assert [(len(team.coaches), len(team.athletes)) for team in TEAMS] == [(1, 3), (1, 3)]


def test_nobody_shares_a_user_name():
    athletes = [athlete.user_name for athlete in ATHLETES]
    coaches = [coach.user_name for team in TEAMS for coach in team.coaches]

    assert len({*athletes, *coaches}) == 8


def test_athletes_live_in_real_and_different_time_zones():
    zones = {ZoneInfo(athlete.time_zone).key for athlete in ATHLETES}

    assert {"Europe/Ljubljana", "Europe/London", "America/Denver"} <= zones


@pytest.mark.parametrize("athlete", ATHLETES, ids=lambda athlete: athlete.user_name)
def test_mass_and_thresholds_are_dated_and_change(athlete):
    last_date = FIRST_DATE + timedelta(weeks=SEASON_WEEKS)

    for history in (athlete.masses, athlete.thresholds):
        dates = [entry.from_date for entry in history]
        assert dates[0] == FIRST_DATE
        assert dates == sorted(set(dates))
        assert last_date - dates[-1] < timedelta(weeks=6)
    assert len({entry.mass_kg for entry in athlete.masses}) > 5
    for name in ("critical_power_w", "w_prime_j", "ftp_w", "threshold_heart_rate_bpm"):
        assert len({getattr(entry, name) for entry in athlete.thresholds}) > 2, name


@pytest.mark.parametrize("athlete", ATHLETES, ids=lambda athlete: athlete.user_name)
def test_figures_are_those_of_a_trained_rider(athlete):
    for entry in athlete.thresholds:
        assert 3.0 < entry.critical_power_w / athlete.masses[0].mass_kg < 5.6
        assert 0.9 * entry.critical_power_w < entry.ftp_w < entry.critical_power_w
        assert 10_000 < entry.w_prime_j < 28_000
        assert (
            athlete.resting_heart_rate_bpm
            < entry.threshold_heart_rate_bpm
            < athlete.max_heart_rate_bpm
        )
    assert 11 < athlete.sprint_w / athlete.masses[0].mass_kg < 20
