"""The engine's vectorised functions against their brute-force twins: equal, and how much faster.

    python -m bench.oracle [--short] [name ...]

Every public function of the engine that takes an array or a ride has a twin here or, in
``REASONS``, why it needs none; a test walks them.
"""

import inspect
import sys
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from time import perf_counter

import numpy as np

import analytics.engine
from analytics.engine.recording import FloatArray
from bench import twins
from bench.axis_pairs import AXIS_PAIRS
from bench.interval_pairs import INTERVAL_PAIRS
from bench.power_pairs import POWER_PAIRS
from bench.season_pairs import SEASON_PAIRS

LENGTHS_S = (0, 1, 2, 15, 29, 30, 31, 63, 64, 65, 600, 3600)
DAY_S = 86_400
KINDS = ("clean", "gaps", "nonsense", "nothing", "steps")
SEEDS = range(3)
TOLERANCE = 1e-9  # relative

PAIRS = {**POWER_PAIRS, **AXIS_PAIRS, **INTERVAL_PAIRS, **SEASON_PAIRS}
# Twins that look at every window, or at every pair, are asked for no more than this.
LONGEST_S = {
    "mean_maximal_curve": 600,
    "find_change_points": 600,
    "detect_sets": 3600,
    "read_clock": 3600,
    "build_stream": 3600,
    "compare_rides": 3600,
}
ARRAYS = (
    "Array",
    "ndarray",
    "Stream",
    ".Ride'",
    "RunningSums",
    "Series",
    "DataFrame",
    ".History",
    "Stairs",
)
JUDGED = "judges by measures that have twins; bench.intervals and bench.sets score what it decides"
LABELS = "puts labels on figures of measure_interval, which has a twin"
ONE_VALUE = "looks at no second"
LEDGER = "its twin is tests/analytics/engine/plain_ledger.py, on random histories"
REASONS = {
    "detect_stretches": JUDGED,
    "is_meant": JUDGED,
    "is_held_by_trainer": JUDGED,
    "drop_usual": JUDGED,
    "stretches_from_laps": JUDGED,
    "stretches_from_plan": JUDGED,
    "classify_characteristic": "a judgement by named bounds; each is held in test_intensity",
    "find_reference_power": "takes a threshold, or estimate_critical_power, which has a twin",
    "label_intervals": LABELS,
    "label_stretches": LABELS,
    "label_efforts": LABELS,
    "add_recoveries": LABELS,
    "label_layout": LABELS,
    "find_peaks_from": "all that find_peak_powers and find_worn_peaks do, which have twins",
    "find_worn_again": "find_worn_peaks, which has a twin, then check_peaks",
    "in_windows": "one subtraction; find_peak_powers, which has a twin, is made of it",
    "seconds_behind": "find_burst, which has a twin, or the windows as they are",
    "check_peaks": "a judgement of one window at a time; each check is held in test_record_checks",
    "doubt_by_history": LEDGER,
    "decide_history": LEDGER,
    "bests_before": LEDGER,
    "seen_before": LEDGER,
    "climb": LEDGER,
    "channel_of": ONE_VALUE,
    "refuse_implausible": ONE_VALUE,
}


def functions_of_arrays() -> set[str]:
    """Name the engine's public functions that take an array, a ride, or a table."""
    return {
        name
        for path in Path(analytics.engine.__file__).parent.glob("*.py")
        for name, function in inspect.getmembers(
            import_module(f"analytics.engine.{path.stem}"), inspect.isfunction
        )
        if not name.startswith("_") and function.__module__ == f"analytics.engine.{path.stem}"
        if any(takes_array(each) for each in inspect.signature(function).parameters.values())
    }


def takes_array(parameter: inspect.Parameter) -> bool:
    return any(word in str(parameter.annotation) for word in ARRAYS)


def streams(lengths_s: tuple[int, ...]) -> Iterator[tuple[str, FloatArray]]:
    """Make every kind of stream; whole days, which twins take long for, of one seed."""
    for length_s in lengths_s:
        for kind in KINDS:
            for seed in SEEDS[:1] if length_s == DAY_S else SEEDS:
                name = f"{kind}, {length_s} s, seed {seed}"
                yield name, twins.adversarial(length_s, kind, seed)


def differ(ours: object, twin: object) -> bool:
    """Tell answers apart beyond rounding; None equals None only."""
    if ours is None or twin is None:
        return ours is not twin
    one, other = np.asarray(ours, dtype=float), np.asarray(twin, dtype=float)
    return one.shape != other.shape or not np.allclose(
        one, other, rtol=TOLERANCE, atol=1e-6, equal_nan=True
    )


def fitting(name: str, lengths_s: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(each for each in lengths_s if each <= LONGEST_S.get(name, DAY_S))


def disagreements(name: str, lengths_s: tuple[int, ...]) -> list[str]:
    ours, twin = PAIRS[name]
    return [
        stream_name
        for stream_name, power_w in streams(fitting(name, lengths_s))
        if differ(ours(power_w), twin(power_w.tolist()))
    ]


def took_ms(compute: Callable[[], object], rounds: int) -> float:
    took_s = []
    for _ in range(rounds):
        began = perf_counter()
        compute()
        took_s.append(perf_counter() - began)
    return 1000 * min(took_s)


def report(name: str, lengths_s: tuple[int, ...], day_w: FloatArray) -> None:
    """Print how often a function differs from its twin, and how long both take."""
    ours, twin = PAIRS[name]
    unlike = disagreements(name, lengths_s)
    timed_w = day_w[: LONGEST_S.get(name, lengths_s[-1])]
    ours_ms = took_ms(partial(ours, timed_w), 9)
    twin_ms = took_ms(partial(twin, timed_w.tolist()), 1)
    count = sum(1 for _ in streams(fitting(name, lengths_s)))
    row = f"{name:32}{count:8}{len(unlike):8}{timed_w.size:9}{ours_ms:11.2f}{twin_ms:11.0f}"
    print(f"{row}{twin_ms / ours_ms:6.0f}", flush=True)
    for stream_name in unlike:
        print(f"    {stream_name}")


def main(asked: list[str]) -> None:
    is_short = "--short" in asked
    lengths_s = LENGTHS_S if is_short else (*LENGTHS_S, DAY_S)
    day_w = twins.adversarial(DAY_S, "gaps", 0)
    print(f"{'function':32}{'streams':>8}{'unlike':>8}{'longest':>9}"
          f"{'ours [ms]':>11}{'loop [ms]':>11}{'x':>6}")  # fmt: skip
    for name in [each for each in asked if each in PAIRS] or PAIRS:
        report(name, lengths_s, day_w)
    print(f"{len(functions_of_arrays())} functions of arrays: {len(REASONS)} named without a twin")


if __name__ == "__main__":
    main(sys.argv[1:])
