"""The short form of ``python -m bench.import_workers --zip 2000``."""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import F

from analytics.models import ImportBatch, ImportFile, Recording, Session
from analytics.models.import_batch import ARCHIVE_LEASE
from analytics.models.recording import CLAIM_LEASE
from tests.make.imports import add_zip_to, make_batch, make_rides, make_zip, work_to_the_end

pytestmark = pytest.mark.django_db(transaction=True)

RIDES = 8
PATIENCE_S = 60


@pytest.mark.parametrize("killed_with", (0, 3), ids=("while it unpacks", "while it analyses"))
def test_a_worker_that_is_killed_loses_and_doubles_nothing(killed_with):
    batch = make_batch()
    add_zip_to(batch, make_zip(make_rides(RIDES)))

    worker = fork_worker(batch)
    until_s = time.monotonic() + PATIENCE_S
    while not is_so_far(killed_with) and time.monotonic() < until_s:
        time.sleep(0.001)
    os.kill(worker, signal.SIGKILL)
    os.waitpid(worker, 0)

    assert Session.objects.count() < RIDES
    let_leases_run_out()
    batch = work_to_the_end(batch)
    assert batch.state == ImportBatch.State.DONE
    assert Recording.objects.filter(state=Recording.State.DONE).count() == RIDES
    assert Session.objects.values("started_at").distinct().count() == RIDES
    assert Session.objects.count() == batch.files.exclude(archive=None).count() == RIDES


def fork_worker(batch: ImportBatch) -> int:
    connections.close_all()  # two processes cannot speak over one
    pid = os.fork()
    if pid == 0:
        try:
            work_to_the_end(batch)
        finally:
            os._exit(0)
    return pid


def is_so_far(sessions: int) -> bool:
    if sessions:
        return Session.objects.count() >= sessions
    return Recording.objects.count() >= 2


def let_leases_run_out() -> None:
    for rows, lease in ((Recording, CLAIM_LEASE), (ImportFile, ARCHIVE_LEASE)):
        held = rows.objects.exclude(claimed_at=None)
        held.update(claimed_at=F("claimed_at") - lease - timedelta(seconds=1))
