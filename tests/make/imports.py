import io
import time
import zipfile
from datetime import timedelta

from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from analytics.engine.decoding.archive import Member
from analytics.importing import open_batch, take_archive, take_file
from analytics.models import Athlete, ImportBatch, ImportFile
from analytics.tasks.imports import work_on_batch
from tests.make.people import make_athlete
from tests.make.rides import STARTED_AT, make_fit


def make_rides(count: int) -> dict[str, bytes]:
    """Write a ride a day, each a little harder than the one before."""
    return {
        f"ride-{day}.fit": make_fit(
            [200.0 + 10 * day] * 400, started_at=STARTED_AT + timedelta(days=day)
        )
        for day in range(count)
    }


def make_zip(files: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return packed.getvalue()


def make_batch(
    athlete: Athlete | None = None, files: dict[str, bytes] | None = None
) -> ImportBatch:
    """Start an import and add files to it; nothing is analysed yet."""
    batch = open_batch(
        athlete or make_athlete(), title="Ten years", started_by=None, now=timezone.now()
    )
    for name, data in (files or {}).items():
        add_to(batch, name, data)
    return batch


def add_to(batch: ImportBatch, name: str, data: bytes) -> ImportFile:
    return take_file(
        batch,
        Member(name, data),
        limit_bytes=settings.MAX_RECORDING_BYTES,
        now=timezone.now(),
    )


def add_zip_to(batch: ImportBatch, data: bytes, *, name: str = "export.zip") -> ImportFile:
    return take_archive(batch, name=name, file=ContentFile(data), now=timezone.now())


def work_to_the_end(batch: ImportBatch) -> ImportBatch:
    while work_on_batch(batch, until_s=time.monotonic() + 10):
        pass
    batch.refresh_from_db()
    return batch
