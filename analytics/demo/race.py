"""A race, which nobody plans: sitting in the bunch, surges, chases, climbs, a sprint."""

import numpy as np

from analytics.demo.workout import RideKind, Segment, Workout
from analytics.engine.recording import LapRole
from analytics.engine.vocabulary import Stimulus


def make_race(draw: np.random.Generator) -> Workout:
    """Ride a race: hundreds of short segments, a last climb and a sprint."""
    segments = [_plain(300, 0.6)]
    until_s = int(draw.integers(80, 125)) * 60
    while sum(segment.duration_s for segment in segments) < until_s:
        segments += _race_episode(draw)
    finish = Segment(
        LapRole.UNKNOWN, 14, 1.0, sprint=float(draw.uniform(0.85, 0.97)), cadence_rpm=114
    )
    segments += [_plain(150, 1.12), finish, _plain(240, 0.3)]
    return Workout(
        RideKind.RACE,
        Stimulus.RACE,
        "Road race" if draw.random() < 0.6 else "Criterium",
        "Stay in the first twenty; no work before the last lap.",
        tuple(segments),
    )


def _plain(duration_s: int, power: float) -> Segment:
    return Segment(LapRole.UNKNOWN, duration_s, power)


def _race_episode(draw: np.random.Generator) -> list[Segment]:
    """Sit in the bunch, then surge, chase or climb."""
    sitting = [
        _plain(int(draw.integers(20, 90)), float(draw.uniform(0.5, 0.8))),
        _plain(int(draw.integers(4, 15)), 0.0),
    ]
    chance = draw.random()
    if chance < 0.12:
        return [*sitting, _plain(int(draw.integers(150, 330)), float(draw.uniform(0.98, 1.08)))]
    if chance < 0.35:
        return [*sitting, _plain(int(draw.integers(25, 60)), float(draw.uniform(1.25, 1.6)))]
    return [*sitting, _plain(int(draw.integers(5, 14)), float(draw.uniform(1.7, 2.4)))]
