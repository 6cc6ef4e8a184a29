"""A whole import, file to stored session: ours beside fitparse + pandas + save(); workers; a ZIP.

    python -m bench.imports                 a 4-hour ride, ours beside the usual way
    python -m bench.imports --workers       one worker process beside two
    python -m bench.imports --zip 2000      a ZIP of so many rides, its worker killed on the way

All on a private SQLite file that is thrown away. Ours includes repair, figures, intervals, sets,
160 peaks, streams, records and the search for duplicates; the usual way means, 30-s weighted power
and 18 peaks by rolling windows.
"""

import argparse
import io
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import django
import fitparse
import numpy as np
import pandas as pd

# Everything on a store of its own, which the processes that this one starts share.
if "BENCH_VAR_DIR" not in os.environ:
    FOLDER = tempfile.TemporaryDirectory(prefix="bench-imports")
    os.environ["BENCH_VAR_DIR"] = FOLDER.name
os.environ["VAR_DIR"] = os.environ["BENCH_VAR_DIR"]
os.environ["DATABASE_URL"] = f"sqlite:///{os.environ['VAR_DIR']}/bench.sqlite3"
os.environ["SECRET_KEY"] = "of-a-benchmark-that-lives-for-minutes-in-its-own-folder"  # noqa: S105 - of a store that lives for minutes
os.environ["REDIS_URL"] = "redis://127.0.0.1:1/0"
# Longer than a slice of an import, shorter than anybody's patience.
os.environ["ANALYSIS_LEASE_S"] = "10"
os.environ["LOG_LEVEL"] = "CRITICAL"
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cycling_site.settings")
django.setup()

from django.core.files.base import File  # noqa: E402 - models need Django ready
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402

from analytics import ingestion  # noqa: E402
from analytics.decoder_process import DECODER  # noqa: E402
from analytics.demo.fit_writer import write_fit  # noqa: E402
from analytics.engine.decoding.archive import Member  # noqa: E402
from analytics.engine.decoding.detect import decode_recording  # noqa: E402
from analytics.engine.recording import Lap, LapTrigger  # noqa: E402
from analytics.import_progress import progress_of  # noqa: E402
from analytics.importing import open_batch, take_archive, take_file  # noqa: E402
from analytics.ingestion import receive_recording  # noqa: E402
from analytics.models import Athlete, ImportBatch, Recording, Session  # noqa: E402
from analytics.tasks.imports import work_on_batch  # noqa: E402
from analytics.tasks.recordings import analyse_claimed  # noqa: E402
from cycling_site import celery_app  # noqa: E402
from tests.make import make_athlete, make_fit, make_ride  # noqa: E402

celery_app.conf.update(broker_url="memory://")  # messages are hints: the bench needs nobody's

RIDE_S = 4 * 3600
SHORT_S = 600
ROUNDS = 7
WORKER_RIDES = 60
PEER_DURATIONS_S = (1, 5, 10, 15, 20, 30, 60, 120, 180, 240, 300, 480, 600, 1200, 1800, 2700, 3600)
KILLS = 4


