"""Records: a comparison, a page and a back-fill, beside three joined window queries, in one run.

python -m bench.records [SESSIONS ...]

In a database of its own: a new SQLite file, or the empty one that BENCH_DATABASE_URL names.
"""

import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

import django
from django.core.management import call_command

USUAL_SIZES = (600, 6000)


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        own = f"sqlite:///{Path(folder) / 'bench.sqlite3'}"
        os.environ["DATABASE_URL"] = os.environ.get("BENCH_DATABASE_URL", own)
        os.environ["DEBUG"] = "false"
        os.environ["SECRET_KEY"] = "of a database that lives for one run"  # noqa: S105 - as it says
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cycling_site.settings")
        django.setup()
        call_command("migrate", verbosity=0)
        times = import_module("bench.record_times")  # its models want the settings above
        for size in sizes or USUAL_SIZES:
            times.measure(size)


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]])
