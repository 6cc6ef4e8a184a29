import gzip
import threading

import pytest
from django.db import connection
from django.utils import timezone

from analytics.import_progress import progress_of, rows_of
from analytics.importing import unpack_members
from analytics.models import ImportBatch, ImportFile, Record, Recording, Session
from tests.make import import_fit, make_athlete, make_fit
from tests.make.imports import (
    add_to,
    add_zip_to,
    make_batch,
    make_rides,
    make_zip,
    work_to_the_end,
)

pytestmark = pytest.mark.django_db

LIMIT_BYTES = 2**20


def standings(batch: ImportBatch) -> dict[str, str]:
    return {row.name: row.standing for row in rows_of(batch, fault_only=False)}


def claim(batch: ImportBatch) -> ImportFile:
    archive = ImportFile.objects.claim_archive(batch, now=timezone.now())
    assert archive is not None
    return archive


def unpack(archive: ImportFile) -> list[ImportFile]:
    return list(unpack_members(archive, limit_bytes=LIMIT_BYTES, now=timezone.now()))


def test_each_file_has_a_row_that_says_what_became_of_it():
    athlete = make_athlete()
    import_fit(athlete, make_fit())
    batch = make_batch(
        athlete,
        {
            "new.fit": make_fit([150.0] * 60),
            "here.fit": make_fit(),
            "here too.fit.gz": gzip.compress(make_fit()),
            "empty.fit": b"",
            "notes.txt": b"call the physio",
        },
    )

    work_to_the_end(batch)

    assert batch.state == ImportBatch.State.DONE
    assert standings(batch) == {
        "new.fit": "Analysed",
        "here.fit": "Here before",
        "here too.fit.gz": "Here before",
        "empty.fit": "Refused",
        "notes.txt": "Refused",
    }
    assert all(row.fault.endswith(".") for row in rows_of(batch, fault_only=True))
    progress = progress_of([batch])[batch.pk]
    assert (progress.total, progress.done, progress.known, progress.refused) == (5, 1, 2, 2)
    assert progress.waiting == 0


def test_a_zip_is_unpacked_by_the_worker_and_then_gone():
    batch = make_batch()
    row = add_zip_to(batch, make_zip({**make_rides(2), "readme.txt": b"hello"}))
    path = row.content.name
    assert standings(batch) == {"export.zip": "Waiting to be unpacked"}

    work_to_the_end(batch)

    assert standings(batch) == {
        "ride-0.fit": "Analysed",
        "ride-1.fit": "Analysed",
        "readme.txt": "Refused",
    }
    assert not row.content.storage.exists(path)


def test_unpacking_goes_on_where_a_killed_worker_stopped():
    batch = make_batch()
    add_zip_to(batch, make_zip(make_rides(4)))
    members = unpack_members(claim(batch), limit_bytes=LIMIT_BYTES, now=timezone.now())
    next(members)
    next(members)
    del members
    ImportFile.objects.update(claimed_at=None)

    unpack(claim(batch))

    assert batch.recordings.count() == 4
    assert list(batch.files.exclude(archive=None).values_list("member_number", flat=True)) == [
        0,
        1,
        2,
        3,
    ]


def test_a_worker_taken_for_dead_unpacks_nothing_twice():
    batch = make_batch()
    add_zip_to(batch, make_zip(make_rides(3)))
    archive = claim(batch)
    slow = unpack_members(archive, limit_bytes=LIMIT_BYTES, now=timezone.now())
    next(slow)
    ImportFile.objects.update(claimed_at=None)
    successor = claim(batch)
    unpack(successor)

    assert list(slow) == []
    assert batch.files.exclude(archive=None).count() == 3


def test_a_damaged_zip_is_refused_and_ends_the_batch():
    batch = make_batch()
    add_zip_to(batch, b"PK\x03\x04 and no more")

    work_to_the_end(batch)

    assert batch.state == ImportBatch.State.DONE
    assert [row.fault for row in rows_of(batch, fault_only=True)] == ["The ZIP archive is damaged."]


def test_records_are_decided_in_the_order_of_the_rides_not_of_the_files():
    rides = make_rides(3)
    backwards, forwards = make_athlete(), make_athlete()

    work_to_the_end(make_batch(backwards, dict(reversed(rides.items()))))
    for data in rides.values():
        import_fit(forwards, data)

    def records(athlete):
        return list(
            Record.objects.filter(session__athlete=athlete)
            .order_by("session__started_at", "level", "duration_s", "window")
            .values_list("session__local_date", "duration_s", "window", "power_w", "previous_w")
        )

    assert records(backwards) == records(forwards)
    assert any(previous_w == 200.0 for *_, previous_w in records(backwards))


def test_a_file_that_was_refused_before_is_tried_again_in_a_batch():
    athlete = make_athlete()
    import_fit(athlete, b"no ride at all")

    batch = work_to_the_end(make_batch(athlete, {"again.fit": b"no ride at all"}))

    assert standings(batch) == {"again.fit": "Refused"}


def test_a_file_that_comes_after_the_others_were_done_opens_the_batch_again():
    batch = work_to_the_end(make_batch(files=make_rides(1)))
    assert batch.state == ImportBatch.State.DONE

    add_to(batch, "late.fit", make_fit([140.0] * 70))
    batch.refresh_from_db()

    assert batch.state == ImportBatch.State.RUNNING
    assert work_to_the_end(batch).state == ImportBatch.State.DONE


@pytest.mark.django_db(transaction=True)
def test_two_workers_on_one_batch_make_each_session_once():
    batch = make_batch(files=make_rides(3))
    add_zip_to(batch, make_zip({f"zip-{name}": data for name, data in make_rides(6).items()}))
    barrier = threading.Barrier(3)
    faults = []

    def work() -> None:
        try:
            barrier.wait()
            work_to_the_end(ImportBatch.objects.select_related("athlete").get(pk=batch.pk))
        except Exception as fault:  # noqa: BLE001 - shown by the test below
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    work_to_the_end(batch)
    assert faults == []
    assert batch.state == ImportBatch.State.DONE
    assert Session.objects.count() == Recording.objects.count() == 6
    assert batch.files.filter(state=ImportFile.State.KNOWN).count() == 3
