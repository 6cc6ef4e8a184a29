"""How fresh an athlete is on each ride: fitness against fatigue of the workouts before."""

from collections.abc import Sequence
from datetime import date

import numpy as np

from analytics.demo.workout import Workout

FITNESS_DAYS = 42
FATIGUE_DAYS = 7
POWER_OF_FORM = 0.0012  # change of power with one point of form
LIMITS = (0.955, 1.025)
DAILY_SPREAD = 0.010


def readiness_of(
    dates: Sequence[date], workouts: Sequence[Workout], draw: np.random.Generator
) -> list[float]:
    """Rate the power of each day against the athlete's form, about 1.

    Parameters
    ----------
    dates : sequence of date
        Days of the rides, rising.
    workouts : sequence of Workout
        What is ridden on each of them.
    draw : numpy.random.Generator
        Decides the good and bad days.

    Returns
    -------
    list of float
        One factor of power for each ride.
    """
    fitness = fatigue = 45.0
    readiness = []
    previous = dates[0]
    for day, workout in zip(dates, workouts, strict=True):
        days = (day - previous).days
        fitness *= float(np.exp(-days / FITNESS_DAYS))
        fatigue *= float(np.exp(-days / FATIGUE_DAYS))
        factor = 1 + POWER_OF_FORM * (fitness - fatigue) + float(draw.normal(0, DAILY_SPREAD))
        readiness.append(float(np.clip(factor, *LIMITS)))
        fitness += _load(workout) * (1 - float(np.exp(-1 / FITNESS_DAYS)))
        fatigue += _load(workout) * (1 - float(np.exp(-1 / FATIGUE_DAYS)))
        previous = day
    return readiness


def _load(workout: Workout) -> float:
    """Estimate the training load from the plan: 100 for an hour at FTP."""
    powers = [
        (segment.power + (segment.end_power or segment.power)) / 2 for segment in workout.segments
    ]
    squares = [
        power**2 * segment.duration_s
        for power, segment in zip(powers, workout.segments, strict=True)
    ]
    return 100 * sum(squares) / 3600
