"""The workouts that the demo's coaches prescribe.

What varies from one time to the next (target, number of repetitions) is drawn from
the generator that is passed in.
"""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from analytics.demo.race import make_race
from analytics.demo.workout import RideKind, Segment, Workout
from analytics.engine.recording import LapRole
from analytics.engine.vocabulary import Stimulus

Draw = np.random.Generator


def make_workout(kind: RideKind, draw: Draw) -> Workout:
    """Write one workout of a kind.

    Parameters
    ----------
    kind : RideKind
        What is to be trained.
    draw : numpy.random.Generator
        Decides targets and numbers; equal generators give equal workouts.

    Returns
    -------
    Workout
        Segments of whole seconds, in order, without gaps.
    """
    return _MAKERS[kind](draw)


def _work(duration_s: int, power: float, name: str = "Work") -> Segment:
    return Segment(LapRole.WORK, duration_s, power, name=name)


def _rest(duration_s: int, power: float = 0.45) -> Segment:
    return Segment(LapRole.RECOVERY, duration_s, power, name="Recover")


def _warm_up(minutes: int = 15) -> Segment:
    return Segment(LapRole.WARM_UP, 60 * minutes, 0.45, 0.68, name="Warm up")


def _cool_down(minutes: int = 10) -> Segment:
    return Segment(LapRole.COOL_DOWN, 60 * minutes, 0.58, 0.42, name="Cool down")


def _steady(minutes: int, power: float) -> Segment:
    return Segment(LapRole.UNKNOWN, 60 * minutes, power, name="Endurance")


def _repeated(repetitions: int, effort: tuple[Segment, ...], rest: Segment) -> tuple[Segment, ...]:
    """Repeat an effort with a rest between, none after the last."""
    return (*((*effort, rest) * (repetitions - 1)), *effort)


def _framed(*segments: Segment, minutes_easy: int = 0) -> tuple[Segment, ...]:
    easy = (_steady(minutes_easy, 0.62),) if minutes_easy else ()
    return (_warm_up(), *segments, *easy, _cool_down())


def _recovery(draw: Draw) -> Workout:
    minutes = int(draw.integers(40, 61))
    return Workout(
        RideKind.RECOVERY,
        Stimulus.RECOVERY,
        "Easy spin",
        "Small ring, no hills, talk all the way.",
        (_steady(minutes, 0.48),),
    )


def _endurance(draw: Draw) -> Workout:
    minutes = int(draw.integers(80, 136))
    return Workout(
        RideKind.ENDURANCE,
        Stimulus.AEROBIC,
        "Endurance",
        "Steady pressure, nothing above tempo.",
        (_steady(minutes, float(draw.uniform(0.62, 0.70))),),
    )


def _long(draw: Draw) -> Workout:
    hours = float(draw.uniform(3.0, 4.4))
    halves = (_steady(int(30 * hours), 0.64), _steady(int(30 * hours), 0.67))
    return Workout(
        RideKind.LONG,
        Stimulus.AEROBIC,
        "Long endurance",
        "Eat from the first half-hour on; the second half no slower than the first.",
        halves,
    )


def _sweet_spot(draw: Draw) -> Workout:
    power = float(draw.uniform(0.87, 0.92))
    return Workout(
        RideKind.SWEET_SPOT,
        Stimulus.THRESHOLD,
        "3 x 15 min sweet spot",
        "Three times fifteen minutes just below threshold, five easy between.",
        _framed(*_repeated(3, (_work(900, power),), _rest(300)), minutes_easy=15),
    )


def _threshold(draw: Draw) -> Workout:
    power = float(draw.uniform(0.94, 1.0))
    return Workout(
        RideKind.THRESHOLD,
        Stimulus.THRESHOLD,
        "2 x 20 min threshold",
        "Twice twenty minutes, even from start to end, eight easy between.",
        _framed(*_repeated(2, (_work(1200, power),), _rest(480))),
    )


def _over_unders(draw: Draw) -> Workout:
    under, over = float(draw.uniform(0.88, 0.92)), float(draw.uniform(1.06, 1.10))
    effort = (_work(120, under, "Under"), _work(60, over, "Over")) * 3
    return Workout(
        RideKind.OVER_UNDERS,
        Stimulus.LACTATE_CLEARANCE,
        "4 x 9 min over-unders",
        "Two minutes under, one over, three times; five easy between.",
        _framed(*_repeated(4, effort, _rest(300))),
    )