def make_file(seconds: int, *, day: int, with_laps: bool) -> bytes:
    """Write the FIT file of a ride with efforts, its laps pressed by hand or not at all."""

    chance = np.random.default_rng(day)
    steps = np.where(np.arange(seconds) // 300 % 3 == 1, 330.0, 170.0)
    power_w = np.round(np.clip(steps + chance.normal(0, 25, seconds), 0, None))
    started_at = datetime(2020, 1, 1, 8, tzinfo=UTC) + timedelta(days=day)
    ride = make_ride(list(power_w), started_at=started_at)
    if with_laps:
        first_s = started_at.timestamp()
        edges = [*range(0, seconds, 300), seconds]
        laps = tuple(
            Lap(first_s + start, first_s + end, trigger=LapTrigger.HAND)
            for start, end in pairwise(edges)
        )
        ride = replace(ride, laps=laps)
    return write_fit(ride)


def import_as_usual(data: bytes, day: int) -> None:

    messages = fitparse.FitFile(io.BytesIO(data)).get_messages("record")
    table = pd.DataFrame(message.get_values() for message in messages).set_index("timestamp")
    power_w = pd.to_numeric(table["power"]).resample("1s").mean().interpolate(limit=3)
    weighted_w = float((power_w.rolling(30).mean() ** 4).mean() ** 0.25)
    for duration_s in PEER_DURATIONS_S:
        power_w.rolling(duration_s).mean().max()
    now = datetime.now(UTC)
    started_at = table.index[0].to_pydatetime().replace(tzinfo=UTC)
    Session(
        athlete=Athlete.objects.first(),
        ride_number=day,
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


def import_ours(data: bytes, _day: int) -> None:

    athlete = Athlete.objects.first()
    received = receive_recording(
        athlete, name="ride.fit", data=data, received_from=None, now=timezone.now()
    )
    recording = Recording.objects.claim(received.recording.pk, now=timezone.now())
    analyse_claimed(recording, decide_records=True)
    recording.refresh_from_db()
    assert recording.state == Recording.State.DONE, recording.reason


def median_cpu_ms(take: Callable[[bytes, int], None], files: list[bytes], first_day: int) -> float:
    """CPU of this process and of the children that ended; the decoder is run in this process."""
    spent = []
    for number, data in enumerate(files):
        start = time.process_time()
        take(data, first_day + number)
        spent.append(1000 * (time.process_time() - start))
    return statistics.median(spent)


def compare_with_usual() -> None:

    make_athlete()
    with_laps = [make_file(RIDE_S, day=day, with_laps=True) for day in range(ROUNDS + 1)]
    without = [make_file(RIDE_S, day=100 + day, with_laps=False) for day in range(ROUNDS + 1)]
    usual = median_cpu_ms(import_as_usual, with_laps[:3], 0)

    class InThisProcess:
        def decode(self, data: bytes):
            return decode_recording(data)

    decoder, ingestion.DECODER = ingestion.DECODER, InThisProcess()
    import_ours(with_laps[0], 0)  # what is loaded once is loaded now
    import_ours(without[0], 0)
    laps = median_cpu_ms(import_ours, with_laps[1:], 0)
    detection = median_cpu_ms(import_ours, without[1:], 0)
    ingestion.DECODER = decoder
    print(f"a ride of {RIDE_S // 3600} hours, {len(with_laps[0]) / 1024:.0f} KiB, median CPU")
    print(f"fitparse + pandas + save()              {usual:8.1f} ms")
    print(f"ours, laps by hand, no detection        {laps:8.1f} ms   {usual / laps:5.0f} x")
    print(
        f"ours, detection and sets                {detection:8.1f} ms   {usual / detection:5.0f} x"
    )


def compare_workers() -> None:
    took_s = {}
    for workers in (1, 2):
        batch = batch_of(
            [make_file(RIDE_S, day=day, with_laps=False) for day in range(WORKER_RIDES)]
        )
        running = [start_worker(batch.pk) for _ in range(workers)]
        for worker in running:
            worker.stdout.readline()  # it is ready
        start = time.perf_counter()
        for worker in running:
            worker.stdin.write(b"go\n")
            worker.stdin.flush()
        for worker in running:
            worker.wait()
        took_s[workers] = time.perf_counter() - start
        print(f"{workers} worker(s)   {WORKER_RIDES / took_s[workers]:6.1f} rides/s")
    print(f"two are      {took_s[1] / took_s[2]:6.2f} x one")


def batch_of(files: list[bytes]):

    batch = open_batch(make_athlete(), title="bench", started_by=None, now=timezone.now())
    for number, data in enumerate(files):
        member = Member(f"{number}.fit", data)
        take_file(batch, member, limit_bytes=2**26, now=timezone.now())
    return batch


def start_worker(batch_id: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "bench.imports", "--work-on", str(batch_id)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ},
    )


def work_on(batch_id: int) -> None:
    """What a worker process does with a batch; prints the most memory that it held."""

    DECODER.decode(make_fit())
    print("ready", flush=True)
    sys.stdin.readline()
    while True:
        batch = ImportBatch.objects.select_related("athlete").get(pk=batch_id)
        is_more = work_on_batch(batch, until_s=time.monotonic() + 5)
        batch.refresh_from_db()
        if batch.state != ImportBatch.State.RUNNING:
            break
        if not is_more:
            time.sleep(0.5)
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, flush=True)


def import_a_zip(rides: int) -> None:

    path = Path(os.environ["BENCH_VAR_DIR"]) / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for day in range(rides):
            archive.writestr(f"{day}.fit", make_file(SHORT_S, day=day, with_laps=False))
    batch = open_batch(make_athlete(), title="bench", started_by=None, now=timezone.now())
    with path.open("rb") as file:
        take_archive(batch, name="export.zip", file=File(file), now=timezone.now())
    start, kills, peaks_kib = time.perf_counter(), 0, []
    while True:
        worker = start_worker(batch.pk)
        worker.stdout.readline()
        worker.stdin.write(b"go\n")
        worker.stdin.flush()
        if kills < KILLS:
            time.sleep(3 + 4 * kills)
            peaks_kib.append(peak_kib(worker.pid))
            worker.kill()  # SIGKILL, to this one process that we started
            worker.wait()
            kills += 1
            continue
        worker.wait()
        peaks_kib.append(int(worker.stdout.readline()))
        break
    batch = ImportBatch.objects.get(pk=batch.pk)
    progress = progress_of([batch])[batch.pk]
    sessions = Session.objects.filter(recording__batch=batch)
    days = sessions.values("started_at").distinct().count()
    print(f"ZIP of {rides} rides, {path.stat().st_size / 2**20:.0f} MiB, {kills} x kill -9")
    print(f"state {batch.state}, {time.perf_counter() - start:.0f} s, files {progress.total}")
    print(f"sessions {sessions.count()}, different rides {days}, refused {progress.refused}")
    print(f"most memory of each worker in turn: {[kib // 1024 for kib in peaks_kib]} MiB")


def peak_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--workers", action="store_true")
    parser.add_argument("--zip", type=int, metavar="RIDES")
    parser.add_argument("--work-on", type=int, help="used by the benchmark itself")
    options = parser.parse_args()
    if options.work_on:
        work_on(options.work_on)
        return
    call_command("migrate", verbosity=0)
    if options.zip:
        import_a_zip(options.zip)
    elif options.workers:
        compare_workers()
    else:
        compare_with_usual()


if __name__ == "__main__":
    main()
