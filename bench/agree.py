"""Agreement with devices: our figures beside what each device wrote about the whole ride.

    .venv/bin/python -m bench.agree            every ride of device_values.csv and expected.csv
    .venv/bin/python -m bench.agree --season   the season's rides only

Reads RIDES_DIR (default: ../shared/rides beside the project). Prints, for each figure, how
many rides agree within 0.5, 1 and 2 %, then every ride beyond 1 % with the reason that the data
themselves give for it.
"""

import argparse
import math
import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from analytics.engine.decoding.archive import unpack_recordings
from analytics.engine.decoding.detect import decode_recording
from analytics.engine.recording import Recording, RecordingRefused, Ride
from analytics.engine.repair import repair_stream
from analytics.engine.rider import Rider
from analytics.engine.stream import build_stream
from analytics.engine.totals import add_up_session
from bench.agree_expected import compare_expected
from bench.agree_reasons import UNEXPLAINED, AgreedRide, figures_as_set, name_reason

PROJECT_DIR = Path(__file__).resolve().parent.parent
RIDES_DIR = Path(os.environ.get("RIDES_DIR", PROJECT_DIR.parent / "shared" / "rides"))
LIMITS_PERCENT = (0.5, 1.0, 2.0)
FIGURES = {  # our figure: (the device's column, ours x this)
    "timer_s": ("dev_timer", 1),
    "distance_m": ("dev_distance", 1),
    "work_kj": ("dev_work_j", 1000),
    "mean_power_w": ("dev_avg_power", 1),
    "weighted_power_w": ("dev_np", 1),
    "max_power_w": ("dev_max_power", 1),
    "mean_heart_rate_bpm": ("dev_avg_hr", 1),
    "max_heart_rate_bpm": ("dev_max_hr", 1),
    "mean_cadence_rpm": ("dev_avg_cad", 1),
    "max_speed_mps": ("dev_max_speed", 1),
    "elevation_gain_m": ("dev_ascent", 1),
    "elevation_loss_m": ("dev_descent", 1),
}


def read_member(path: Path, member: str) -> Recording:
    """Decode a file, or the named member of an archive."""
    for unpacked in unpack_recordings(path.name, path.read_bytes()):
        if unpacked.data is not None and (not member or unpacked.name.endswith(member)):
            return decode_recording(unpacked.data)
    raise RecordingRefused(f"no member {member!r}")


def agree_on(ride: Ride, device: "pd.Series[float]") -> AgreedRide:
    """Compute our figures of one ride."""
    raw, notes = build_stream(ride)
    stream, patches = repair_stream(raw, None)
    return AgreedRide(ride, raw, stream, patches, notes, add_up_session(stream, Rider()), device)


def agreed_rides(device_values: pd.DataFrame) -> Iterator[AgreedRide]:
    """Yield every cycling ride that can be read, with the device's row."""
    skipped: Counter[str] = Counter()
    for (file, member), rows in device_values.groupby(["file", "member"], sort=False):
        try:
            recording = read_member(RIDES_DIR / "files" / file, member)
        except RecordingRefused as refusal:
            skipped[str(refusal)] += len(rows)
            continue
        rides = {ride.number: ride for ride in recording.rides}
        for _, row in rows.iterrows():
            ride = rides.get(row["ride"])
            if ride is None or not ride.is_cycling:
                skipped["other sports, or no samples"] += 1
                continue
            try:
                yield agree_on(ride, row)
            except RecordingRefused as refusal:
                skipped[str(refusal)] += 1
    print(f"\nNot compared: {sum(skipped.values())} rows")
    for reason, count in skipped.most_common():
        print(f"  {count:4d} {reason}")


def compare(rides: list[AgreedRide]) -> int:
    """Print the share that agrees, figure by figure, and the outliers by reason.

    Gives how many outliers have none.
    """
    print(
        f"\n{'figure':22s}{'n':>5s}"
        + "".join(f"{f'<= {limit} %':>10s}" for limit in LIMITS_PERCENT)
    )
    outliers: dict[str, list[tuple[str, str]]] = {}
    for figure, (column, scale) in FIGURES.items():
        errors = []
        for ride in rides:
            ours, theirs = getattr(ride.totals, figure), ride.device[column]
            if ours is None or not theirs > 0 or math.isnan(theirs):
                continue
            error = 100 * (ours * scale / theirs - 1)
            errors.append(abs(error))
            if abs(error) > 1:
                reason = name_reason(figure, ride, ours * scale, theirs)
                file = ride.device["file"][-52:]
                label = f"{file:52s} {ours * scale:11.1f} {theirs:11.1f} {error:+8.1f} %"
                outliers.setdefault(figure, []).append((reason, label))
        print_share(figure, errors)
    compare_as_set(rides)
    for figure, found in outliers.items():
        print_outliers(figure, found)
    return sum(reason == UNEXPLAINED for found in outliers.values() for reason, _ in found)


def compare_as_set(rides: list[AgreedRide]) -> None:
    """Print mean and weighted power once more, zeros in or out as each device was set."""
    mean_errors, weighted_errors = [], []
    for ride in rides:
        mean_w, weighted_w = figures_as_set(ride)
        for ours, column, errors in (
            (mean_w, "dev_avg_power", mean_errors),
            (weighted_w, "dev_np", weighted_errors),
        ):
            if ours is not None and ride.device[column] > 0:
                errors.append(abs(100 * (ours / ride.device[column] - 1)))
    print_share("mean power, as set", mean_errors)
    print_share("weighted, as set", weighted_errors)


def print_share(figure: str, errors: list[float]) -> None:
    counts = "".join(f"{sum(error <= x for error in errors):10d}" for x in LIMITS_PERCENT)
    print(f"{figure:22s}{len(errors):5d}{counts}")


def print_outliers(figure: str, found: list[tuple[str, str]]) -> None:
    print(f"\n{figure}: {len(found)} beyond 1 %")
    by_reason = Counter(reason for reason, _ in found)
    for reason, count in by_reason.most_common():
        print(f"  {count:4d} {reason}")
        labels = [label for other, label in found if other == reason]
        for label in labels[: None if reason == UNEXPLAINED else 5]:
            print(f"         {label}")
        if reason != UNEXPLAINED and len(labels) > 5:
            print(f"         and {len(labels) - 5} more")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--season", action="store_true", help="the season's rides only")
    only_season = parser.parse_args().season
    device_values = pd.read_csv(RIDES_DIR / "device_values.csv", low_memory=False)
    device_values["member"] = device_values["member"].fillna("")
    is_season = device_values["file"].str.startswith("season/")
    rides = list(agreed_rides(device_values[is_season] if only_season else device_values))
    season = [ride for ride in rides if ride.device["file"].startswith("season/")]
    mixed = [ride for ride in rides if not ride.device["file"].startswith("season/")]
    for title, group in (("SEASON RIDES", season), ("MIXED DEVICES", mixed)):
        if group:
            print(f"\n{title}: {len(group)}")
            print(f"\n{title}, beyond 1 % and unexplained: {compare(group)}")
    if not only_season:
        compare_expected(RIDES_DIR, read_member)


if __name__ == "__main__":
    main()
