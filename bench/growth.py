"""What one session takes in each table, measured, and 300 million of them on paper.

    .venv/bin/python -m bench.growth

Imports generated rides into a database of its own and weighs every table and the stored files.
"""

import os
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path

RIDES, SECONDS_A_RIDE = 40, 7200
SESSIONS_ON_PAPER = 300_000_000
ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "cycling_site.settings",
    "REDIS_URL": "",
    "LOG_LEVEL": "CRITICAL",
}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            ENVIRONMENT, VAR_DIR=folder, DATABASE_URL=f"sqlite:///{folder}/db.sqlite3"
        )
        import_module("django").setup()
        measure(Path(folder))


def measure(folder: Path) -> None:
    rows = import_module("bench.growth_rows")
    rows.prepare()
    before = rows.bytes_by_table()
    rides = rows.make_rides(RIDES, seconds=SECONDS_A_RIDE)
    started_s = time.process_time()
    rows.import_rides(rides)
    cpu_s = (time.process_time() - started_s) / RIDES
    after = rows.bytes_by_table()
    files = sum(path.stat().st_size for path in (folder / "recordings").rglob("*.gz")) / RIDES
    print(f"{RIDES} rides of {SECONDS_A_RIDE} s with power, heart rate and five other channels\n")
    print(f"{'table':<34}{'bytes a session':>16}{'rows a session':>16}{'TB at 300 million':>20}")
    total = 0.0
    for table in sorted(after, key=lambda name: after[name][0], reverse=True):
        a_session = (after[table][0] - before[table][0]) / RIDES
        rows_a_session = (after[table][1] - before[table][1]) / RIDES
        if a_session < 1:
            continue
        total += a_session
        on_paper = a_session * SESSIONS_ON_PAPER / 1e12
        print(f"{table:<34}{a_session:>16,.0f}{rows_a_session:>16.1f}{on_paper:>20.2f}")
    print(f"{'all tables':<34}{total:>16,.0f}{'':>16}{total * SESSIONS_ON_PAPER / 1e12:>20.2f}")
    print(f"{'stored files':<34}{files:>16,.0f}{'':>16}{files * SESSIONS_ON_PAPER / 1e12:>20.2f}")
    hours = cpu_s * SESSIONS_ON_PAPER / 3600
    print(f"\nCPU a session, analysis and text: {cpu_s:.3f} s; of all: {hours:,.0f} core hours")
    print(f"300 million in a year: {cpu_s * SESSIONS_ON_PAPER / (365 * 86400):.1f} cores busy")


if __name__ == "__main__":
    sys.exit(main())
