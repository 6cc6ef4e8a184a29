"""Many files of one athlete: taken in one by one, unpacked, analysed, then decided together."""

from collections.abc import Iterator
from datetime import datetime
from itertools import count
from typing import BinaryIO, cast

from django.contrib.auth.models import User
from django.core.files.base import File
from django.db import transaction

from analytics.engine.decoding.archive import MAX_MEMBERS, Budget, Member, unpack_archive
from analytics.engine.recording import RecordingRefused, refuse_size
from analytics.ingestion import receive_recording
from analytics.models import Athlete, ImportBatch, ImportFile, Recording
from analytics.plain_rows import insert_instance

MAX_BATCH_UNPACKED_BYTES = 32 * 2**30
NEVER_READ = (Recording.State.REFUSED, Recording.State.FAILED)


def open_batch(
    athlete: Athlete,
    *,
    title: str,
    started_by: User | None,
    writes_texts: bool = False,
    now: datetime,
) -> ImportBatch:
    """Start an import; files are added to it as they come."""
    return ImportBatch.objects.create(
        athlete=athlete,
        title=title[:200],
        started_by=started_by,
        writes_texts=writes_texts,
        started_at=now,
        resumed_at=now,
        seen_at=now,
    )


def take_file(
    batch: ImportBatch,
    member: Member,
    *,
    limit_bytes: int,
    now: datetime,
    archive: ImportFile | None = None,
    member_number: int | None = None,
) -> ImportFile:
    """Keep one file of a batch with its row, or a row that says why not; it never raises."""
    row = ImportFile(
        batch=batch, name=member.name[-255:], archive=archive, member_number=member_number
    )
    with transaction.atomic():
        if member.data is None:
            _refuse(row, member.refusal)
        else:
            row.size_bytes = len(member.data)
            try:
                _receive(row, member.data, limit_bytes=limit_bytes, now=now)
            except RecordingRefused as refusal:
                _refuse(row, str(refusal))
        insert_instance(row)
        batch.reopen(now=now)
    return row


def take_archive(batch: ImportBatch, *, name: str, file: File[bytes], now: datetime) -> ImportFile:
    """Keep a ZIP archive until a worker unpacks it."""
    row = ImportFile(
        batch=batch, name=name[-255:], size_bytes=file.size, state=ImportFile.State.PACKED
    )
    with transaction.atomic():
        row.save()
        row.content.save("", file)
        batch.reopen(now=now)
    return row


def unpack_members(archive: ImportFile, *, limit_bytes: int, now: datetime) -> Iterator[ImportFile]:
    """Take in the members of a claimed archive, from where the last worker stopped.

    Each member and the note that it is in are one transaction: a worker killed
    in between neither loses nor doubles one. After the last, the archive goes.
    """
    batch = archive.batch
    done = archive.unpacked_members
    budget = Budget(
        members=MAX_MEMBERS - done, unpacked_bytes=MAX_BATCH_UNPACKED_BYTES - _unpacked(batch)
    )
    with archive.content.open("rb") as packed:
        members = unpack_archive(archive.name, cast("BinaryIO", packed), budget=budget, skip=done)
        for number, member in zip(count(done), members, strict=False):
            with transaction.atomic():
                if not archive.note_member(number):
                    return  # another worker took over
                row = take_file(
                    batch,
                    member,
                    limit_bytes=limit_bytes,
                    now=now,
                    archive=archive,
                    member_number=number,
                )
            yield row
    archive.content.delete(save=False)
    archive.end_unpacking()


def unpack_open_file(name: str, file: BinaryIO) -> Iterator[Member]:
    """List the members of an archive that lies where we can read it, one in memory at a time."""
    budget = Budget(members=MAX_MEMBERS, unpacked_bytes=MAX_BATCH_UNPACKED_BYTES)
    return unpack_archive(name, file, budget=budget)


def finish_batch(batch: ImportBatch, *, now: datetime) -> bool:
    """End a batch that has nothing left to do; its records are due since its first ride."""
    if batch.files.filter(state=ImportFile.State.PACKED).exists():
        return False
    if batch.recordings.under_way().exists():
        return False
    return batch.finish(now=now)


def _receive(row: ImportFile, data: bytes, *, limit_bytes: int, now: datetime) -> None:
    refuse_size(len(data), limit_bytes=limit_bytes)
    batch = row.batch
    received = receive_recording(
        batch.athlete,
        name=row.name.rpartition("/")[2],
        data=data,
        received_from=batch.started_by,
        now=now,
        batch=batch,
    )
    row.recording = received.recording
    is_ours = received.is_new or _try_again(received.recording, batch, now=now)
    row.state = ImportFile.State.TAKEN if is_ours else ImportFile.State.KNOWN


def _try_again(recording: Recording, batch: ImportBatch, *, now: datetime) -> bool:
    """Adopt what was refused or failed before: it may be readable to this version."""
    if recording.batch_id == batch.pk or recording.state not in NEVER_READ:
        return False
    if not recording.wait_again(now=now):
        return False
    Recording.objects.filter(pk=recording.pk).update(batch=batch)
    return True


def _refuse(row: ImportFile, reason: str) -> None:
    row.state = ImportFile.State.REFUSED
    row.reason = reason


def _unpacked(batch: ImportBatch) -> int:
    return sum(
        size or 0 for size in batch.files.exclude(archive=None).values_list("size_bytes", flat=True)
    )
