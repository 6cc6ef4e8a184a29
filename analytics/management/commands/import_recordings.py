"""Import files, folders and ZIPs of one athlete, now and in this process."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from analytics.engine.decoding.archive import Member, is_zip, unpack_recordings
from analytics.engine.recording import RecordingRefused, refuse_size
from analytics.ingestion import receive_recording
from analytics.models import Athlete, Recording
from analytics.tasks import ingest_recording_task

REFUSED_EXIT_CODE = 1


class Command(BaseCommand):
    help = "Import recordings of one athlete; exit code 1 where any file was refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--athlete", type=int, required=True, metavar="ID")
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH", help="file or folder")

    def handle(self, *, athlete: int, paths: list[Path], **_options: object) -> None:
        rider = Athlete.objects.filter(pk=athlete).first()
        if rider is None:
            raise CommandError(f"There is no athlete {athlete}.", returncode=2)
        missing = [path for path in paths if not path.exists()]
        if missing:
            raise CommandError(f"There is no file or folder {missing[0]}.", returncode=2)
        outcomes = [
            self._import(rider, member)
            for path in tqdm(list(files_below(paths)), unit=" files", disable=None)
            for member in members_of(path)
        ]
        self.stdout.write(
            f"{outcomes.count('imported')} imported, {outcomes.count('known')} known already, "
            f"{outcomes.count('refused')} refused."
        )
        if "refused" in outcomes:
            sys.exit(REFUSED_EXIT_CODE)

    def _import(self, athlete: Athlete, member: Member) -> str:
        if member.data is None:
            return self._refuse(member.name, member.refusal)
        try:
            refuse_size(len(member.data), limit_bytes=settings.MAX_RECORDING_BYTES)
            received = receive_recording(
                athlete,
                name=Path(member.name).name,
                data=member.data,
                received_from=None,
                now=timezone.now(),
            )
        except RecordingRefused as refusal:
            return self._refuse(member.name, str(refusal))
        recording = received.recording
        if recording.state == Recording.State.DONE:
            return "known"
        # What was refused or failed before may be readable to this version.
        recording.wait_again(now=timezone.now())
        ingest_recording_task(recording_id=recording.pk)
        recording.refresh_from_db()
        if recording.state == Recording.State.DONE:
            return "imported"
        return self._refuse(member.name, recording.reason or recording.get_state_display())

    def _refuse(self, name: str, reason: str) -> str:
        with tqdm.external_write_mode():
            self.stderr.write(f"{name}: {reason}")
        return "refused"


def members_of(path: Path) -> Iterator[Member]:
    """List a file, or the files of a ZIP, each by a name that a person can find again."""
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = f"The file cannot be read: {error.strerror or error}."
        yield Member(str(path), data=None, refusal=reason)
        return
    for member in unpack_recordings(str(path), data):
        yield replace(member, name=f"{path}/{member.name}" if is_zip(data) else str(path))


def files_below(paths: Iterable[Path]) -> Iterator[Path]:
    """List files, and those in folders, in the order of their names."""
    for path in paths:
        if path.is_dir():
            yield from sorted(found for found in path.rglob("*") if found.is_file())
        else:
            yield path
