"""Seeded synthetic workouts: what a coach prescribes, as a power meter would see it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from analytics.engine.recording import FloatArray

Part = tuple[float, float]  # seconds, fraction of critical power


@dataclass(frozen=True, slots=True)
class Workout:
    """A ride whose intervals and sets are known."""

    kind: str
    critical_power_w: float
    power_w: FloatArray  # 1 Hz
    efforts: tuple[tuple[int, int], ...]  # [start, end) in seconds
    set_sizes: tuple[int, ...]  # efforts in each set, in order


@dataclass(slots=True)
class Writer:
    """Writes a target, second by second, and keeps what was an effort."""

    rng: Generator
    target: list[float]
    efforts: list[tuple[int, int]]
    set_sizes: list[int]

    def ride(self, seconds: float, fraction: float, end_fraction: float | None = None) -> None:
        end = fraction if end_fraction is None else end_fraction
        self.target.extend(np.linspace(fraction, end, round(seconds)))

    def effort(self, seconds: float, *levels: float) -> None:
        """Ride one effort through its levels, each for an equal share of the time."""
        start = len(self.target)
        seconds = seconds * self.rng.uniform(0.98, 1.02)
        for level in levels:
            self.ride(seconds / len(levels), level)
        self.efforts.append((start, len(self.target)))

    def repeat(self, count: int, seconds: float, level: float, rest_s: float, rest: float) -> None:
        """Ride one set of equal efforts."""
        for number in range(count):
            if number:
                self.ride(rest_s * self.rng.uniform(0.95, 1.05), rest)
            self.effort(seconds, level * self.rng.uniform(0.97, 1.03))
        self.set_sizes.append(count)


def vo2max(w: Writer) -> None:
    w.repeat(
        int(w.rng.integers(4, 7)),
        w.rng.choice([180, 240, 300]),
        w.rng.uniform(1.08, 1.18),
        180,
        0.5,
    )


def threshold(w: Writer) -> None:
    w.repeat(
        int(w.rng.integers(3, 6)),
        w.rng.choice([480, 600, 720]),
        w.rng.uniform(0.95, 1.02),
        240,
        0.5,
    )


def sweet_spot(w: Writer) -> None:
    count, seconds = ((2, 1200), (3, 900))[int(w.rng.integers(2))]
    w.repeat(count, seconds, w.rng.uniform(0.86, 0.93), 300, 0.5)


def tempo(w: Writer) -> None:
    w.repeat(3, 1200, w.rng.uniform(0.80, 0.86), 300, 0.5)


def minutes(w: Writer) -> None:
    w.repeat(
        int(w.rng.integers(6, 11)), 60, w.rng.uniform(1.25, 1.45), w.rng.choice([60, 120]), 0.45
    )


def micro_intervals(w: Writer) -> None:
    on_s, off_s = ((30, 15), (40, 20), (30, 30))[int(w.rng.integers(3))]
    for number in range(3):
        if number:
            w.ride(180, 0.5)
        w.repeat(int(w.rng.integers(8, 13)), on_s, w.rng.uniform(1.2, 1.35), off_s, 0.5)


def sprints(w: Writer) -> None:
    w.repeat(
        int(w.rng.integers(5, 9)), w.rng.choice([10, 12, 15, 20]), w.rng.uniform(2.2, 3.0), 240, 0.5
    )


def over_unders(w: Writer) -> None:
    for number in range(3):
        if number:
            w.ride(300, 0.5)
        w.effort(720, *([0.95, 1.05] * 4))
    w.set_sizes.append(3)


def ramps(w: Writer) -> None:
    for number in range(3):
        if number:
            w.ride(300, 0.5)
        start = len(w.target)
        w.ride(600, 0.85, 1.08)
        w.efforts.append((start, len(w.target)))
    w.set_sizes.append(3)


def pyramid(w: Writer) -> None:
    lengths_s = (60, 120, 180, 120, 60)
    for number, seconds in enumerate(lengths_s):
        if number:
            w.ride(120, 0.45)
        w.effort(seconds, 1.15)
    w.set_sizes.append(len(lengths_s))


def two_sets(w: Writer) -> None:
    w.repeat(4, 120, 1.15, 90, 0.5)
    w.ride(600, 0.5)
    w.repeat(4, 120, 1.15, 90, 0.5)


def climbs(w: Writer) -> None:
    for number in range(4):
        if number:
            w.ride(w.rng.uniform(800, 1100), 0.45)  # longer than any climb, so no recovery
        w.effort(w.rng.uniform(420, 780), w.rng.uniform(0.95, 1.05))
        w.set_sizes.append(1)


def mixed(w: Writer) -> None:
    w.repeat(3, 600, 0.98, 240, 0.5)
    w.ride(480, 0.5)
    w.repeat(5, 60, 1.35, 60, 0.45)


def single_effort(w: Writer) -> None:
    w.effort(1200, 1.0)
    w.set_sizes.append(1)


def endurance(w: Writer) -> None:
    for _ in range(20):
        w.ride(w.rng.uniform(200, 700), w.rng.uniform(0.55, 0.72))


def commute(w: Writer) -> None:
    for _ in range(25):
        w.ride(w.rng.uniform(30, 150), w.rng.uniform(0.5, 0.8))
        w.ride(w.rng.uniform(10, 45), 0.0)
        w.ride(w.rng.uniform(4, 10), w.rng.uniform(1.2, 2.0))


def race(w: Writer) -> None:
    for _ in range(150):
        w.ride(w.rng.gamma(2.0, 12.0) + 3, float(np.clip(w.rng.normal(0.8, 0.4), 0.0, 2.2)))


WITH_INTERVALS: tuple[Callable[[Writer], None], ...] = (
    vo2max, threshold, sweet_spot, tempo, minutes, micro_intervals, sprints, over_unders,
    ramps, pyramid, two_sets, climbs, mixed, single_effort,
)  # fmt: skip
WITHOUT_INTERVALS: tuple[Callable[[Writer], None], ...] = (endurance, commute, race)


def write_workout(write: Callable[[Writer], None], noise: float, seed: int) -> Workout:
    """Write one workout; the same arguments give the same ride.

    Half of the noise is white, half flows over some seconds as legs and road do; power follows
    the target within a few seconds, and now and then the rider coasts for a moment.
    """
    rng = np.random.default_rng([seed, sum(map(ord, write.__name__)), round(1000 * noise)])
    writer = Writer(rng, [], [], [])
    writer.ride(600, 0.4, 0.62)
    writer.ride(180, 0.55)
    write(writer)
    writer.ride(600, 0.5, 0.4)
    critical_power_w = float(rng.uniform(180, 400))
    power_w = critical_power_w * _ride_it(np.array(writer.target), noise, rng)
    return Workout(
        write.__name__, critical_power_w, power_w, tuple(writer.efforts), tuple(writer.set_sizes)
    )


def _ride_it(target: FloatArray, noise: float, rng: Generator) -> FloatArray:
    """Follow a target as a rider does."""
    kernel = np.array([0.5, 0.3, 0.2])
    followed = np.convolve(target, kernel)[: target.size]
    white = rng.normal(0, noise / np.sqrt(2), target.size)
    flowing = np.convolve(rng.normal(0, 1, target.size + 7), np.ones(8) / np.sqrt(8), "valid")
    power = followed * (1 + white + flowing * noise / np.sqrt(2))
    for start in rng.integers(0, target.size, target.size // 900):
        power[start : start + int(rng.integers(2, 7))] = 0.0
    return np.maximum(power, 0.0)
