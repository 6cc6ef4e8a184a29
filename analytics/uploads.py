"""A file that a person sends: kept, known already, or refused on its own."""

import errno
import logging
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from analytics.engine.decoding.archive import ZIP_MAGICS, Member
from analytics.engine.recording import RecordingRefused, refuse_size
from analytics.importing import take_archive, take_file
from analytics.ingestion import receive_recording
from analytics.models import Athlete, ImportBatch, ImportFile, Recording

NO_NAME = "file without a name"

NOT_KEPT = {
    errno.ENOSPC: "The server's disk is full; nothing of this file was kept. Tell who runs it.",
    errno.EDQUOT: "The server's disk is full; nothing of this file was kept. Tell who runs it.",
}
STORAGE_LOST = "The server's storage does not answer; nothing of this file was kept. Try later."

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file of an upload."""

    name: str
    recording: Recording | None = None
    is_new: bool = False
    refusal: str = ""


def receive_upload(
    athlete: Athlete,
    file: UploadedFile[bytes],
    *,
    limit_bytes: int,
    received_from: User,
    now: datetime,
) -> Outcome:
    """Keep one uploaded file, or say in a sentence why not; never raises for what it holds."""
    name = file.name or NO_NAME
    try:
        refuse_size(file.size or 0, limit_bytes=limit_bytes)
        received = receive_recording(
            athlete, name=name, data=file.read(), received_from=received_from, now=now
        )
    except RecordingRefused as refusal:
        return Outcome(name, refusal=str(refusal))
    except OSError as fault:
        logger.exception("A file could not be kept")
        return Outcome(name, refusal=NOT_KEPT.get(fault.errno or 0, STORAGE_LOST))
    return Outcome(name, received.recording, is_new=received.is_new)


def receive_into(
    batch: ImportBatch,
    file: UploadedFile[bytes],
    *,
    limit_bytes: int,
    archive_limit_bytes: int,
    now: datetime,
) -> ImportFile:
    """Take one uploaded file or ZIP archive into an import; its row says what is wrong with it."""
    name = file.name or NO_NAME
    is_archive = is_uploaded_zip(file)
    try:
        refuse_size(file.size or 0, limit_bytes=archive_limit_bytes if is_archive else limit_bytes)
        if is_archive:
            return take_archive(batch, name=name, file=file, now=now)
        return take_file(batch, Member(name, file.read()), limit_bytes=limit_bytes, now=now)
    except RecordingRefused as refused:
        refusal = str(refused)
    except OSError as fault:
        logger.exception("A file could not be kept")
        refusal = NOT_KEPT.get(fault.errno or 0, STORAGE_LOST)
    return take_file(batch, Member(name, None, refusal), limit_bytes=limit_bytes, now=now)


def is_uploaded_zip(file: UploadedFile[bytes]) -> bool:
    """Tell by its first bytes whether an upload is an archive, and leave it at its start."""
    file.seek(0)
    head = file.read(len(ZIP_MAGICS[0]))
    file.seek(0)
    return head in ZIP_MAGICS
