"""What is held on an athlete: all of it handed over as a file, or erased with a certificate."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import ManyToOneRel

from analytics.audit import Act, record_act
from analytics.models import Athlete, AuditEntry, Recording

SPOOLED_BYTES = 8 * 1024 * 1024  # above it the archive waits on the disk, not in memory
Row = dict[str, Any]


def tables_of(athlete: Athlete) -> Iterator[tuple[str, "models.QuerySet[Any]"]]:
    """Give every table that hangs on an athlete, found from the models: none can be forgotten.

    The second ring, such as the peaks of a session or the texts about it, comes along.
    """
    seen: set[type[models.Model]] = {Athlete}
    ring: list[tuple[type[models.Model], str]] = [(Athlete, "pk")]
    while ring:
        model, path = ring.pop(0)
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, ManyToOneRel) or relation.related_model in seen:
                continue
            child = relation.related_model
            seen.add(child)
            own = relation.field.name
            below = own if path == "pk" else f"{own}__{path}"
            yield child._meta.label_lower, child._default_manager.filter(**{below: athlete})
            ring.append((child, below))


def count_held(athlete: Athlete) -> list[tuple[str, int]]:
    """Count the rows of each table that holds anything."""
    counts = [(label, rows.order_by().distinct().count()) for label, rows in tables_of(athlete)]
    return [(label, count) for label, count in counts if count]


def export_athlete(athlete: Athlete, act: Act) -> IO[bytes]:
    """Write all that is held as JSON, a file a table, with the recordings as they came."""
    out = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115 - the answer closes it
    with transaction.atomic(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        own = Athlete.objects.filter(pk=athlete.pk).values()
        archive.writestr("analytics.athlete.json", told([dict(row) for row in own]))
        for label, rows in tables_of(athlete):
            held = [without_bytes(row) for row in rows.order_by("pk").distinct().values()]
            if held:
                archive.writestr(f"{label}.json", told(held))
        for recording in Recording.objects.filter(athlete=athlete).iterator():
            add_recording(archive, recording)
        record_act(act, "athlete.exported", subject=f"athlete {athlete.pk}", athlete=athlete)
    out.seek(0)
    return out


def told(rows: list[Row]) -> str:
    return json.dumps(rows, cls=DjangoJSONEncoder, indent=1, ensure_ascii=False)


def without_bytes(row: Row) -> Row:
    """Leave out packed columns: they are in the recordings, which come along."""
    return {
        name: f"{len(value)} bytes" if isinstance(value, bytes | memoryview) else value
        for name, value in row.items()
    }


def add_recording(archive: zipfile.ZipFile, recording: Recording) -> None:
    try:
        with recording.content.open("rb") as stored:
            packed = stored.read()
    except FileNotFoundError:
        archive.writestr(f"recordings/{recording.pk}.missing.txt", "The stored file is gone.")
        return
    archive.writestr(f"recordings/{recording.pk}-{recording.digest[:12]}.gz", packed)


@transaction.atomic
def erase_athlete(athlete: Athlete, act: Act) -> AuditEntry:
    """Delete every row and file of an athlete; what stays is the line that says so.

    The trail keeps that something was done and by whom, no longer to whom. The certificate names
    the number of the athlete and what was erased, never the person.
    """
    list(Athlete.objects.select_for_update().filter(pk=athlete.pk))
    held = dict(count_held(athlete))
    held.pop(AuditEntry._meta.label_lower, None)
    number = athlete.pk
    files = [(row.content.storage, row.content.name or "") for row in athlete.recordings.all()]
    athlete.sessions.all().delete()  # protected: they go first, with all that hangs on them
    athlete.recordings.all().delete()
    athlete.delete()
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))
    return record_act(act, "athlete.erased", subject=f"athlete {number}", detail={"rows": held})
