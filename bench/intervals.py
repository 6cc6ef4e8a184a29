"""Intervals: the detector beside two baselines, on labelled real rides and on synthetic workouts.

python -m bench.intervals

Laps and planned steps are hidden; no threshold is given but where the line says so. A detected
interval is right where it overlaps a true one by at least 0.75 (intersection over union), one to
one. Level lap: every lap of work; level block: adjacent work laps as one.
"""

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from math import log
from statistics import median
from time import perf_counter

import numpy as np

from analytics.engine.change_points import find_change_points
from analytics.engine.detection import detect_stretches
from analytics.engine.detection_signal import prepare_signal
from analytics.engine.intensity import find_reference_power
from analytics.engine.recording import FloatArray
from analytics.engine.rider import Rider
from bench.interval_rides import (
    SEASON_CRITICAL_POWER_W,
    Edges,
    LabelledRide,
    labelled_rides,
    on_axis,
    unmarked_rides,
)
from bench.workouts import WITH_INTERVALS, WITHOUT_INTERVALS, write_workout

OVERLAP = 0.75
NOISES = (0.06, 0.12, 0.18)
SEEDS = range(8)
Detector = Callable[[FloatArray, float | None], list[Edges]]


def detect(power_w: FloatArray, critical_power_w: float | None) -> list[Edges]:
    reference = find_reference_power(power_w, Rider(critical_power_w=critical_power_w))
    if reference is None:
        return []
    return [(each.start_s, each.end_s) for each in detect_stretches(power_w, reference)]


def hysteresis(power_w: FloatArray, critical_power_w: float | None) -> list[Edges]:
    """Ten-second means: in above 0.95 CP, out below 0.8 CP, at least 20 s."""
    reference = find_reference_power(power_w, Rider(critical_power_w=critical_power_w))
    if reference is None or power_w.size < 10:
        return []
    smooth = np.convolve(np.nan_to_num(power_w), np.ones(10) / 10, "same") / reference.power_w
    found, start = [], None
    for second, level in enumerate([*smooth.tolist(), 0.0]):
        if start is None and level >= 0.95:
            start = second
        elif start is not None and level < 0.8:
            found.append((start, second))
            start = None
    return [(start, end) for start, end in found if end - start >= 20]


def plain_pelt(power_w: FloatArray, critical_power_w: float | None) -> list[Edges]:
    """PELT with the textbook penalty, 2 sigma^2 ln n; adjacent segments above 0.85 CP joined."""
    reference = find_reference_power(power_w, Rider(critical_power_w=critical_power_w))
    if reference is None or power_w.size < 10:
        return []
    signal = prepare_signal(power_w, reference.power_w)
    sigma = float(np.median(np.abs(np.diff(signal)))) / (0.6745 * 2**0.5)
    edges = find_change_points(signal, max(2 * sigma**2 * log(signal.size), 1e-6)).tolist()
    found: list[Edges] = []
    for start, end in pairwise(edges):
        if signal[start:end].mean() < 0.85:
            continue
        if found and found[-1][1] == start:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return [(start, end) for start, end in found if end - start >= 20]


DETECTORS: dict[str, Detector] = {
    "ours": detect,
    "hysteresis": hysteresis,
    "PELT, textbook": plain_pelt,
}


class Score:
    """Counts over rides."""

    def __init__(self) -> None:
        self.right = self.found = self.true = 0
        self.by_ride: list[float] = []
        self.edge_errors_s: list[int] = []

    def add(self, found: list[Edges], true: list[Edges]) -> list[Edges]:
        """Count one ride; give the true intervals that were missed."""
        pairs = match(found, true)
        self.right += len(pairs)
        self.found += len(found)
        self.true += len(true)
        self.by_ride.append(f1(len(pairs), len(found), len(true)))
        for ours, theirs in pairs:
            self.edge_errors_s += [abs(ours[0] - theirs[0]), abs(ours[1] - theirs[1])]
        hit = {theirs for _, theirs in pairs}
        return [each for each in true if each not in hit]

    def __str__(self) -> str:
        precision = self.right / self.found if self.found else 1.0
        recall = self.right / self.true if self.true else 1.0
        errors_s = self.edge_errors_s or [0]
        return (
            f"precision {precision:.3f}  recall {recall:.3f}  "
            f"F1 {f1(self.right, self.found, self.true):.3f}  macro {np.mean(self.by_ride):.3f}  "
            f"edges median {median(errors_s):.0f} s, mean {np.mean(errors_s):.1f} s"
        )


def f1(right: int, found: int, true: int) -> float:
    return 2 * right / (found + true) if found + true else 1.0


