from datetime import date

import numpy as np
import pytest

from analytics.demo import effort
from analytics.demo.people import form_on
from analytics.demo.roster import demo_teams
from analytics.demo.workout import Segment
from analytics.engine.recording import LapRole

DAY = date(2026, 2, 23)
ATHLETE = demo_teams(DAY, np.random.default_rng(1))[0].athletes[0]
FORM = form_on(ATHLETE, DAY)


def work(duration_s, power=1.0, **changes):
    return Segment(LapRole.WORK, duration_s, power, **changes)


def easy(duration_s, power=0.6):
    return Segment(LapRole.UNKNOWN, duration_s, power)


def draw(seed=1):
    return np.random.default_rng(seed)


def test_course_knows_the_segment_of_each_second():
    course = effort.lay_out((easy(2), work(3)))

    assert course.number.tolist() == [0, 0, 1, 1, 1]
    assert course.second.tolist() == [0, 1, 0, 1, 2]
    assert course.is_work.tolist() == [False, False, True, True, True]


def test_target_is_a_fraction_of_ftp_and_ramps_are_linear():
    course = effort.lay_out((work(2, 0.9), work(4, 0.5, end_power=1.0)))

    target_w = effort.target_power_w(course, 200.0, 1000.0)

    assert target_w == pytest.approx([180, 180, 112.5, 137.5, 162.5, 187.5])


def test_sprint_reaches_its_peak_within_three_seconds_and_fades():
    course = effort.lay_out((work(12, sprint=0.9),))

    target_w = effort.target_power_w(course, 200.0, 1000.0)

    assert target_w.max() == pytest.approx(900, rel=0.03)
    assert target_w.argmax() <= 2
    assert target_w[-1] < 0.7 * target_w.max()


@pytest.mark.parametrize(
    ("steadiness", "spread"), ((effort.OUTDOORS, 0.12), (effort.ON_TRAINER, 0.04))
)
def test_power_keeps_its_mean_and_has_the_spread_of_its_place(steadiness, spread):
    course = effort.lay_out((work(20_000),))

    power_w = effort.ridden_power_w(course, np.full(course.size, 250.0), steadiness, draw())

    assert power_w.mean() == pytest.approx(250, rel=0.01)
    assert power_w.std() / power_w.mean() == pytest.approx(spread, rel=0.1)


def test_road_leaves_repetitions_alone_and_lets_coast_between():
    course = effort.lay_out((easy(3000), work(600)))
    power_w = np.full(course.size, 200.0)

    on_road_w = effort.road_power_w(course, power_w, np.zeros(course.size), draw())

    assert (on_road_w[3000:] == 200).all()
    assert 0.01 < (on_road_w[:3000] == 0).mean() < 0.15


def test_uphill_is_harder_than_downhill():
    course = effort.lay_out((easy(2000),))
    grade = np.where(np.arange(2000) < 1000, 0.04, -0.04)

    on_road_w = effort.road_power_w(course, np.full(2000, 200.0), grade, draw())

    assert on_road_w[:1000].mean() > 1.3 * on_road_w[1000:].mean()


def test_cadence_is_zero_without_power_and_follows_the_workout():
    course = effort.lay_out((easy(600), work(600, cadence_rpm=54.0)))
    power_w = np.full(course.size, 200.0)
    power_w[:50] = 0

    cadence_rpm = effort.cadence_rpm(course, power_w, np.zeros(course.size), ATHLETE, draw())

    assert (cadence_rpm[:50] == 0).all()
    assert cadence_rpm[50:600].mean() == pytest.approx(ATHLETE.cadence_rpm, abs=2)
    assert cadence_rpm[600:].mean() == pytest.approx(54, abs=1.5)


def test_cadence_sinks_uphill_unless_the_workout_sets_it():
    course = effort.lay_out((easy(600), work(600, cadence_rpm=54.0)))
    grade = np.full(course.size, 0.06)

    cadence_rpm = effort.cadence_rpm(course, np.full(course.size, 200.0), grade, ATHLETE, draw())

    assert cadence_rpm[:600].mean() < ATHLETE.cadence_rpm - 4
    assert cadence_rpm[600:].mean() == pytest.approx(54, abs=1.5)


def test_heart_reaches_threshold_at_ftp_late_and_drifts():
    bpm = effort.heart_rate_bpm(np.full(7200, FORM.ftp_w), ATHLETE, FORM, draw())

    assert bpm[0] < 115
    assert bpm[200:500].mean() == pytest.approx(FORM.threshold_heart_rate_bpm, abs=2)
    assert bpm[-300:].mean() > bpm[200:500].mean() + 2


def test_heart_never_leaves_its_range():
    power_w = np.concatenate((np.zeros(600), np.full(3600, 3 * FORM.ftp_w)))

    bpm = effort.heart_rate_bpm(power_w, ATHLETE, FORM, draw())

    assert bpm.min() >= ATHLETE.resting_heart_rate_bpm
    assert bpm.max() == ATHLETE.max_heart_rate_bpm
