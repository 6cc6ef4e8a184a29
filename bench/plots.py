"""Plots of labelled rides: power, the true efforts in green above what the detector found in red.

python -m bench.plots FOLDER [part of a file's name ...]

Writes one SVG a ride; without names, of each ride whose sets are not recovered with laps hidden.
"""

import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

import numpy as np

from analytics.engine.intensity import find_reference_power
from analytics.engine.intervals import IntervalPreference
from analytics.engine.recording import FloatArray, Ride
from analytics.engine.rider import Rider
from analytics.engine.stream import Stream
from bench.interval_rides import Edges, labelled_rides, on_axis
from bench.intervals import detect
from bench.sets import is_exact, structure, true_structures

WIDTH, HEIGHT, FOOT = 1500, 300, 20
SMOOTHING_S = 10
TICK_S = 600


def plot(power_w: FloatArray, rows: Sequence[tuple[str, Sequence[Edges]]], title: str) -> str:
    """Draw power, smoothed over 10 s, and each row of stretches in its colour."""
    smooth_w = np.convolve(np.nan_to_num(power_w), np.ones(SMOOTHING_S) / SMOOTHING_S, "same")
    across = WIDTH / max(power_w.size, 1)
    upwards = (HEIGHT - 90) / max(float(smooth_w.max()), 1.0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
        f'<text x="4" y="14" font-size="13">{escape(title)}</text>',
    ]
    for number, (colour, stretches) in enumerate(rows):
        for start_s, end_s in stretches:
            left, width = across * start_s, max(across * (end_s - start_s), 1.0)
            box = f'x="{left:.1f}" width="{width:.1f}" fill="{colour}"'
            parts.append(f'<rect {box} y="{22 + 14 * number}" height="10"/>')
            parts.append(f'<rect {box} y="50" height="{HEIGHT - 50 - FOOT}" opacity="0.1"/>')
    points = " ".join(
        f"{across * second:.1f},{HEIGHT - FOOT - upwards * smooth_w[second]:.1f}"
        for second in range(0, smooth_w.size, max(smooth_w.size // WIDTH, 1))
    )
    parts.append(f'<polyline points="{points}" fill="none" stroke="#024"/>')
    parts += [
        f'<text x="{across * second:.1f}" y="{HEIGHT - 4}" font-size="11">{second}</text>'
        for second in range(TICK_S, power_w.size, TICK_S)
    ]
    return "".join([*parts, "</svg>"])


def is_wanted(file: str, ride: Ride, stream: Stream, names: Sequence[str]) -> bool:
    if names:
        return any(name in file for name in names)
    found = structure(ride, stream, Rider(), IntervalPreference.DETECT)
    return not is_exact(found, file, IntervalPreference.DETECT)


def main() -> None:
    folder, *names = sys.argv[1:]
    Path(folder).mkdir(parents=True, exist_ok=True)
    for labels, ride, stream, true in labelled_rides():
        file = labels["file"]
        if not is_wanted(file, ride, stream, names):
            continue
        power_w = on_axis(stream)
        reference = find_reference_power(power_w, Rider())
        found = structure(ride, stream, Rider(), IntervalPreference.DETECT)
        title = (
            f"{file}: found {found}, true {true_structures(file)[0]},"
            f" {reference.name if reference else 'no power'}"
            f" {reference.power_w if reference else 0:.0f} W"
        )
        rows = (("#0a0", true["block"]), ("#d00", detect(power_w, None)))
        target = Path(folder) / f"{Path(file).name.split('.')[0]}.svg"
        target.write_text(plot(power_w, rows, title), encoding="utf-8")
        print(target)


if __name__ == "__main__":
    main()
