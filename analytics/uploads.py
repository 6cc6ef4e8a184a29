"""A file that a person sends: kept, known already, or refused on its own."""

import errno
import logging
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from analytics.engine.recording import RecordingRefused, refuse_size
from analytics.ingestion import receive_recording
from analytics.models import Athlete, Recording

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
    name = file.name or "file without a name"
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
