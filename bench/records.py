"""Records: a comparison, a page and a back-fill, beside three window queries, in one run.

python -m bench.records [--mariadb] [--crowd PEAKS] [SESSIONS ...]

One athlete for each size, by default of 6,000 and 60,000 sessions; with ``--crowd`` then 1,000
athletes who share so many peaks, such as 10,000,000. In a database of its own: a new SQLite file,
or with ``--mariadb`` in a private MariaDB.
"""

import argparse
import os
import tempfile
from contextlib import ExitStack
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

from cycling_site.private_mariadb import running_mariadb

USUAL_SIZES = (6000, 60_000)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=USUAL_SIZES, metavar="SESSIONS")
    parser.add_argument("--mariadb", action="store_true")
    parser.add_argument("--crowd", type=int, default=0, metavar="PEAKS")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name, ExitStack() as servers:
        url = f"sqlite:///{Path(name) / 'bench.sqlite3'}"
        if asked.mariadb:
            url = servers.enter_context(running_mariadb(Path(name)))
        os.environ["DATABASE_URL"] = url
        os.environ["DEBUG"], os.environ["LOG_LEVEL"] = "false", "ERROR"
        os.environ["SECRET_KEY"] = "of a database that lives for one run"  # noqa: S105 - as it says
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cycling_site.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        times = import_module("bench.record_times")  # its models want the settings above
        times.measure(asked.sizes, crowd=asked.crowd)


if __name__ == "__main__":
    main()
