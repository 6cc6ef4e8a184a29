"""Agreement with other programs: expected.csv, figure by figure."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analytics.engine.recording import Recording, RecordingRefused
from analytics.engine.repair import repair_stream
from analytics.engine.rider import Rider
from analytics.engine.stream import build_stream
from analytics.engine.totals import add_up_session
from bench.agree_published import name_published
from bench.agree_reasons import UNEXPLAINED, AgreedRide

FIGURE_OF_METRIC: dict[str, tuple[str, float]] = {  # theirs: (ours, ours x this)
    "timerTime [s]": ("timer_s", 1),
    "elapsedTime [s]": ("elapsed_s", 1),
    "movingTime [s]": ("moving_s", 1),
    "Distance": ("distance_m", 1),
    "distance": ("distance_m", 1),
    "CadenceAvg": ("mean_cadence_rpm", 1),
    "CadenceMax": ("max_cadence_rpm", 1),
    "cadence.avgActive": ("mean_cadence_rpm", 1),
    "HeartRateAvg": ("mean_heart_rate_bpm", 1),
    "HeartRateMax": ("max_heart_rate_bpm", 1),
    "heartRate.avg": ("mean_heart_rate_bpm", 1),
    "heartRate.max": ("max_heart_rate_bpm", 1),
    "PowerAvg": ("mean_power_w", 1),
    "PowerMax": ("max_power_w", 1),
    "PowerNormalized": ("weighted_power_w", 1),
    "PowerWork": ("work_kj", 1),
    "power.avg": ("mean_power_w", 1),
    "power.max": ("max_power_w", 1),
    "power.weighted": ("weighted_power_w", 1),
    "power.work": ("work_kj", 1),
    "SpeedAvg": ("mean_speed_mps", 1),
    "speed.avg": ("mean_speed_mps", 3.6),
    "speed.max": ("max_speed_mps", 3.6),
    "Ascent": ("elevation_gain_m", 1),
    "Descent": ("elevation_loss_m", 1),
    "elevationGain": ("elevation_gain_m", 1),
    "average_power": ("mean_power_w", 1),
    "max_power": ("max_power_w", 1),
    "normalized_power": ("weighted_power_w", 1),
    "total_work_j": ("work_kj", 1000),
    "duration_s": ("elapsed_s", 1),
    "variability_index": ("variability", 1),
    "power.variabilityIndex": ("variability", 1),
}
LIMITS_PERCENT = (0.5, 1.0, 2.0)
OTHER_SPORTS = ("/swim/", "/swimming/", "/running/", "/runs/", "/triathlons/", "/rowing/")


def compare_expected(rides_dir: Path, read: Callable[[Path, str], Recording]) -> None:
    """Print how many of the published cycling figures ours agree with, and why not the others."""
    expected = pd.read_csv(rides_dir / "expected.csv")
    expected = expected[expected["metric"].isin(list(FIGURE_OF_METRIC))]
    device_values = pd.read_csv(rides_dir / "device_values.csv", low_memory=False)
    devices = device_values.drop_duplicates("file").set_index("file")
    rows = []
    for file, published in expected.groupby("file", sort=False):
        ride = _only_ride(rides_dir, str(file), read, devices)
        if ride is None:
            continue
        for _, row in published.iterrows():
            figure, scale = FIGURE_OF_METRIC[row["metric"]]
            ours = getattr(ride.totals, figure)
            if ours is not None:
                theirs = float(row["expected"])
                error = 100 * (ours * scale / theirs - 1) if theirs else 0.0
                reason = name_published(figure, ride, ours * scale, theirs) if theirs else ""
                rows.append((figure, str(file), ours * scale, theirs, error, reason))
    _print(pd.DataFrame(rows, columns=["figure", "file", "ours", "theirs", "error", "reason"]))


def _print(found: pd.DataFrame) -> None:
    print("\nOTHER PROGRAMS (expected.csv, files of one ride, cycling)")
    print(f"{'figure':22s}{'n':>5s}" + "".join(f"{f'<= {x} %':>10s}" for x in LIMITS_PERCENT))
    for figure, rows in found.groupby("figure", sort=False):
        counts = "".join(f"{int((rows['error'].abs() <= x).sum()):10d}" for x in LIMITS_PERCENT)
        print(f"{figure:22s}{len(rows):5d}{counts}")
    beyond = found["error"].abs() > 1
    for row in found[beyond].itertuples():
        print(
            f"  {row.file[-36:]:36s} {row.figure:20s} {row.ours:10.1f} {row.theirs:10.1f}"
            f" {row.error:+7.1f} %  {row.reason}"
        )
    print(f"Other programs, unexplained: {int((found['reason'][beyond] == UNEXPLAINED).sum())}")


def _only_ride(
    rides_dir: Path, file: str, read: Callable[[Path, str], Recording], devices: pd.DataFrame
) -> AgreedRide | None:
    """Add up the ride of a file that holds one; None for other sports and several sessions."""
    if any(sport in file for sport in OTHER_SPORTS):
        return None
    try:
        (ride,) = read(rides_dir / "files" / file, "").rides
        raw, notes = build_stream(ride)
        stream, patches = repair_stream(raw, None)
    except (RecordingRefused, ValueError, FileNotFoundError):
        return None
    if not ride.is_cycling:
        return None
    device = devices.loc[file] if file in devices.index else pd.Series(dtype=float)
    return AgreedRide(ride, raw, stream, patches, notes, add_up_session(stream, Rider()), device)
