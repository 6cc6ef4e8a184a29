"""An import on one worker process and on two, and a large ZIP whose worker is killed on the way.

    python -m bench.import_workers [--rides N]     one worker beside two
    python -m bench.import_workers --zip 2000      so many rides, four workers killed

On a private SQLite file that is thrown away; each worker process has its own decoding child, as in
production.
"""

import argparse
import os
import resource
import subprocess
import sys
import time
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import bench.private_store  # noqa: F401 - makes Django ready for what follows; isort: skip

import numpy as np
from django.core.files.base import File
from django.core.management import call_command
from django.utils import timezone

from analytics.decoder_process import DECODER
from analytics.demo.fit_writer import write_fit
from analytics.engine.decoding.archive import Member
from analytics.import_progress import progress_of
from analytics.importing import open_batch, take_archive, take_file
from analytics.models import ImportBatch, Session
from analytics.tasks.imports import work_on_batch
from cycling_site import celery_app
from tests.make import make_athlete, make_fit, make_ride

celery_app.conf.update(broker_url="memory://")  # messages are hints: the bench needs nobody's

RIDE_S = 4 * 3600
SHORT_S = 600


def make_file(seconds: int, *, day: int) -> bytes:
    """Write the FIT file of a ride with an effort every quarter of an hour."""
    chance = np.random.default_rng(day)
    steps = np.where(np.arange(seconds) // 300 % 3 == 1, 330.0, 170.0)
    power_w = np.round(np.clip(steps + chance.normal(0, 25, seconds), 0, None))
    started_at = datetime(2018, 1, 1, 8, tzinfo=UTC) + timedelta(days=day)
    return write_fit(make_ride(list(power_w), started_at=started_at))


def compare_workers(rides: int) -> None:
    took_s = {}
    for workers in (1, 2):
        batch = batch_of([make_file(RIDE_S, day=day) for day in range(rides)])
        running = [start_worker(batch.pk) for _ in range(workers)]
        for worker in running:
            worker.stdout.readline()  # it is ready
        start = time.perf_counter()
        for worker in running:
            worker.stdin.write(b"go\n")
            worker.stdin.flush()
        while batch.recordings.under_way().exists():
            time.sleep(0.02)
        took_s[workers] = time.perf_counter() - start
        used_s = sum(float(worker.communicate()[0].split()[1]) for worker in running)
        print(
            f"{workers} worker(s)   {rides / took_s[workers]:6.1f} rides/s   "
            f"{1000 * used_s / rides:4.0f} ms CPU a ride, with the records of all at the end"
        )
    print(f"two are      {took_s[1] / took_s[2]:6.2f} x one")


def batch_of(files: list[bytes]):

    batch = open_batch(make_athlete(), title="bench", started_by=None, now=timezone.now())
    for number, data in enumerate(files):
        member = Member(f"{number}.fit", data)
        take_file(batch, member, limit_bytes=2**26, now=timezone.now())
    return batch


def start_worker(batch_id: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "bench.import_workers", "--work-on", str(batch_id)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ},
    )


def work_on(batch_id: int) -> None:
    """What a worker process does with a batch; prints the most memory that it held, and its CPU."""

    DECODER.decode(make_fit())
    print("ready", flush=True)
    sys.stdin.readline()
    started_s = time.process_time()
    while True:
        batch = ImportBatch.objects.select_related("athlete").get(pk=batch_id)
        is_more = work_on_batch(batch, until_s=time.monotonic() + 5)
        batch.refresh_from_db()
        if batch.state != ImportBatch.State.RUNNING:
            break
        if not is_more:
            time.sleep(0.5)
    DECODER.stop()
    ours, child = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    used_s = sum(used.ru_utime + used.ru_stime for used in (ours, child)) - started_s
    print(ours.ru_maxrss, used_s, flush=True)


def import_a_zip(rides: int, kills: int) -> bool:
    """Import a ZIP while its workers are killed, evenly over the way; True where all is well."""
    path = Path(os.environ["BENCH_VAR_DIR"]) / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for day in range(rides):
            archive.writestr(f"{day}.fit", make_file(SHORT_S, day=day))
    batch = open_batch(make_athlete(), title="bench", started_by=None, now=timezone.now())
    with path.open("rb") as file:
        take_archive(batch, name="export.zip", file=File(file), now=timezone.now())
    sessions = Session.objects.filter(recording__batch=batch)
    start = time.perf_counter()
    peaks_kib = []
    for kill in range(kills):
        worker = start_worker(batch.pk)
        let_go(worker)
        while sessions.count() < rides * (kill + 1) // (kills + 1):
            time.sleep(0.02)
        peaks_kib.append(peak_kib(worker.pid))
        worker.kill()  # SIGKILL, to this one process that we started
        worker.wait()
    worker = start_worker(batch.pk)
    let_go(worker)
    peaks_kib.append(int(worker.communicate()[0].split()[0]))
    batch.refresh_from_db()
    progress = progress_of([batch])[batch.pk]
    days = sessions.values("started_at").distinct().count()
    print(f"ZIP of {rides} rides, {path.stat().st_size / 2**20:.0f} MiB, {kills} x kill -9")
    print(f"state {batch.state}, {time.perf_counter() - start:.0f} s, files {progress.total}")
    print(f"sessions {sessions.count()}, different rides {days}, refused {progress.refused}")
    print(f"most memory of each worker in turn: {[kib // 1024 for kib in peaks_kib]} MiB")
    return batch.state == ImportBatch.State.DONE and sessions.count() == days == rides


def let_go(worker: subprocess.Popen[bytes]) -> None:
    worker.stdout.readline()  # it is ready
    worker.stdin.write(b"go\n")
    worker.stdin.flush()


def peak_kib(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rides", type=int, default=60)
    parser.add_argument("--zip", type=int, metavar="RIDES")
    parser.add_argument("--kills", type=int, default=4)
    parser.add_argument("--work-on", type=int, help="used by the benchmark itself")
    options = parser.parse_args()
    if options.work_on:
        work_on(options.work_on)
        return
    call_command("migrate", verbosity=0)
    if options.zip:
        sys.exit(not import_a_zip(options.zip, options.kills))
    compare_workers(options.rides)


if __name__ == "__main__":
    main()
