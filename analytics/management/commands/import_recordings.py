"""Import files, folders and ZIPs of one athlete, now and in this process, as one batch."""

import os
import sys
import time
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from analytics.engine.decoding.archive import ZIP_MAGICS, Member
from analytics.engine.recording import RecordingRefused, refuse_size
from analytics.import_progress import rows_of
from analytics.importing import open_batch, take_file, unpack_open_file
from analytics.management.watched_folder import WatchedFolder
from analytics.models import Athlete, ImportBatch, ImportFile
from analytics.tasks.imports import work_on_batch

REFUSED_EXIT_CODE = 1
LOOK_EVERY_S = 2.0  # at a watched folder
SLICE_S = 1.0  # between two updates of the progress bar
POLL_S = 0.5  # while a worker still has a file of ours in hand


class Command(BaseCommand):
    help = "Import recordings of one athlete; exit code 1 where any file was refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--athlete", type=int, required=True, metavar="ID")
        parser.add_argument("paths", nargs="*", type=Path, metavar="PATH", help="file or folder")
        parser.add_argument(
            "--watch",
            type=Path,
            metavar="DIR",
            help="import what appears in a folder, once it has stopped growing, until Ctrl-C",
        )
        parser.add_argument(
            "--write-texts",
            action="store_true",
            help="write a text for every ride; else only for those of the last 14 days",
        )

    def handle(
        self,
        *,
        athlete: int,
        paths: list[Path],
        watch: Path | None,
        write_texts: bool = False,
        **_options: object,
    ) -> None:
        rider = Athlete.objects.standing_for(athlete)
        if rider is None:
            raise CommandError(f"There is no athlete {athlete}.", returncode=2)
        if bool(paths) == bool(watch):
            raise CommandError("Give files and folders, or --watch and a folder.", returncode=2)
        missing = [path for path in (*paths, *([watch] if watch else ())) if not path.exists()]
        if missing:
            raise CommandError(f"There is no file or folder {missing[0]}.", returncode=2)
        if watch is not None:
            self._watch(rider, watch, writes_texts=write_texts)
        elif self._import(rider, paths, writes_texts=write_texts):
            sys.exit(REFUSED_EXIT_CODE)

    def _watch(self, athlete: Athlete, folder: Path, *, writes_texts: bool) -> None:
        watched = WatchedFolder(folder)
        self.stdout.write(f"Watching {folder}; Ctrl-C ends it.")
        with suppress(KeyboardInterrupt):
            while True:
                if paths := watched.quiet_files(now_s=time.monotonic()):
                    self._import(athlete, paths, writes_texts=writes_texts)
                time.sleep(LOOK_EVERY_S)

    def _import(self, athlete: Athlete, paths: list[Path], *, writes_texts: bool) -> int:
        """Import what lies at the paths and say what became of it; gives how many were refused."""
        batch = import_paths(athlete, paths, writes_texts=writes_texts)
        rows = rows_of(batch, fault_only=False)
        refused = [row for row in rows if row.fault]
        for row in refused:
            self.stderr.write(f"{row.name}: {row.fault}")
        known = sum(row.state == ImportFile.State.KNOWN for row in rows)
        self.stdout.write(
            f"{len(rows) - known - len(refused)} imported, {known} known already, "
            f"{len(refused)} refused."
        )
        return len(refused)


def import_paths(athlete: Athlete, paths: list[Path], *, writes_texts: bool) -> ImportBatch:
    """Take in everything below the paths, then analyse it; a worker may help or go on alone."""
    title = ", ".join(path.name or str(path) for path in paths)
    batch = open_batch(
        athlete, title=title, started_by=None, writes_texts=writes_texts, now=timezone.now()
    )
    for path in tqdm(list(files_below(paths)), desc="Read", unit=" files", disable=None):
        for member in members_of(path):
            take_file(batch, member, limit_bytes=settings.MAX_RECORDING_BYTES, now=timezone.now())
    work_to_the_end(batch)
    return batch


def work_to_the_end(batch: ImportBatch) -> None:
    """Analyse what waits, and wait for what others have in hand."""
    with tqdm(total=batch.recordings.count(), desc="Analyse", unit=" files", disable=None) as bar:
        while True:
            is_more = work_on_batch(batch, until_s=time.monotonic() + SLICE_S)
            left = batch.recordings.under_way().count()
            bar.update(batch.recordings.count() - left - bar.n)
            batch.refresh_from_db(fields=["state"])
            if batch.state != ImportBatch.State.RUNNING:
                return
            if not is_more:
                time.sleep(POLL_S)


def members_of(path: Path) -> Iterator[Member]:
    """List a file, or the files of a ZIP, each by a name that a person can find again."""
    try:
        with path.open("rb") as file:
            if file.read(len(ZIP_MAGICS[0])) in ZIP_MAGICS:
                for member in unpack_open_file(path.name, file):
                    yield replace(member, name=f"{path}/{member.name}")
                return
        data = read_settled(path, limit_bytes=settings.MAX_RECORDING_BYTES)
        yield Member(str(path), data)
    except RecordingRefused as refusal:
        yield Member(str(path), data=None, refusal=str(refusal))
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror or error}."
        yield Member(str(path), data=None, refusal=reason)


def read_settled(path: Path, *, limit_bytes: int) -> bytes:
    """Read a file that nobody writes meanwhile.

    Raises RecordingRefused where it is too large, or still grows.
    """
    with path.open("rb") as file:
        before = os.fstat(file.fileno())
        refuse_size(before.st_size, limit_bytes=limit_bytes)
        data = file.read(limit_bytes + 1)
        after = os.fstat(file.fileno())
    refuse_size(len(data), limit_bytes=limit_bytes)
    if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns):
        raise RecordingRefused("The file was still being written; import it again once it is done.")
    return data


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """List files, and those in folders, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.is_file())
        else:
            yield path
