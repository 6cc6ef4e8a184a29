"""Work records out from nothing, and say what that changed."""

from argparse import ArgumentParser
from datetime import date

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from analytics.models import Athlete
from analytics.record_book import decide_due_records, mark_records_due

LONG_AGO = date(1970, 1, 1)  # before any ride that is accepted


class Command(BaseCommand):
    help = "Decide all records again, of one athlete or of all; exit code 2 for an unknown athlete."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--athlete", type=int, metavar="ID")

    def handle(self, *, athlete: int | None, **_options: object) -> None:
        athletes = Athlete.objects.order_by("pk")
        if athlete is not None:
            athletes = athletes.filter(pk=athlete)
            if not athletes:
                raise CommandError(f"There is no athlete {athlete}.", returncode=2)
        for rider in tqdm(athletes, desc="Rebuild", unit=" athletes", disable=None):
            mark_records_due(rider, LONG_AGO)
            change = decide_due_records(rider.pk, now=timezone.now())
            if change is not None and change.sessions:
                self.stdout.write(
                    f"{rider} (athlete {rider.pk}): {len(change.sessions)} sessions changed, "
                    f"{change.records_added} records added, {change.records_removed} removed, "
                    f"{change.candidates} candidates wait."
                )
        self.stdout.write("All records are decided.")
