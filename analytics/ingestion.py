"""A device file becomes a stored recording exactly once, and its rides become sessions."""

import gzip
import hashlib
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction

from analytics.analysis import store_session
from analytics.decoder_process import DECODER
from analytics.engine.decoding.gzipped import Unwrapped, unwrap_gzip
from analytics.engine.recording import RecordingRefused
from analytics.engine.session import Corrections, analyse_recording
from analytics.models import Athlete, ImportBatch, Recording, Session
from analytics.plain_rows import insert_instance


@dataclass(frozen=True, slots=True)
class Received:
    recording: Recording
    is_new: bool


def receive_recording(
    athlete: Athlete,
    *,
    name: str,
    data: bytes,
    received_from: User | None,
    now: datetime,
    batch: ImportBatch | None = None,
) -> Received:
    """Keep a file as it came, once per athlete; the same bytes again give the first row.

    Wrapped by gzip or not, the same recording is the same.

    Raises RecordingRefused, with nothing kept, where a look at the size is enough.
    """
    if not data:
        raise RecordingRefused("The file is empty.")
    packed = pack_recording(data)
    known = Recording.objects.filter(athlete=athlete, digest=packed.digest).first()
    if known is not None:
        return Received(known, is_new=False)
    recording = Recording(
        athlete=athlete,
        digest=packed.digest,
        name=name[-255:],
        size_bytes=len(data),
        received_at=now,
        due_at=now,
        received_from=received_from,
        batch=batch,
    )
    recording.content.save("", ContentFile(packed.content), save=False)
    try:
        with transaction.atomic():
            insert_instance(recording)
    except BaseException as error:  # however it ends, no bytes stay without their row
        first = Recording.objects.filter(athlete=athlete, digest=packed.digest).first()
        if first is None or first.content.name != recording.content.name:
            recording.content.delete(save=False)
        if first is None or not isinstance(error, IntegrityError):
            raise
        return Received(first, is_new=False)  # the same bytes came twice at once
    return Received(recording, is_new=True)


@dataclass(frozen=True, slots=True)
class PackedRecording:
    """A file as it is kept."""

    digest: str  # SHA-256 of the bytes inside any gzip: it names a file by what is in it
    content: bytes  # gzipped


def pack_recording(data: bytes) -> PackedRecording:
    """Compress a file to be kept, unless it came as sound gzip, which is kept as it is."""
    try:
        unwrapped = unwrap_gzip(data)
    except RecordingRefused:  # the analysis will say so; the wrapping is all there is
        unwrapped = Unwrapped(data)
    is_sound_gzip = unwrapped.data is not data and not unwrapped.faults
    return PackedRecording(
        digest=hashlib.sha256(unwrapped.data).hexdigest(),
        content=data if is_sound_gzip else gzip.compress(data, compresslevel=1),
    )


def ingest_recording(
    recording: Recording, *, now: datetime, decide_records: bool = True
) -> list[Session]:
    """Decode a claimed recording, analyse its rides and store them, all or nothing.

    A batch decides records when its rides are all there, in their order, and not here.

    Raises RecordingRefused where the bytes hold no ride that can be analysed.
    """
    with recording.content.open("rb") as stored:
        data = gzip.decompress(stored.read())
    decoded = DECODER.decode(data)
    athlete = recording.athlete
    corrections = _corrections(recording)
    analysed = analyse_recording(
        decoded,
        rider_at=lambda moment: athlete.rider_on(athlete.local_time(moment).date()),
        now=now,
        corrections=corrections,
    )
    with transaction.atomic():
        Athlete.objects.lock(athlete.pk)
        if not recording.finish():
            return []  # another worker took over and stores the same
        return [
            store_session(
                recording,
                ride,
                device=decoded.device,
                now=now,
                decide_records=decide_records,
                is_first=not corrections,
            )
            for ride in analysed
        ]


def _corrections(recording: Recording) -> dict[int, Corrections]:
    """Recall by ride, of those that are stored, what a person decided of its seconds."""
    return {
        session.ride_number: Corrections(
            kept_raw={(channel, second) for channel, second in session.kept_raw},
            cuts=[(first, end) for cut in session.power_cuts.all() for first, end in cut.spans],
        )
        for session in recording.sessions.order_by()
        .only("ride_number", "kept_raw")
        .prefetch_related("power_cuts")
    }
