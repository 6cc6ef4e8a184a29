import pytest

from analytics.engine.plan_words import tell_plan
from analytics.engine.recording import LapRole, PlannedStep

WARM_UP = PlannedStep(LapRole.WARM_UP, duration_s=900, target_low_w=150, target_high_w=200)
EFFORT = PlannedStep(LapRole.WORK, duration_s=300, target_low_w=340, target_high_w=340)
REST = PlannedStep(LapRole.RECOVERY, duration_s=180, target_high_w=150)


def test_nothing_is_told_of_no_plan():
    assert tell_plan(()) == ""


def test_repeats_are_folded_and_the_rest_is_told_line_by_line():
    told = tell_plan([WARM_UP, *[EFFORT, REST] * 5, PlannedStep(LapRole.COOL_DOWN)])
    assert told.splitlines() == [
        "warm up 15:00 at 150 to 200 W",
        "5 x (5:00 at 340 W, recovery 3:00 at 150 W)",
        "cool down until the lap button",
    ]


def test_the_repeat_that_covers_the_most_is_taken():
    on, off = PlannedStep(LapRole.WORK, duration_s=30), PlannedStep(LapRole.RECOVERY, duration_s=15)
    assert tell_plan([on, on, off, on, on, off]) == "2 x (30 s, 30 s, recovery 15 s)"


def test_one_step_again_and_again_needs_no_brackets():
    assert tell_plan([EFFORT] * 3) == "3 x 5:00 at 340 W"


@pytest.mark.parametrize(
    ("name", "role", "told"),
    (
        ("Openers", LapRole.WORK, "Openers 5:00"),
        ("Warm up", LapRole.WARM_UP, "warm up 5:00"),
        ("Spin easily", LapRole.RECOVERY, "Spin easily 5:00"),
        ("", LapRole.UNKNOWN, "5:00"),
    ),
)
def test_a_steps_name_goes_before_its_role(name, role, told):
    assert tell_plan([PlannedStep(role, name=name, duration_s=300)]) == told


def test_a_long_plan_without_repeats_stays_whole():
    steps = [PlannedStep(LapRole.WORK, duration_s=60 + second) for second in range(40)]
    assert len(tell_plan(steps).splitlines()) == 40
