"""Stored files that no row names: what a rolled back transaction or a killed process left."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.files.storage import Storage
from django.db.models import QuerySet

from analytics.models import ImportFile, Recording

LEFT_ALONE = timedelta(days=1)  # a younger file's row may not be committed yet
ARCHIVES = "archives"


def find_orphans(storage: Storage, *, now: datetime) -> Iterator[str]:
    """List the files, a folder at a time, that no row has named for a day."""
    for folder in _folders_in(storage, ""):
        if folder.isdigit():
            yield from _old(storage, _strays_of_athlete(storage, folder), now=now)
        elif folder == ARCHIVES:
            for batch in _folders_in(storage, ARCHIVES):
                names = _files_in(storage, f"{ARCHIVES}/{batch}")
                strays = names - _named(ImportFile.objects.filter(content__in=names))
                yield from _old(storage, strays, now=now)


def _strays_of_athlete(storage: Storage, folder: str) -> set[str]:
    """A file stays in the folder where it came in when its row moves to another athlete."""
    names = _files_in(storage, folder)
    names -= _named(Recording.objects.filter(athlete=int(folder)))
    return names - _named(Recording.objects.filter(content__in=names))


def _folders_in(storage: Storage, path: str) -> list[str]:
    try:
        return sorted(storage.listdir(path)[0])
    except FileNotFoundError:  # nothing has been stored yet
        return []


def _files_in(storage: Storage, folder: str) -> set[str]:
    return {f"{folder}/{name}" for name in storage.listdir(folder)[1]}


def _named(rows: QuerySet[Recording] | QuerySet[ImportFile]) -> set[str]:
    return set(rows.order_by().values_list("content", flat=True))


def _old(storage: Storage, names: set[str], *, now: datetime) -> Iterator[str]:
    for name in sorted(names):
        if storage.get_modified_time(name) < now - LEFT_ALONE:
            yield name
