"""Fill an empty installation from a backup."""

from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from cycling_site.backups import BackupFailed, restore_backup


class Command(BaseCommand):
    help = "Fill an empty database and storage from a backup; nothing else may run meanwhile."
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("path", type=Path)

    def handle(self, *, path: Path, **_options: object) -> None:
        try:
            restored = restore_backup(path)
        except (BackupFailed, OSError) as fault:
            raise CommandError(str(fault)) from fault
        self.stdout.write(
            f"Restored {restored.recordings} recordings and the database of {restored.made_at}. "
            "Now run: manage.py migrate"
        )
