from dataclasses import replace

import numpy as np
import pytest

from analytics.engine.plans import stretches_from_plan
from analytics.engine.recording import LapRole, PlannedStep
from analytics.engine.stream import SecondStatus
from analytics.engine.vocabulary import IntervalSource
from tests.analytics.engine.interval_rides import make_power, make_ride, make_stream

WARM_UP = PlannedStep(LapRole.WARM_UP, duration_s=600, target_low_w=150, target_high_w=170)
WORK = PlannedStep(LapRole.WORK, duration_s=300, target_low_w=330)
REST = PlannedStep(LapRole.RECOVERY, duration_s=180, target_high_w=150)
PLAN = (WARM_UP, WORK, REST, WORK)
RIDDEN_W = make_power((240, 90), (600, 160), (300, 335), (180, 145), (300, 325), (400, 120))


def edges_of(plan, power_w=RIDDEN_W):
    found = stretches_from_plan(make_ride(plan=plan), make_stream(power_w))
    return [(each.start_s, each.end_s) for each in found]


def test_plan_is_laid_where_the_ride_follows_it():
    found = stretches_from_plan(make_ride(plan=PLAN), make_stream(RIDDEN_W))

    assert [(each.start_s, each.end_s) for each in found] == [(840, 1140), (1320, 1620)]
    assert {each.source for each in found} == {IntervalSource.PLAN}
    assert all(0.9 < each.confidence <= 1 for each in found)


def test_steps_without_a_role_are_work_where_their_target_is_high():
    plan = tuple(replace(step, role=LapRole.UNKNOWN) for step in PLAN)

    assert edges_of(plan) == [(840, 1140), (1320, 1620)]


def test_pause_stops_the_plan():
    power_w = np.concatenate((RIDDEN_W[:1200], np.full(100, np.nan), RIDDEN_W[1200:]))
    status = np.zeros(power_w.size, dtype=np.uint8)
    status[1200:1300] = SecondStatus.PAUSED
    stream = replace(make_stream(power_w), status=status)

    found = stretches_from_plan(make_ride(plan=PLAN), stream)

    assert [(each.start_s, each.end_s) for each in found] == [(840, 1140), (1420, 1720)]


@pytest.mark.parametrize(
    "plan",
    (
        (),
        PLAN[:2],
        (*PLAN, PlannedStep(LapRole.WORK, target_low_w=300)),
        (*PLAN, PlannedStep(LapRole.WORK, duration_s=300)),
        (*PLAN, replace(WORK, duration_s=5000)),
        (WARM_UP, WARM_UP, WARM_UP),
    ),
    ids=("none", "two steps", "open step", "no target", "longer than the ride", "one target"),
)
def test_plan_that_cannot_be_laid_gives_nothing(plan):
    assert edges_of(plan) == []


def test_ride_that_did_not_follow_the_plan_gives_nothing():
    assert edges_of(PLAN, make_power((2400, 200), noise=0.2)) == []


def test_ride_without_power_gives_nothing():
    assert edges_of(PLAN, np.full(2400, np.nan)) == []
