"""What is held on an athlete: all of it handed over as a file, or erased with a certificate.

The tables are found from the models, by whatever column their rows hang on an athlete: a new one
cannot be forgotten. Rows that were merged into an athlete are the same person.
"""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any

from django.apps import apps
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.db.models import ManyToOneRel, Q
from django.db.models.fields.files import FieldFile
from django.utils.text import slugify

from analytics.audit import Act, record_act
from analytics.models import Athlete, AuditEntry, Recording, Session, SourceLink

SPOOLED_BYTES = 8 * 1024 * 1024  # above it the archive waits on the disk, not in memory
Row = dict[str, Any]
Table = type[models.Model]


def ways_to_an_athlete(*, sure: bool) -> dict[Table, list[str]]:
    """Find by which lookups the rows of each table hang on an athlete.

    Sure ways are never null: such rows go with their athlete. The others, such as the lines of the
    trail, what a text cost and the links to the source, outlive it and are nobody's then.
    """
    settled: dict[Table, list[str]] = {} if sure else ways_to_an_athlete(sure=True)
    ways: dict[Table, list[str]] = {}
    ring: list[Table] = [Athlete, *settled]
    while ring:
        model = ring.pop(0)
        known = (settled.get(model) or ways.get(model) or [])[:1]
        for relation in model._meta.get_fields(include_hidden=True):
            if not isinstance(relation, ManyToOneRel) or (sure and relation.field.null):
                continue
            child, own = relation.related_model, relation.field.name
            if child in (Athlete, *settled) or (sure and child in ways):
                continue
            if child not in ways:
                ways[child] = []
                ring.append(child)
            ways[child] += [f"{own}__{way}" for way in known] or [own]
    return ways


def tables_of(athlete: Athlete) -> Iterator[tuple[str, "models.QuerySet[Any]"]]:
    """Give the rows of every table that hang on an athlete, or on one merged into it."""
    person = Athlete.objects.filter(Q(pk=athlete.pk) | Q(merged_into=athlete))
    numbers = list(person.values_list("pk", flat=True))
    yield Athlete._meta.label_lower, Athlete.objects.filter(pk__in=numbers)
    tables = ways_to_an_athlete(sure=True) | ways_to_an_athlete(sure=False)
    for model, ways in tables.items():
        hangs = Q()
        for way in ways:
            hangs |= Q(**{f"{way}__in": numbers})
        yield model._meta.label_lower, model._default_manager.filter(hangs)
    kind = ContentType.objects.get_for_model(Athlete)
    edits = LogEntry.objects.filter(
        content_type=kind, object_id__in=[str(each) for each in numbers]
    )
    yield LogEntry._meta.label_lower, edits


def count_held(athlete: Athlete) -> list[tuple[str, int]]:
    """Count the rows of each table that holds anything."""
    counts = [(label, rows.order_by().distinct().count()) for label, rows in tables_of(athlete)]
    return [(label, count) for label, count in counts if count]


def files_of(athlete: Athlete) -> Iterator[tuple[str, FieldFile]]:
    """Give every stored file of an athlete, and how to call it in an archive."""
    for label, rows in tables_of(athlete):
        model = apps.get_model(label)
        folder = slugify(model._meta.verbose_name_plural)
        for field in model._meta.concrete_fields:
            if isinstance(field, models.FileField):
                for row in rows.order_by("pk").distinct().iterator():
                    file = getattr(row, field.name)
                    if file:
                        yield f"{folder}/{row.pk}-{PurePosixPath(file.name).name}", file


def export_athlete(athlete: Athlete, act: Act) -> IO[bytes]:
    """Write all that is held as JSON, a file a table, with the stored files as they came."""
    out = tempfile.SpooledTemporaryFile(max_size=SPOOLED_BYTES)  # noqa: SIM115 - the answer closes it
    with transaction.atomic(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for label, rows in tables_of(athlete):
            held = [without_bytes(row) for row in rows.order_by("pk").distinct().values()]
            if held:
                archive.writestr(f"{label}.json", told(held))
        for name, file in files_of(athlete):
            add_file(archive, name, file)
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


def add_file(archive: zipfile.ZipFile, name: str, file: FieldFile) -> None:
    try:
        with file.open("rb") as stored:
            packed = stored.read()
    except FileNotFoundError:
        archive.writestr(f"{name}.missing.txt", "The stored file is gone.")
        return
    archive.writestr(name, packed)


@transaction.atomic
def erase_athlete(athlete: Athlete, act: Act) -> AuditEntry:
    """Delete every row and file of an athlete; what stays is the line that says so.

    The trail keeps that something was done and by whom, no longer to whom. The certificate names
    the number of the athlete and what was erased, never the person.
    """
    list(Athlete.objects.select_for_update().filter(pk=athlete.pk))
    number = athlete.pk
    outlive = {model._meta.label_lower for model in ways_to_an_athlete(sure=False)}
    erased = {label: rows for label, rows in count_held(athlete) if label not in outlive}
    files = [(file.storage, file.name or "") for _name, file in files_of(athlete)]
    held = dict(tables_of(athlete))
    held[SourceLink._meta.label_lower].update(wrote={})  # or the next sync would bring all back
    # Sessions and recordings protect their athlete: they go first, with all that hangs on them.
    for model in (LogEntry, Session, Recording, Athlete):
        held[model._meta.label_lower].delete()
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))
    return record_act(act, "athlete.erased", subject=f"athlete {number}", detail={"rows": erased})
