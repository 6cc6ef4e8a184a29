"""Agreement with other programs: expected.csv, figure by figure."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd

from analytics.engine.recording import Recording, RecordingRefused
from analytics.engine.repair import repair_stream
from analytics.engine.rider import Rider
from analytics.engine.stream import build_stream
from analytics.engine.totals import SessionTotals, add_up_session

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


def compare_expected(rides_dir: Path, read: Callable[[Path, str], Recording]) -> None:
    """Print how many of the published cycling figures ours agree with, and the others."""
    expected = pd.read_csv(rides_dir / "expected.csv")
    expected = expected[expected["metric"].isin(list(FIGURE_OF_METRIC))]
    rows = []
    for file, published in expected.groupby("file", sort=False):
        totals = _totals(rides_dir / "files" / str(file), read)
        if totals is None:
            continue
        for _, row in published.iterrows():
            figure, scale = FIGURE_OF_METRIC[row["metric"]]
            ours = getattr(totals, figure)
            if ours is not None:
                theirs = float(row["expected"])
                error = 100 * (ours * scale / theirs - 1) if theirs else 0.0
                rows.append((figure, str(file), row["metric"], ours * scale, theirs, error))
    found = pd.DataFrame(rows, columns=["figure", "file", "metric", "ours", "theirs", "error"])
    _print(found)


def _print(found: pd.DataFrame) -> None:
    print("\nOTHER PROGRAMS (expected.csv, cycling)")
    print(f"{'figure':22s}{'n':>5s}" + "".join(f"{f'<= {x} %':>10s}" for x in LIMITS_PERCENT))
    for figure, rows in found.groupby("figure", sort=False):
        counts = "".join(f"{int((rows['error'].abs() <= x).sum()):10d}" for x in LIMITS_PERCENT)
        print(f"{figure:22s}{len(rows):5d}{counts}")
    for row in found[found["error"].abs() > 1].itertuples():
        print(
            f"  {row.file[-44:]:44s} {row.metric:18s} {row.ours:10.1f} {row.theirs:10.1f}"
            f" {row.error:+7.1f} %"
        )


def _totals(path: Path, read: Callable[[Path, str], Recording]) -> SessionTotals | None:
    """Add up the first cycling ride; None where there is none."""
    try:
        recording = read(path, "")
        ride = next(ride for ride in recording.rides if ride.is_cycling)
        stream, _ = repair_stream(build_stream(ride)[0], None)
    except (RecordingRefused, StopIteration, FileNotFoundError):
        return None
    return add_up_session(stream, Rider())
