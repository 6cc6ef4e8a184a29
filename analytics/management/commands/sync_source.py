"""Bring what changed in the team's database here, now and in this process."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from analytics.models import SourceSync
from analytics.source_database.changes import Scope
from analytics.source_database.queries import SESSION_FAMILY
from analytics.source_database.reading import SourceReader, SourceUnavailable, open_source
from analytics.source_database.sync import SyncPlan, SyncStopped, Tally, run_sync
from analytics.tasks import decide_records_task

REFUSED_EXIT_CODE = 1
MOST_REASONS = 50  # on the terminal; the admin keeps all


class Command(BaseCommand):
    help = "Follow the source database; exit code 1 where any row was refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--since", type=_day, metavar="DATE", help="sessions from this day on")
        parser.add_argument("--team", type=int, metavar="ID", help="the source's id of one team")
        parser.add_argument("--dry-run", action="store_true", help="read and judge, store nothing")
        parser.add_argument(
            "--accept-deletions",
            action="store_true",
            help="delete here what is gone there, even if that is most of it",
        )

    def handle(
        self,
        *,
        since: date | None,
        team: int | None,
        dry_run: bool,
        accept_deletions: bool,
        **_options: object,
    ) -> None:
        reader = self._open()
        sync = SourceSync.objects.begin(
            now=timezone.now(), since_date=since, source_team=team, is_dry_run=dry_run
        )
        if sync is None:
            raise CommandError("Another sync is under way.", returncode=2)
        with tqdm(total=reader.count(SESSION_FAMILY), unit=" sessions", disable=None) as bar:
            plan = SyncPlan(
                clock=timezone.now,
                time_zone=settings.SOURCE_TIME_ZONE,
                scope=Scope(since=since, team=team),
                is_dry_run=dry_run,
                accept_deletions=accept_deletions,
                progress=_Progress(self, bar),
            )
            try:
                tally = run_sync(sync, lambda: reader, plan)
            except SyncStopped as reason:
                raise CommandError(str(reason), returncode=2) from reason
        for athlete_id in tqdm(sorted(tally.athletes), unit=" athletes' records", disable=None):
            decide_records_task(athlete_id=athlete_id)
        self._tell(tally, reader)
        if tally.rows_refused:
            sys.exit(REFUSED_EXIT_CODE)

    def _open(self) -> SourceReader:
        try:
            reader = open_source()
            reader.version()
        except SourceUnavailable as error:
            raise CommandError(str(error), returncode=2) from error
        return reader

    def _tell(self, tally: Tally, reader: SourceReader) -> None:
        self.stdout.write(
            f"{tally.sessions_new} sessions new, {tally.sessions_changed} changed, "
            f"{tally.sessions_deleted} deleted, {tally.rows_waiting} not yet processed there, "
            f"{tally.rows_refused} refused; {tally.athletes_changed} athletes changed; "
            f"{reader.rows_read} rows read."
        )


class _Progress:
    """Moves the bar, and names what is refused as it comes."""

    def __init__(self, command: Command, bar: "tqdm[Any]") -> None:
        self._command = command
        self._bar = bar
        self._told = 0

    def __call__(self, tally: Tally) -> None:
        self._bar.update(tally.members_seen - self._bar.n)
        for source_id, reason in tally.refused:
            self._told += 1
            if self._told <= MOST_REASONS:
                with tqdm.external_write_mode():
                    self._command.stderr.write(f"session {source_id}: {reason}")


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"{text} is no day; write one such as 2026-01-31.") from None
