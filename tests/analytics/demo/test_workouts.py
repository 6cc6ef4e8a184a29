import numpy as np
import pytest

from analytics.demo.workout import RideKind
from analytics.demo.workouts import make_workout
from analytics.engine.recording import LapRole


def made(kind, seed=1):
    return make_workout(kind, np.random.default_rng(seed))


def work_of(workout):
    return [segment for segment in workout.segments if segment.role is LapRole.WORK]


@pytest.mark.parametrize("kind", RideKind)
def test_every_kind_can_be_written(kind):
    workout = made(kind)

    assert workout.kind is kind
    assert workout.title
    assert workout.description
    assert 30 * 60 <= workout.duration_s <= 5 * 3600
    assert all(segment.duration_s > 0 for segment in workout.segments)


@pytest.mark.parametrize("kind", RideKind)
def test_equal_generators_write_equal_workouts(kind):
    assert made(kind, seed=3) == made(kind, seed=3)


@pytest.mark.parametrize(
    ("kind", "duration_s", "repetitions", "least", "most"),
    (
        (RideKind.THRESHOLD, 1200, 2, 0.94, 1.0),
        (RideKind.SWEET_SPOT, 900, 3, 0.87, 0.92),
        (RideKind.VO2MAX, 300, 5, 1.05, 1.17),
        (RideKind.TORQUE, 360, 5, 0.84, 0.9),
        (RideKind.LATE_EFFORTS, 600, 3, 0.93, 0.98),
        (RideKind.ACTIVATION, 60, 4, 1.12, 1.2),
    ),
)
def test_repetitions_are_what_the_title_says(kind, duration_s, repetitions, least, most):
    work = work_of(made(kind))

    assert [segment.duration_s for segment in work] == [duration_s] * repetitions
    assert all(least <= segment.power <= most for segment in work)


def test_no_recovery_follows_the_last_repetition():
    roles = [segment.role for segment in made(RideKind.THRESHOLD).segments]

    assert roles == [
        LapRole.WARM_UP,
        LapRole.WORK,
        LapRole.RECOVERY,
        LapRole.WORK,
        LapRole.COOL_DOWN,
    ]


def test_micro_intervals_are_three_blocks_of_thirty_fifteen():
    workout = made(RideKind.MICRO_INTERVALS)
    rests = [segment for segment in workout.segments if segment.role is LapRole.RECOVERY]
    repetitions = len(work_of(workout)) // 3

    assert workout.title == f"3 x ({repetitions} x 30/15)"
    assert [rest.duration_s for rest in rests].count(300) == 2
    assert [rest.duration_s for rest in rests].count(15) == 3 * (repetitions - 1)


def test_over_unders_change_between_under_and_over():
    powers = [segment.power for segment in work_of(made(RideKind.OVER_UNDERS))]

    assert len(powers) == 4 * 6
    assert all(power < 1 for power in powers[::2])
    assert all(power > 1 for power in powers[1::2])


def test_test_averages_the_same_however_it_is_opened():
    (_, test) = work_of(made(RideKind.TEST))

    assert (test.power + test.end_power) / 2 == pytest.approx(1.055)
