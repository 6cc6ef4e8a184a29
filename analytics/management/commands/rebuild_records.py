"""Work records out from nothing, and say what that changed."""

import sys
from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone
from tqdm import tqdm

from analytics.engine.durability import level_label
from analytics.engine.printing import clock
from analytics.engine.vocabulary import Window
from analytics.ledger_rows import ToldRecord
from analytics.models import Athlete, Session
from analytics.record_book import decide_due_records, mark_records_due
from analytics.record_rows import Change

LONG_AGO = date(1970, 1, 1)  # before any ride that is accepted
INTERRUPTED_EXIT_CODE = 130
MOST_LINES = 20  # of an athlete; --verbosity 2 shows all


class Command(BaseCommand):
    help = (
        "Decide all records again, of one athlete or of all, and list what that changed. "
        "Exit codes: 0 all decided, 2 unknown athlete, 130 stopped by Ctrl-C."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--athlete", type=int, metavar="ID")

    def handle(self, *, athlete: int | None, verbosity: int, **_options: object) -> None:
        athletes = Athlete.objects.order_by("pk")
        if athlete is not None:
            athletes = athletes.filter(pk=athlete)
            if not athletes:
                raise CommandError(f"There is no athlete {athlete}.", returncode=2)
        try:
            done, differing = self._rebuild(athletes, most_lines=_lines_shown(verbosity))
        except KeyboardInterrupt:
            self.stdout.write(
                "Stopped. What was decided stays, and nothing is half done; "
                "run it again for the rest."
            )
            sys.exit(INTERRUPTED_EXIT_CODE)
        self.stdout.write(
            f"Decided: the records of {done} athletes, {differing} of which differed."
        )

    def _rebuild(self, athletes: QuerySet[Athlete], *, most_lines: int | None) -> tuple[int, int]:
        done = differing = 0
        for rider in tqdm(athletes, desc="Rebuild", unit=" athletes", disable=None):
            mark_records_due(rider, LONG_AGO)
            change = decide_due_records(rider.pk, now=timezone.now())
            done += 1
            if change is not None and change.sessions:
                differing += 1
                self._tell(rider, change, most_lines=most_lines)
        return done, differing

    def _tell(self, rider: Athlete, change: Change, *, most_lines: int | None) -> None:
        came, went = change.ledger.came, change.ledger.went
        self.stdout.write(
            f"{rider} (athlete {rider.pk}): {len(change.sessions)} sessions changed, "
            f"{len(came)} records added, {len(went)} removed, {change.candidates} candidates wait."
        )
        lines = [(record, "-") for record in sorted(went)] + [
            (record, "+") for record in sorted(came)
        ]
        shown = lines[:most_lines]
        ids = {record.session_id for record, _ in shown}
        days = dict(Session.objects.filter(pk__in=ids).values_list("pk", "local_date"))
        for record, sign in shown:
            self.stdout.write(f"  {sign} {days[record.session_id]} {_worded(record)}")
        if len(lines) > len(shown):
            left = len(lines) - len(shown)
            self.stdout.write(f"  and {left} more; --verbosity 2 shows all")


def _lines_shown(verbosity: int) -> int | None:
    return MOST_LINES if verbosity < 2 else None


def _worded(record: ToldRecord) -> str:
    unit, digits = ("W/kg", 2) if record.per_kg else ("W", 0)
    was = "the first value"
    if record.previous is not None:
        was = f"beat {record.previous:.{digits}f}"
    window = Window(record.window).label.lower()
    level = level_label(record.level).lower()
    return (
        f"{clock(record.duration_s)} {level}, {window}: {record.value:.{digits}f} {unit}, {was}"
        f" (session {record.session_id})"
    )
