"""The real rides that intervals and sets are scored on: with labels, and without any interval."""

import csv
import os
import zipfile
from pathlib import Path

import numpy as np

from analytics.engine.decoding.detect import decode_recording
from analytics.engine.recording import FloatArray, RecordingRefused, Ride
from analytics.engine.stream import Stream, build_stream

RIDES_DIR = Path(os.environ.get("RIDES_DIR", Path(__file__).parents[2] / "shared" / "rides"))
SEASON_CRITICAL_POWER_W = 310.0  # of the season's rider: best 20 min of two years x 0.95
EASY_FACTOR = 0.78  # weighted power over critical power: what counts as easy
RACE_FACTOR = 0.87  # from here on a ride without a lap was a race, or ridden like one
SHORTEST_ENDURANCE_S = 2700
SHORTEST_COMMUTE_S = 480
RACE_TIMER_SHARE = 0.95  # of the time elapsed; a race has no pauses
Edges = tuple[int, int]
LabelledRide = tuple[dict[str, str], Ride, Stream, dict[str, list[Edges]]]


def read_ride(file: str, number: int) -> tuple[Ride, Stream] | None:
    """Read one ride of a file; of an archive, its member of that number."""
    path = RIDES_DIR / "files" / file
    data = path.read_bytes()
    position = number
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            names = [n for n in archive.namelist() if not n.endswith("/") and "._" not in n]
            data, position = archive.read(names[number]), 0
    try:
        ride = decode_recording(data).rides[position]
        return ride, build_stream(ride)[0]
    except (RecordingRefused, IndexError):
        return None


def on_axis(stream: Stream) -> FloatArray:
    """Power as the detector gets it: pauses are rests."""
    return np.where(stream.is_on_timer, stream.power_w, 0.0)


def read_rows(name: str) -> list[dict[str, str]]:
    with (RIDES_DIR / name).open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def labelled_rides() -> list[LabelledRide]:
    """Read the rides of grades A and B with the work intervals of both levels."""
    rows = read_rows("interval_truth.csv")
    rides = []
    for labels in read_rows("interval_truth_files.csv"):
        read = read_ride(labels["file"], int(labels["ride"])) if labels["grade"] != "C" else None
        if read is None:
            continue
        true: dict[str, list[Edges]] = {"lap": [], "block": []}
        for row in rows:
            if (row["file"], row["ride"], row["label"]) == (labels["file"], labels["ride"], "work"):
                true[row["level"]].append((int(row["start_s"]), int(row["end_s"])))
        rides.append((labels, *read, true))
    return rides


def unmarked_rides() -> dict[str, list[FloatArray]]:
    """Sort the season's rides without laps by what they were; the rest is left out."""
    kinds: dict[str, list[FloatArray]] = {"endurance rides": [], "short rides": [], "races": []}
    for row in read_rows("device_values.csv"):
        if not row["file"].startswith("season/user_1") or row["dev_num_laps"] not in ("", "1"):
            continue
        kind = _kind_of(row)
        read = read_ride(row["file"], int(row["ride"])) if kind else None
        if read is not None:
            kinds[kind].append(on_axis(read[1]))
    return kinds


def _kind_of(row: dict[str, str]) -> str:
    """Tell what a ride was from its weighted power and its time; "" where it is neither."""
    factor = float(row["ref_np"] or 0) / SEASON_CRITICAL_POWER_W
    elapsed_s, timer_s = float(row["ref_elapsed_s"] or 0), float(row["ref_on_s"] or 0)
    if 0 < factor <= EASY_FACTOR and elapsed_s >= SHORTEST_ENDURANCE_S:
        return "endurance rides"
    if 0 < factor <= EASY_FACTOR and timer_s >= SHORTEST_COMMUTE_S:
        return "short rides"
    is_whole = timer_s >= RACE_TIMER_SHARE * elapsed_s >= RACE_TIMER_SHARE * SHORTEST_ENDURANCE_S
    return "races" if factor >= RACE_FACTOR and is_whole else ""
