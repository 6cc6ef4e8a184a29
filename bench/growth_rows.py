"""The rows that bench.growth weighs; imported once the settings know its database."""

from datetime import timedelta

import numpy as np
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from analytics.ingestion import receive_recording
from analytics.models import Athlete, Team
from analytics.tasks import ingest_recording_task
from summaries.models import Summary
from summaries.tasks import write_summary_task
from tests.make.rides import STARTED_AT, make_fit


def prepare() -> None:
    call_command("migrate", verbosity=0)


def bytes_by_table() -> dict[str, tuple[int, int]]:
    """Weigh each table with its indexes, and count its rows."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT m.tbl_name, SUM(s.pgsize - s.unused) FROM dbstat s"
            " JOIN sqlite_master m ON m.name = s.name GROUP BY m.tbl_name"
        )
        weights = dict(cursor.fetchall())
        found = {}
        for table, size in weights.items():
            if table.startswith("sqlite_"):
                continue
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - its own tables
            found[table] = (size, cursor.fetchone()[0])
    return found


def make_rides(number: int, *, seconds: int) -> list[bytes]:
    """Make files of rides that differ, with blocks of several powers."""
    chance = np.random.default_rng(1)
    rides = []
    for ride in range(number):
        blocks = np.repeat(chance.choice([120.0, 180.0, 300.0], size=seconds // 240), 240)
        power_w = np.clip(blocks + chance.normal(0, 25, blocks.size), 0, 900).round()
        started_at = STARTED_AT + timedelta(days=ride - number)
        rides.append(make_fit(power_w.tolist(), started_at=started_at))
    return rides


def import_rides(rides: list[bytes]) -> None:
    """Take each through receipt, analysis and text, as web and workers do."""
    athlete = Athlete.objects.create(
        team=Team.objects.create(name="Growth"), first_name="Ada", last_name="Growth"
    )
    for number, data in enumerate(rides):
        received = receive_recording(
            athlete, name=f"{number}.fit", data=data, received_from=None, now=timezone.now()
        )
        ingest_recording_task(recording_id=received.recording.pk)
    for summary_id in Summary.objects.filter(state="waiting").values_list("pk", flat=True):
        write_summary_task(summary_id=summary_id)
