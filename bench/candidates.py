"""How often a coach is asked about a record: the demo season, and the rides of a real one.

python -m bench.candidates [--athletes N] [--real FOLDER]

Prints for each athlete the rides, those that hold a candidate, and what speaks against them.
"""

import argparse
import gzip
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np

from analytics.demo.people import Athlete, form_on
from analytics.demo.riding import ride_file
from analytics.demo.season import PlannedRide, plan_season
from analytics.engine.decoding.detect import decode_recording
from analytics.engine.peak_columns import RiddenPeaks, lay_out, pack_peaks
from analytics.engine.record_checks import Doubt
from analytics.engine.record_history import decide_history
from analytics.engine.recording import RecordingRefused
from analytics.engine.rider import Rider
from analytics.engine.session import analyse_recording

SEED, LAST_DATE = 2026, date(2026, 11, 22)
REAL = Path("../shared/rides/files/season/user_1")
UNKNOWN = Rider(
    critical_power_w=None, w_prime_j=None, ftp_w=None, threshold_heart_rate_bpm=None, mass_kg=None
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--athletes", type=int, default=6, help="of the demo season")
    parser.add_argument("--real", type=Path, default=REAL, metavar="FOLDER")
    asked = parser.parse_args()
    planned: defaultdict[str, list[PlannedRide]] = defaultdict(list)
    for ride in plan_season(SEED, LAST_DATE).rides:
        planned[ride.athlete.user_name].append(ride)
    for name in list(planned)[: asked.athletes]:
        tell(name, [found for ride in planned[name] for found in demo_peaks(ride)])
    files = sorted(asked.real.rglob("*.gz"))
    tell("a real season", [found for file in files for found in real_peaks(file)])


def demo_peaks(ride: PlannedRide) -> list[RiddenPeaks]:
    data = ride_file(ride, form_on(ride.athlete, ride.local_date))
    rider = rider_of(ride.athlete, ride.local_date)
    return peaks_of(data, lambda _: rider)


def rider_of(athlete: Athlete, day: date) -> Rider:
    mass = [mass for mass in athlete.masses if mass.from_date <= day][-1]
    known = [known for known in athlete.thresholds if known.from_date <= day][-1]
    return Rider(
        critical_power_w=known.critical_power_w,
        w_prime_j=known.w_prime_j,
        ftp_w=known.ftp_w,
        threshold_heart_rate_bpm=known.threshold_heart_rate_bpm,
        mass_kg=mass.mass_kg,
    )


def real_peaks(file: Path) -> list[RiddenPeaks]:
    try:
        return peaks_of(gzip.decompress(file.read_bytes()), lambda _: UNKNOWN)
    except RecordingRefused:
        return []


def peaks_of(data: bytes, rider_at: Callable[[datetime], Rider]) -> list[RiddenPeaks]:
    decoded = decode_recording(data)
    return [
        RiddenPeaks(
            int(ride.stream.started_at.timestamp()),
            ride.stream.started_at.date().toordinal(),
            ride.rider.mass_kg,
            decoded.device,
            ride.ride.sub_sport,
            pack_peaks(ride.peaks),
        )
        for ride in analyse_recording(decoded, rider_at=rider_at, now=datetime.now(UTC))
    ]


def tell(name: str, rides: Sequence[RiddenPeaks]) -> None:
    if not rides:
        print(f"{name}: no rides here")
        return
    ordered = sorted(rides, key=lambda ride: ride.session_id)
    doubts = decide_history(lay_out(ordered)).doubts
    found = [Doubt(int(np.bitwise_or.reduce(row))) for row in doubts if row.any()]
    kinds = Counter(doubt.name for doubts_of in found for doubt in Doubt if doubt in doubts_of)
    print(
        f"{name:16} {len(rides):4} rides, {len(found)} asked about "
        f"({100 * len(found) / len(rides):.1f} per 100): {dict(kinds)}",
        flush=True,
    )


if __name__ == "__main__":
    main()
