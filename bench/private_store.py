"""A store of its own for benchmarks of imports: import this before anything of the product.

A SQLite file, recordings and no queue, in a folder that is thrown away; the processes that
a benchmark starts share it by ``BENCH_VAR_DIR``.
"""

import os
import tempfile

import django

if "BENCH_VAR_DIR" not in os.environ:
    FOLDER = tempfile.TemporaryDirectory(prefix="bench-imports")
    os.environ["BENCH_VAR_DIR"] = FOLDER.name
os.environ["VAR_DIR"] = os.environ["BENCH_VAR_DIR"]
os.environ["DATABASE_URL"] = f"sqlite:///{os.environ['VAR_DIR']}/bench.sqlite3"
os.environ["SECRET_KEY"] = "of-a-benchmark-that-lives-for-minutes-in-its-own-folder"  # noqa: S105 - of a store that lives for minutes
os.environ["REDIS_URL"] = "redis://127.0.0.1:1/0"
# Longer than a slice of an import, shorter than anybody's patience.
os.environ.setdefault("ANALYSIS_LEASE_S", "10")
os.environ["LOG_LEVEL"] = "CRITICAL"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cycling_site.settings")
django.setup()