def _vo2max(draw: Draw) -> Workout:
    power = float(draw.uniform(1.08, 1.15))
    efforts = tuple(_work(300, power * (1.01 - 0.006 * number)) for number in range(5))
    segments = [part for effort in efforts for part in (effort, _rest(300))][:-1]
    return Workout(
        RideKind.VO2MAX,
        Stimulus.VO2MAX,
        "5 x 5 min VO2max",
        "Five times five minutes, as much as will last for all five.",
        _framed(*segments),
    )


def _micro_intervals(draw: Draw) -> Workout:
    repetitions = int(draw.integers(10, 14))
    power = float(draw.uniform(1.24, 1.36))
    block = _repeated(repetitions, (_work(30, power, "On"),), _rest(15, 0.5))
    return Workout(
        RideKind.MICRO_INTERVALS,
        Stimulus.VO2MAX,
        f"3 x ({repetitions} x 30/15)",
        "Thirty seconds on, fifteen off; five minutes easy between the blocks.",
        _framed(*_repeated(3, block, _rest(300))),
    )


def _sprints(draw: Draw) -> Workout:
    repetitions = int(draw.integers(6, 9))
    strengths = draw.uniform(0.86, 0.99, repetitions)
    segments: list[Segment] = []
    for strength in strengths:
        segments += [
            Segment(LapRole.WORK, 12, 1.0, sprint=float(strength), cadence_rpm=112, name="Sprint"),
            _rest(228, 0.5),
        ]
    return Workout(
        RideKind.SPRINTS,
        Stimulus.NEUROMUSCULAR,
        f"{repetitions} x 12 s sprints",
        "From a rolling start, out of the saddle, everything; four minutes for each.",
        _framed(*segments, minutes_easy=25),
    )


def _torque(draw: Draw) -> Workout:
    effort = replace(_work(360, float(draw.uniform(0.84, 0.9)), "Low cadence"), cadence_rpm=54.0)
    return Workout(
        RideKind.TORQUE,
        Stimulus.THRESHOLD,
        "5 x 6 min low cadence",
        "Big gear at 50 to 60 rpm, seated, four minutes easy between.",
        _framed(*_repeated(5, (effort,), _rest(240)), minutes_easy=10),
    )


def _late_efforts(draw: Draw) -> Workout:
    power = float(draw.uniform(0.93, 0.98))
    efforts = _repeated(3, (_work(600, power),), _rest(300))
    return Workout(
        RideKind.LATE_EFFORTS,
        Stimulus.FATIGUE_RESISTANCE,
        "3 x 10 min after two hours",
        "Two hours steady first; then three times ten minutes at threshold on tired legs.",
        (_steady(120, 0.66), *efforts, _cool_down(15)),
    )


def _activation(draw: Draw) -> Workout:
    power = float(draw.uniform(1.12, 1.2))
    return Workout(
        RideKind.ACTIVATION,
        Stimulus.ACTIVATION,
        "Openers: 4 x 1 min",
        "Wake the legs, no more than that.",
        _framed(*_repeated(4, (_work(60, power),), _rest(180))),
    )


def _test(draw: Draw) -> Workout:
    start = float(draw.uniform(1.03, 1.06))
    effort = Segment(LapRole.WORK, 1200, start, 2 * 1.055 - start, name="Test")
    return Workout(
        RideKind.TEST,
        Stimulus.TEST,
        "20-min test",
        "One minute hard to open, five easy, then the best twenty minutes of the day.",
        _framed(_work(60, 1.15, "Opener"), _rest(300), effort),
    )


_MAKERS: dict[RideKind, Callable[[Draw], Workout]] = {
    RideKind.RECOVERY: _recovery,
    RideKind.ENDURANCE: _endurance,
    RideKind.LONG: _long,
    RideKind.SWEET_SPOT: _sweet_spot,
    RideKind.THRESHOLD: _threshold,
    RideKind.OVER_UNDERS: _over_unders,
    RideKind.VO2MAX: _vo2max,
    RideKind.MICRO_INTERVALS: _micro_intervals,
    RideKind.SPRINTS: _sprints,
    RideKind.TORQUE: _torque,
    RideKind.LATE_EFFORTS: _late_efforts,
    RideKind.ACTIVATION: _activation,
    RideKind.TEST: _test,
    RideKind.RACE: make_race,
}
