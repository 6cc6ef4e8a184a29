from datetime import date, timedelta

import numpy as np
import pytest

from analytics.demo import readiness
from analytics.demo.workout import RideKind
from analytics.demo.workouts import make_workout

FIRST_DATE = date(2026, 3, 2)


def mean_readiness(kind, seeds=40):
    """Average the last of ten days in a row with the same workout, over many draws."""
    workout = make_workout(kind, np.random.default_rng(1))
    dates = [FIRST_DATE + timedelta(days=day) for day in range(10)]
    last = [
        readiness.readiness_of(dates, [workout] * 10, np.random.default_rng(seed))[-1]
        for seed in range(seeds)
    ]
    return float(np.mean(last))


def test_hard_days_tire_and_easy_days_refresh():
    assert mean_readiness(RideKind.LATE_EFFORTS) < 0.98
    assert mean_readiness(RideKind.RECOVERY) > 1.005


def test_days_off_refresh():
    workouts = [make_workout(RideKind.LONG, np.random.default_rng(1))] * 2
    soon = [FIRST_DATE, FIRST_DATE + timedelta(days=1)]
    later = [FIRST_DATE, FIRST_DATE + timedelta(days=6)]

    tired, rested = (
        readiness.readiness_of(dates, workouts, np.random.default_rng(1))[-1]
        for dates in (soon, later)
    )

    assert tired < rested


@pytest.mark.parametrize("kind", RideKind)
def test_readiness_stays_within_its_limits(kind):
    least, most = readiness.LIMITS

    assert least <= mean_readiness(kind, seeds=5) <= most
