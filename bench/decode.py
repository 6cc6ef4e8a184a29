"""Decoding FIT files: ours beside fitdecode and fitparse, in one run.

    python bench/decode.py [--files N] [--rounds N]     medians over N files
    python bench/decode.py --all                        every value of every file against fitdecode

Real rides are found by RIDES_DIR, as in the tests.
"""

import argparse
import csv
import os
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import fitdecode
import fitparse

from analytics.engine.decoding.fit import decode_fit
from analytics.engine.decoding.fit_container import find_parts
from analytics.engine.decoding.fit_messages import Messages
from analytics.engine.decoding.fit_samples import read_samples
from tests.analytics.engine.decoding.fitdecode_reference import (
    differences_from_fitdecode,
    find_fit_files,
    read_bytes,
)

PROJECT_DIR = Path(__file__).resolve().parent.parent
MIN_SIZE, MAX_SIZE = 200_000, 1_000_000  # bytes
RIDES_DIR = Path(os.environ.get("RIDES_DIR", PROJECT_DIR.parent / "shared" / "rides"))


def decode_samples(data: bytes) -> None:
    parts, _ = find_parts(data)
    for part in parts:
        read_samples(Messages(data, part))


def decode_with_fitdecode(data: bytes) -> None:
    with fitdecode.FitReader(data, check_crc=fitdecode.CrcCheck.READONLY) as reader:
        for _ in reader:
            pass


def decode_with_fitparse(data: bytes) -> None:
    for _ in fitparse.FitFile(data).get_messages():
        pass


def time_ms(decode: Callable[[bytes], object], data: bytes, rounds: int) -> float:
    """Take the best of some rounds: what the machine can do when nothing else runs."""
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        decode(data)
        best = min(best, time.perf_counter() - start)
    return 1000 * best


def pick_files(count: int) -> list[Path]:
    """Pick rides with power between 200 kB and 1 MB, spread over the sources."""
    with (RIDES_DIR / "manifest.csv").open() as manifest:
        with_power = {row["file"] for row in csv.DictReader(manifest) if row["has_power"] == "yes"}
    folder = RIDES_DIR / "files"
    fitting = [
        path
        for path in find_fit_files(RIDES_DIR)
        if str(path.relative_to(folder)) in with_power
        and MIN_SIZE <= len(read_bytes(path)) <= MAX_SIZE
    ]
    return fitting[:: max(1, len(fitting) // count)][:count]


def compare_speed(count: int, rounds: int) -> None:
    """Print the time of each reader on each file, and the medians of the ratios."""
    print(f"{'file':42} {'kB':>5} {'fitparse':>9} {'fitdecode':>9} {'samples':>8} {'all':>8}  ms")
    ratios: dict[str, list[float]] = {"fitdecode": [], "samples": [], "whole activity": []}
    for path in pick_files(count):
        data = read_bytes(path)
        fitparse_ms = time_ms(decode_with_fitparse, data, 1)
        fitdecode_ms = time_ms(decode_with_fitdecode, data, 1)
        samples_ms = time_ms(decode_samples, data, rounds)
        whole_ms = time_ms(decode_fit, data, rounds)
        print(
            f"{path.name[-42:]:42} {len(data) / 1000:5.0f} {fitparse_ms:9.0f} {fitdecode_ms:9.0f} "
            f"{samples_ms:8.2f} {whole_ms:8.2f}"
        )
        for name, spent_ms in zip(ratios, (fitdecode_ms, samples_ms, whole_ms), strict=True):
            ratios[name].append(fitparse_ms / spent_ms)
    for name, values in ratios.items():
        print(f"{name}: {statistics.median(values):.1f} x fitparse (median of {len(values)} files)")


def compare_values() -> int:
    """Print what differs from fitdecode in any file; return how many files differ."""
    paths = find_fit_files(RIDES_DIR)
    differing = 0
    for path in paths:
        differences = differences_from_fitdecode(read_bytes(path))
        if differences:
            differing += 1
            print(path.name, *differences, sep="\n    ")
    print(f"{differing} of {len(paths)} files differ from fitdecode")
    return differing


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=12)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--all", action="store_true", help="compare all values (10 minutes)")
    arguments = parser.parse_args()
    if arguments.all:
        return min(1, compare_values())
    compare_speed(arguments.files, arguments.rounds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
