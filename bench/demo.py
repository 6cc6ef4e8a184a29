"""How much CPU time the demo's season takes: .venv/bin/python -m bench.demo [rides]."""

import sys
import time
from collections import defaultdict
from datetime import date
from statistics import median

from analytics.demo.people import form_on
from analytics.demo.riding import ride_file
from analytics.demo.season import plan_season
from analytics.demo.workout import RideKind


def main(ride_count: int | None) -> None:
    started_s = time.process_time()
    season = plan_season(1, date(2026, 11, 22))
    planned_s = time.process_time() - started_s
    rides = season.rides if ride_count is None else season.rides[-ride_count:]
    taken_ms: dict[RideKind, list[float]] = defaultdict(list)
    size = 0
    for ride in rides:
        begun_s = time.process_time()
        size += len(ride_file(ride, form_on(ride.athlete, ride.local_date)))
        taken_ms[ride.kind].append(1000 * (time.process_time() - begun_s))
    for kind, times_ms in sorted(taken_ms.items()):
        print(f"{kind:20} {len(times_ms):5} rides, median {median(times_ms):6.1f} ms CPU")
    total_s = sum(sum(times_ms) for times_ms in taken_ms.values()) / 1000
    print(f"season planned in {planned_s:.2f} s")
    print(f"{len(rides)} rides, {size / 1e6:.0f} MB, {total_s:.1f} s CPU in all")
    print(f"{1000 * total_s / len(rides):.1f} ms CPU a ride")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else None)
