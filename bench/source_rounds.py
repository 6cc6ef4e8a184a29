"""The rounds of bench.source, run by it in a process that knows the two databases."""

import os
import resource
import sys
from pathlib import Path
from time import perf_counter

import django
import MySQLdb

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cycling_site.settings")
django.setup()

from django.conf import settings  # noqa: E402 - models need Django ready
from django.db import connections  # noqa: E402 - Django is ready first
from django.utils import timezone  # noqa: E402 - Django is ready first

from analytics.models import SourceSync  # noqa: E402 - Django is ready first
from analytics.record_book import decide_due_records  # noqa: E402 - Django is ready first
from analytics.source_database.reading import open_source  # noqa: E402 - Django is ready first
from analytics.source_database.sync import SyncPlan, run_sync  # noqa: E402 - Django is ready first
from tests.make.source_database import SourcePlan, fill_source  # noqa: E402 - Django is ready first

CHANGED = 50
NAIVE_SESSIONS = 1000
NAIVE_QUERIES = (
    "SELECT * FROM activities_activitysummary WHERE id = %s",
    "SELECT * FROM activities_activityraw WHERE activity_summary_id = %s",
    "SELECT * FROM activities_lap WHERE activity_summary_id = %s ORDER BY start",
    "SELECT * FROM activities_trainingpeaksworkout WHERE activity_summary_id = %s",
    "SELECT * FROM metrics_recordprofile WHERE activity_summary_id = %s",
)
NAIVE_ATHLETE = (
    "SELECT * FROM profiles_athlete WHERE id = %s",
    "SELECT * FROM metrics_metric WHERE athlete_id = %s AND metric_type = 'WG'",
    "SELECT * FROM daily_metrics_dailyestimation WHERE athlete_id = %s",
)


def peak_mib() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def fill(folder: Path, sessions: int) -> None:
    link = MySQLdb.connect(
        unix_socket=str(folder / "mariadb.sock"), user="root", db="team", charset="utf8mb4"
    )
    plan = SourcePlan(athletes=max(4, sessions // 500), sessions=sessions, oddity_share=0.2)
    fill_source(link.cursor(), plan)
    link.commit()
    link.close()


def change(folder: Path) -> None:
    link = MySQLdb.connect(unix_socket=str(folder / "mariadb.sock"), user="root", db="team")
    link.cursor().execute(
        "UPDATE activities_activitysummary SET distance = distance + 1"
        " WHERE distance > 0 ORDER BY id LIMIT %s",
        [CHANGED],
    )
    link.commit()
    link.close()


def timed_sync(name: str) -> None:
    began = perf_counter()
    sync = SourceSync.objects.begin(now=timezone.now())
    if sync is None:
        raise RuntimeError("a sync is alive already")
    plan = SyncPlan(timezone.now, time_zone=settings.SOURCE_TIME_ZONE)
    tally = run_sync(sync, open_source, plan)
    took_s = perf_counter() - began
    for athlete_id in tally.athletes:
        decide_due_records(athlete_id, now=timezone.now())
    decided_s = perf_counter() - began - took_s
    print(
        f"  {name:28} {took_s:6.1f} s + {decided_s:5.1f} s of records  "
        f"{sync.rows_read:8} rows read  "
        f"{sync.sessions_new:7} new {sync.sessions_changed:5} changed "
        f"{sync.rows_refused:5} refused   peak {peak_mib():5.0f} MiB",
        flush=True,
    )


def naive(sessions: int) -> None:
    """Read each session by queries of its own; nothing is stored."""
    asked = min(sessions, NAIVE_SESSIONS)
    rows = 0
    began = perf_counter()
    with connections["source"].cursor() as cursor:
        cursor.execute("SELECT id, athlete_id FROM activities_activitysummary LIMIT %s", [asked])
        for source_id, athlete_id in cursor.fetchall():
            for sql in NAIVE_QUERIES:
                rows += cursor.execute(sql, [source_id])
                cursor.fetchall()
            for sql in NAIVE_ATHLETE:
                rows += cursor.execute(sql, [athlete_id])
                cursor.fetchall()
    share = sessions / asked
    print(
        f"  {'a query per session and part':28} {share * (perf_counter() - began):7.1f} s  "
        f"{share * rows:8.0f} rows read, at every sync, nothing stored (from {asked})"
    )


def main(folder: Path, sessions: int) -> None:
    fill(folder, sessions)
    print(f"{sessions} sessions; before the first sync {peak_mib():.0f} MiB", flush=True)
    timed_sync("first sync")
    timed_sync("second sync, nothing new")
    change(folder)
    timed_sync(f"third sync, {CHANGED} changed")
    naive(sessions)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
