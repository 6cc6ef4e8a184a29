import numpy as np
import pytest

from analytics.demo import laps
from analytics.demo.workout import Segment
from analytics.engine.recording import LapRole, LapTrigger, PlannedStep

SEGMENTS = (
    Segment(LapRole.WARM_UP, 600, 0.5, 0.7, name="Warm up"),
    Segment(LapRole.WORK, 30, 1.3),
    Segment(LapRole.RECOVERY, 15, 0.5),
    Segment(LapRole.WORK, 30, 1.3),
    Segment(LapRole.RECOVERY, 300, 0.45),
    Segment(LapRole.WORK, 12, 1.0, sprint=0.9, name="Sprint"),
)
EDGE_AT_S = 1e9 + np.arange(988.0)


def spans_of(made):
    return [(lap.start_at_s - 1e9, lap.end_at_s - 1e9) for lap in made]


def test_workout_marks_every_segment():
    made = laps.workout_laps(SEGMENTS, EDGE_AT_S)

    assert spans_of(made)[:3] == [(0, 600), (600, 630), (630, 645)]
    assert [lap.step_number for lap in made] == [0, 1, 2, 3, 4, 5]
    assert [lap.role for lap in made] == [segment.role for segment in SEGMENTS]
    assert [lap.trigger for lap in made] == [LapTrigger.WORKOUT] * 5 + [LapTrigger.SESSION_END]


@pytest.mark.parametrize("seed", range(5))
def test_rider_presses_about_on_time_and_not_for_short_repetitions(seed):
    made = laps.pressed_laps(SEGMENTS, EDGE_AT_S, np.random.default_rng(seed))

    starts = [start for start, _ in spans_of(made)]
    assert starts == pytest.approx([0, 600, 675, 975], abs=4)
    assert {lap.trigger for lap in made[:-1]} == {LapTrigger.HAND}
    assert {lap.role for lap in made} == {LapRole.UNKNOWN}


def test_automatic_laps_end_at_every_five_kilometres():
    distance_m = np.linspace(12, 11_999, 987)

    made = laps.automatic_laps(distance_m, EDGE_AT_S)

    ends = [int(end) for _, end in spans_of(made)]
    assert [round(distance_m[end] / 1000, 1) for end in ends[:-1]] == [5.0, 10.0]
    assert [lap.trigger for lap in made] == [LapTrigger.DISTANCE] * 2 + [LapTrigger.SESSION_END]


def test_laps_leave_no_second_out():
    for made in (
        laps.one_lap(EDGE_AT_S),
        laps.workout_laps(SEGMENTS, EDGE_AT_S),
        laps.pressed_laps(SEGMENTS, EDGE_AT_S, np.random.default_rng(1)),
    ):
        spans = spans_of(made)
        assert spans[0][0] == 0
        assert spans[-1][1] == 987
        assert [end for _, end in spans[:-1]] == [start for start, _ in spans[1:]]


def test_steps_carry_targets_in_watts_but_sprints_do_not():
    steps = laps.planned_steps(SEGMENTS, 200.0)

    assert steps[0] == PlannedStep(LapRole.WARM_UP, "Warm up", 600.0, 97.0, 144.0)
    assert steps[-1] == PlannedStep(LapRole.WORK, "Sprint", 12.0)
