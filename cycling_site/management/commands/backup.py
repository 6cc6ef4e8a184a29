"""Write database and recordings to one file, while everything goes on."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cycling_site.backups import BackupFailed, make_backup


class Command(BaseCommand):
    help = "Write the database and all recordings to one new file; web and workers may go on."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *, path: Path, **_options: object) -> None:
        try:
            made = make_backup(path, now=timezone.now())
        except (BackupFailed, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(f"{path}: database and {made.recordings} recordings.")
        if made.missing:
            self.stdout.write(f"{made.missing} recordings had no file any more.")
