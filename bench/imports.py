"""A whole import, file to stored session: ours beside fitparse + pandas + save(), in one run.

    python -m bench.imports [--files N]

Real rides of about four hours at a sample a second (RIDES_DIR, as in the tests), each imported
both ways one after the other, on a private SQLite file that is thrown away. Ours is a batch of
years, as an athlete's export comes: each file kept once with its row, then repair, figures,
intervals, sets, 160 peaks, streams and the search for duplicates, and each ride's share of the
records of all; and the same once more without detection. The usual way reads with fitparse and
works out means, 30-s weighted power and 17 peaks by rolling windows of pandas. What Python has to
clear up is cleared up before each, so that nobody pays for another's garbage.
"""

import argparse
import csv
import gc
import io
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import bench.private_store  # noqa: F401 - makes Django ready for what follows; isort: skip

import fitparse
import pandas as pd
from django.core.management import call_command
from django.utils import timezone

from analytics import ingestion
from analytics.engine import intervals
from analytics.engine.decoding.archive import Member
from analytics.engine.decoding.detect import decode_recording
from analytics.engine.decoding.gzipped import MAX_RECORDING_BYTES, unwrap_gzip
from analytics.engine.recording import Recording as Decoded
from analytics.importing import open_batch, take_file
from analytics.models import Athlete, ImportBatch, Recording, Session
from analytics.record_book import decide_due_records
from analytics.tasks.imports import analyse_next
from cycling_site import celery_app
from tests.make import make_athlete, make_fit

celery_app.conf.update(broker_url="memory://")  # messages are hints: the bench needs nobody's

PROJECT_DIR = Path(__file__).resolve().parent.parent
RIDES_DIR = Path(os.environ.get("RIDES_DIR", PROJECT_DIR.parent / "shared" / "rides"))
SHORTEST_S, LONGEST_S = int(3.4 * 3600), int(4.7 * 3600)
PEER_DURATIONS_S = (1, 5, 10, 15, 20, 30, 60, 120, 180, 240, 300, 480, 600, 1200, 1800, 2700, 3600)
DETECT = intervals.detect_stretches


class InThisProcess:
    """Decodes where CPU is counted, instead of in the worker's child."""

    def decode(self, data: bytes) -> Decoded:
        return decode_recording(data)


def pick_rides(count: int) -> list[Path]:
    with (RIDES_DIR / "manifest.csv").open() as manifest:
        rows = [
            row
            for row in csv.DictReader(manifest)
            if row["type"] == "fit"
            and row["has_power"] == "yes"
            and SHORTEST_S <= int(row["duration_s"] or 0) <= LONGEST_S
            and int(row["records"] or 0) >= 0.75 * int(row["duration_s"])
        ]
    rows.sort(key=lambda row: abs(int(row["duration_s"]) - 4 * 3600))
    return [RIDES_DIR / "files" / row["file"] for row in rows[:count]]


def import_as_usual(data: bytes, athlete: Athlete) -> None:
    messages = fitparse.FitFile(io.BytesIO(unwrap_gzip(data).data)).get_messages("record")
    table = pd.DataFrame(message.get_values() for message in messages).set_index("timestamp")
    power_w = pd.to_numeric(table["power"]).resample("1s").mean().interpolate(limit=3)
    weighted_w = float((power_w.rolling(30).mean() ** 4).mean() ** 0.25)
    for duration_s in PEER_DURATIONS_S:
        power_w.rolling(duration_s).mean().max()
    now = datetime.now(UTC)
    started_at = table.index[0].to_pydatetime().replace(tzinfo=UTC)
    Session(
        athlete=athlete,
        started_at=started_at,
        local_date=started_at.date(),
        analysed_at=now,
        changed_at=now,
        stimulus="A",
        elapsed_s=len(power_w),
        timer_s=len(power_w),
        moving_s=len(power_w),
        mean_power_w=float(power_w.mean()),
        weighted_power_w=weighted_w,
    ).save()


def import_ours(data: bytes, batch: ImportBatch) -> None:
    member = Member("ride.fit", data)
    file = take_file(batch, member, limit_bytes=MAX_RECORDING_BYTES, now=timezone.now())
    analyse_next(batch)
    recording = Recording.objects.get(pk=file.recording_id)
    assert recording.state == Recording.State.DONE, recording.reason


def cpu_ms(take: Callable[[], object]) -> float:
    gc.collect()
    start = time.process_time()
    take()
    return 1000 * (time.process_time() - start)


def new_batch() -> ImportBatch:
    """Start an import, with a short ride of another day: what is loaded once is loaded now."""
    batch = open_batch(make_athlete(), title="years", started_by=None, now=timezone.now())
    import_ours(make_fit(), batch)
    decide_due_records(batch.athlete_id, now=timezone.now())
    return batch


def compare_with_usual(paths: list[Path]) -> None:
    ingestion.DECODER = InThisProcess()
    usual = make_athlete()
    batches = {name: new_batch() for name in ("without detection", "whole")}
    spent: dict[str, list[float]] = {name: [] for name in ("usual", *batches)}
    print(f"{'file':36} {'kB':>5} {'usual':>8} {'no detection':>12} {'whole':>8}  ms CPU")
    for path in paths:
        data = path.read_bytes()
        spent["usual"].append(cpu_ms(partial(import_as_usual, data, usual)))
        for name, batch in batches.items():
            intervals.detect_stretches = DETECT if name == "whole" else lambda *_: ()
            spent[name].append(cpu_ms(partial(import_ours, data, batch)))
        usual_ms, without_ms, whole_ms = (values[-1] for values in spent.values())
        print(
            f"{path.name[-36:]:36} {len(data) / 1000:5.0f} {usual_ms:8.0f} {without_ms:12.1f} "
            f"{whole_ms:8.1f}"
        )
    for name, batch in batches.items():
        decide = partial(decide_due_records, batch.athlete_id, now=timezone.now())
        share_ms = cpu_ms(decide) / len(paths)
        ratios = [
            usual_ms / (ours_ms + share_ms)
            for usual_ms, ours_ms in zip(spent["usual"], spent[name], strict=True)
        ]
        print(
            f"{name}: {statistics.median(ratios):.0f} x the usual way, median of {len(ratios)}; "
            f"{statistics.median(spent[name]):.1f} ms a ride and {share_ms:.1f} ms for its records"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=12)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    compare_with_usual(pick_rides(options.files))


if __name__ == "__main__":
    main()
