"""The engine's vectorised functions against their brute-force twins: equal, and how much faster.

python -m bench.oracle [--short]
"""

import sys
from collections.abc import Callable, Iterator
from functools import partial
from time import perf_counter

import numpy as np
import pandas as pd

from analytics.engine import heart, power, w_prime, zones
from analytics.engine.load import follow_load
from analytics.engine.recording import FloatArray
from bench import twins

LENGTHS_S = (0, 1, 2, 15, 29, 30, 31, 63, 64, 65, 600, 3600)
DAY_S = 86_400
KINDS = ("clean", "gaps", "nonsense", "nothing", "steps")
SEEDS = range(3)
CP_W, W_PRIME_J, FTP_W = 280.0, 20_000.0, 270.0
TOLERANCE = 1e-9  # relative

Pair = tuple[Callable[[FloatArray], object], Callable[[list[float]], object]]

PAIRS: dict[str, Pair] = {
    "mean_power": (power.mean_power, twins.mean_power),
    "weighted_power": (power.weighted_power, twins.weighted_power),
    "xpower": (power.xpower, twins.xpower),
    "w_prime_balance_differential": (
        lambda p: w_prime.w_prime_balance_differential(p, CP_W, W_PRIME_J),
        lambda p: twins.balance_differential(p, CP_W, W_PRIME_J),
    ),
    "w_prime_balance_integral": (
        lambda p: w_prime.w_prime_balance_integral(p, CP_W, W_PRIME_J),
        lambda p: twins.balance_integral(p, CP_W, W_PRIME_J),
    ),
    "power_zone_seconds": (
        lambda p: zones.power_zone_seconds(p, FTP_W),
        lambda p: twins.power_zones(p, FTP_W),
    ),
    "decoupling_percent": (
        lambda p: heart.decoupling_percent(p, beats_of(len(p))),
        lambda p: twins.decoupling(p, beats_of(len(p)).tolist()),
    ),
}


def beats_of(length_s: int) -> FloatArray:
    """A heart rate that drifts, with a lost strap now and then."""
    second = np.arange(length_s)
    return np.where(second % 50 == 7, 0.0, 130 + second / 200)


def streams(lengths_s: tuple[int, ...]) -> Iterator[tuple[str, FloatArray]]:
    for length_s in lengths_s:
        for kind in KINDS:
            for seed in SEEDS:
                name = f"{kind}, {length_s} s, seed {seed}"
                yield name, twins.adversarial(length_s, kind, seed)


def differ(ours: object, twin: object) -> bool:
    """Tell answers apart beyond rounding; None equals None only."""
    if ours is None or twin is None:
        return ours is not twin
    one, other = np.asarray(ours, dtype=float), np.asarray(twin, dtype=float)
    return one.shape != other.shape or not np.allclose(one, other, rtol=TOLERANCE, atol=1e-6)


def disagreements(name: str, lengths_s: tuple[int, ...]) -> list[str]:
    ours, twin = PAIRS[name]
    return [
        stream_name
        for stream_name, power_w in streams(lengths_s)
        if differ(ours(power_w), twin(power_w.tolist()))
    ]


def load_disagrees() -> bool:
    loads = np.random.default_rng(5).gamma(2, 40, 400)
    days = pd.date_range("2025-11-01", periods=loads.size)
    season = follow_load(pd.Series(loads, index=days))
    return differ(season["fitness"], twins.load_curve(loads.tolist(), 42)) or differ(
        season["fatigue"], twins.load_curve(loads.tolist(), 7)
    )


def took_ms(compute: Callable[[], object], rounds: int) -> float:
    took_s = []
    for _ in range(rounds):
        began = perf_counter()
        compute()
        took_s.append(perf_counter() - began)
    return 1000 * min(took_s)


def main() -> None:
    lengths_s = LENGTHS_S if "--short" in sys.argv else (*LENGTHS_S, DAY_S)
    day_w = twins.adversarial(DAY_S, "gaps", 0)
    print(f"{'function':32}{'streams':>8}{'unlike':>8}{'24 h [ms]':>11}{'loop [ms]':>11}{'x':>6}")
    for name, (ours, twin) in PAIRS.items():
        unlike = disagreements(name, lengths_s)
        ours_ms = took_ms(partial(ours, day_w), 9)
        twin_ms = took_ms(partial(twin, day_w.tolist()), 1)
        count = len(lengths_s) * len(KINDS) * len(SEEDS)
        row = f"{name:32}{count:8}{len(unlike):8}{ours_ms:11.2f}{twin_ms:11.0f}"
        print(f"{row}{twin_ms / ours_ms:6.0f}")
        for stream_name in unlike:
            print(f"    {stream_name}")
    print(f"{'follow_load':32}{1:8}{int(load_disagrees()):8}")


if __name__ == "__main__":
    main()
