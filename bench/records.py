"""Records: a comparison, a page and a back-fill, beside three window queries, in one run.

python -m bench.records [--crowd PEAKS] [SESSIONS ...]

One athlete for each size, by default of 6,000 and 60,000 sessions; with ``--crowd`` then 1,000
athletes who share so many peaks, such as 10,000,000. In a database of its own: a new SQLite file,
or the empty one that BENCH_DATABASE_URL names.
"""

import argparse
import os
import tempfile
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

USUAL_SIZES = (6000, 60_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=USUAL_SIZES, metavar="SESSIONS")
    parser.add_argument("--crowd", type=int, default=0, metavar="PEAKS")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        own = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", own)
        os.environ["DEBUG"], os.environ["LOG_LEVEL"] = "false", "ERROR"
        os.environ["SECRET_KEY"] = "of a database that lives for one run"  # noqa: S105 - as it says
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cycling_site.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        times = import_module("bench.record_times")  # its models want the settings above
        times.measure(asked.sizes, crowd=asked.crowd)


if __name__ == "__main__":
    main()