def match(found: list[Edges], true: list[Edges]) -> list[tuple[Edges, Edges]]:
    """Pair found and true intervals, the largest overlap first."""
    pairs = sorted(((overlap(a, b), a, b) for a in found for b in true), reverse=True)
    used: set[tuple[str, Edges]] = set()
    matched = []
    for share, a, b in pairs:
        if share >= OVERLAP and ("found", a) not in used and ("true", b) not in used:
            used |= {("found", a), ("true", b)}
            matched.append((a, b))
    return matched


def overlap(a: Edges, b: Edges) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(shared, 0) / (max(a[1], b[1]) - min(a[0], b[0]))


def score_real() -> None:
    rides = labelled_rides()
    print(f"\nReal labelled rides ({len(rides)}, grades A and B)")
    for name, detector in DETECTORS.items():
        for level in ("block", "lap"):
            score = Score()
            for _, _, stream, true in rides:
                score.add(detector(on_axis(stream), None), true[level])
            print(f"  {name:15} {level:6} {score}")
    season = [ride for ride in rides if ride[0]["season"]]
    others = [ride for ride in rides if not ride[0]["season"]]
    for name, part, known in (
        ("ours, season", season, None),
        ("ours, CP 310", season, SEASON_CRITICAL_POWER_W),
        ("ours, others", others, None),
    ):
        score = Score()
        for _, _, stream, true in part:
            score.add(detect(on_axis(stream), known), true["block"])
        print(f"  {name:15} block  {score}")
    score_kinds(rides)
    print("  ride by ride, block level:")
    for labels, _, stream, true in rides:
        score = Score()
        missed = score.add(detect(on_axis(stream), None), true["block"])
        print(f"    {labels['file'][-44:]:44} F1 {score.by_ride[0]:.2f}  missed {missed}")


def score_kinds(rides: list[LabelledRide]) -> None:
    """Score the rides of each kind of label apart."""
    for kind in sorted({ride[0]["kind"] for ride in rides}):
        score = Score()
        for labels, _, stream, true in rides:
            if labels["kind"] == kind:
                score.add(detect(on_axis(stream), None), true["block"])
        print(f"  ours, {kind} ({len(score.by_ride)})  block  {score}")


def score_synthetic() -> None:
    print(f"\nSynthetic workouts ({len(WITH_INTERVALS)} kinds, {len(SEEDS)} of each)")
    for noise in NOISES:
        for name, detector in DETECTORS.items():
            for known in (True, False):
                by_kind = {}
                for write in WITH_INTERVALS:
                    score = Score()
                    for seed in SEEDS:
                        workout = write_workout(write, noise, seed)
                        threshold_w = workout.critical_power_w if known else None
                        score.add(detector(workout.power_w, threshold_w), list(workout.efforts))
                    by_kind[write.__name__] = f1(score.right, score.found, score.true)
                weakest = min(by_kind, key=lambda kind: by_kind[kind])
                print(
                    f"  noise {noise:.2f}  {name:15} CP {'given  ' if known else 'unknown'}"
                    f"  macro-F1 {np.mean(list(by_kind.values())):.3f}"
                    f"  weakest {weakest} {by_kind[weakest]:.2f}"
                )


def score_false() -> None:
    print("\nFalse intervals an hour, on rides without any")
    for kind, rides in unmarked_rides().items():
        hours = sum(power_w.size for power_w in rides) / 3600
        for known in (SEASON_CRITICAL_POWER_W, None):
            for name, detector in DETECTORS.items():
                count = sum(len(detector(power_w, known)) for power_w in rides)
                print(
                    f"  {len(rides):2} {kind}, {hours:.0f} h, CP {known or 'unknown':7}"
                    f"  {name:15} {count / hours:5.2f}"
                )
    for write in WITHOUT_INTERVALS:
        for is_known in (True, False):
            count, seconds = 0, 0
            for seed in SEEDS:
                workout = write_workout(write, 0.12, seed)
                threshold_w = workout.critical_power_w if is_known else None
                count += len(detect(workout.power_w, threshold_w))
                seconds += workout.power_w.size
            print(
                f"  synthetic {write.__name__}, CP {'given' if is_known else 'unknown'}"
                f"  ours {3600 * count / seconds:.2f}"
            )


def time_detection() -> None:
    print("\nSpeed (median of 5)")
    rng = np.random.default_rng(1)
    for hours in (3, 24):
        power_w = np.maximum(rng.normal(200, 60, hours * 3600), 0.0)
        power_w += 120 * (np.arange(power_w.size) % 1200 < 300)
        took_s = []
        for _ in range(5):
            began = perf_counter()
            detect(power_w, 290.0)
            took_s.append(perf_counter() - began)
        print(f"  {hours} h: {1000 * median(took_s):.0f} ms")


def main() -> None:
    print(f"bench.intervals, {datetime.now(UTC):%Y-%m-%d}")
    score_real()
    score_synthetic()
    score_false()
    time_detection()


if __name__ == "__main__":
    main()
