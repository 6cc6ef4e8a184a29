"""A whole import, file to stored session: ours beside fitparse + pandas + save(), in one run.

    python -m bench.imports [--files N]

Real rides of about four hours at a sample a second (RIDES_DIR, as in the tests), each imported
both ways one after the other, on a private SQLite file that is thrown away. Ours includes repair,
figures, intervals, sets, 160 peaks, streams, records and the search for duplicates, and once more
without detection; the usual way means, 30-s weighted power and 18 peaks by rolling windows.
"""

import argparse
import csv
import io
import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import bench.private_store  # noqa: F401 - makes Django ready for what follows; isort: skip

import fitparse
import pandas as pd
from django.core.management import call_command
from django.utils import timezone

from analytics import ingestion
from analytics.engine import intervals
from analytics.engine.decoding.detect import decode_recording
from analytics.engine.decoding.gzipped import unwrap_gzip
from analytics.engine.recording import Recording as Decoded
from analytics.ingestion import receive_recording
from analytics.models import Athlete, Recording, Session
from analytics.tasks.recordings import analyse_claimed
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


def import_ours(data: bytes, athlete: Athlete) -> None:
    received = receive_recording(
        athlete, name="ride.fit", data=data, received_from=None, now=timezone.now()
    )
    recording = Recording.objects.claim(received.recording.pk, now=timezone.now())
    analyse_claimed(recording, decide_records=True)
    recording.refresh_from_db()
    assert recording.state == Recording.State.DONE, recording.reason


def cpu_ms(take: Callable[[bytes, Athlete], None], data: bytes, athlete: Athlete) -> float:
    start = time.process_time()
    take(data, athlete)
    return 1000 * (time.process_time() - start)


def compare_with_usual(count: int) -> None:
    with_detection, without, usual = (make_athlete() for _ in range(3))
    ingestion.DECODER = InThisProcess()
    import_ours(make_fit(), with_detection)  # what is loaded once is loaded now
    print(f"{'file':36} {'kB':>5} {'usual':>8} {'no detection':>12} {'whole':>8}  ms CPU")
    ratios: dict[str, list[float]] = {"without detection": [], "whole": []}
    for path in pick_rides(count):
        data = path.read_bytes()
        whole_ms = cpu_ms(import_ours, data, with_detection)
        intervals.detect_stretches = lambda *_: ()
        without_ms = cpu_ms(import_ours, data, without)
        intervals.detect_stretches = DETECT
        usual_ms = cpu_ms(import_as_usual, data, usual)
        print(
            f"{path.name[-36:]:36} {len(data) / 1000:5.0f} {usual_ms:8.0f} {without_ms:12.1f} "
            f"{whole_ms:8.1f}"
        )
        for name, spent_ms in zip(ratios, (without_ms, whole_ms), strict=True):
            ratios[name].append(usual_ms / spent_ms)
    for name, values in ratios.items():
        print(f"{name}: {statistics.median(values):.0f} x the usual way, median of {len(values)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=12)
    options = parser.parse_args()
    call_command("migrate", verbosity=0)
    compare_with_usual(options.files)


if __name__ == "__main__":
    main()
