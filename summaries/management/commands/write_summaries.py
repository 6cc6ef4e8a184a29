from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db.models import QuerySet
from django.utils import timezone

from analytics.audit import Act
from analytics.models import Session, Team
from summaries.batching import Scope, finish_if_done, sessions_for, start_batch
from summaries.facts.printing import count
from summaries.models import Summary, TextBatch
from summaries.offers import offer
from summaries.providers.configured import MAKERS
from summaries.tasks.batches import write_until_done

ALL_WELL, SOME_FAILED = 0, 1


class Command(BaseCommand):
    """Exit codes: 0 all well, 1 some text failed, 2 wrong usage."""

    help = "Write the texts of sessions now, here, at the set rate; Ctrl-C leaves the rest paused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--session", type=int, metavar="ID", help="this session only")
        which.add_argument(
            "--team", type=int, metavar="ID", help="sessions of this team's athletes"
        )
        parser.add_argument(
            "--since", type=date.fromisoformat, metavar="DATE", help="from this day"
        )
        parser.add_argument("--provider", choices=sorted(MAKERS), help="instead of the chosen one")
        parser.add_argument("--dry-run", action="store_true", help="only tell what it would take")

    def handle(self, *_: Any, **options: Any) -> None:
        wanted = options["provider"] or ""
        selection = self._selection(options)
        self._tell_under_way(sessions_for(None, **selection, under_way=True).count())
        sessions = sessions_for(None, **selection)
        texts = self._tell_estimate(sessions, wanted)
        if options["dry_run"] or not texts:
            return
        batch = start_batch(
            sessions, Act(None, timezone.now()), title="From the command line", wanted=wanted
        )
        failed = self._write(batch)
        self.stdout.write(f"{batch.total - failed} written, {failed} failed; {_usd(batch)} spent.")
        raise SystemExit(SOME_FAILED if failed else ALL_WELL)

    def _selection(self, options: dict[str, Any]) -> dict[str, Any]:
        """Read which sessions are meant, as ``sessions_for`` takes it."""
        if options["session"] is not None:
            if not Session.objects.filter(pk=options["session"]).exists():
                raise CommandError(f"There is no session {options['session']}.", returncode=2)
            return {"scope": Scope.ALL, "chosen": [options["session"]]}
        team = None
        if options["team"] is not None:
            team = Team.objects.filter(pk=options["team"]).first()
            if team is None:
                raise CommandError(f"There is no team {options['team']}.", returncode=2)
        if team is None and options["since"] is None:
            raise CommandError("Name --session, --team or --since.", returncode=2)
        return {"scope": Scope.UNAPPROVED, "team": team, "since": options["since"]}

    def _tell_under_way(self, number: int) -> None:
        if number:
            verb = "waits or is" if number == 1 else "wait or are"
            self.stdout.write(f"{count(number, 'text')} {verb} being written already.")

    def _tell_estimate(self, sessions: QuerySet[Session], wanted: str) -> int:
        found = offer(sessions, wanted=wanted)
        cost = "at a price not known here" if found.usd is None else f"about {found.usd:.2f} USD"
        told = ", ".join(f"{count(share.texts, 'text')} by {share.model}" for share in found.shares)
        self.stdout.write(f"{told}, {cost}." if told else "Nothing to write.")
        return found.texts

    def _write(self, batch: TextBatch) -> int:
        """Write all of a batch in this process; how many failed."""
        try:
            for done in write_until_done(batch):
                self.stderr.write(f"\r{done} of {batch.total}", ending="")
        except KeyboardInterrupt:
            batch.pause()
            self.stderr.write(f"\nPaused; go on with it at {batch.get_absolute_url()}")
            raise SystemExit(SOME_FAILED) from None
        self.stderr.write("")
        finish_if_done(batch, now=timezone.now())
        return batch.summaries.filter(state=Summary.State.FAILED).count()


def _usd(batch: TextBatch) -> str:
    spent_usd = batch.spent_usd()
    return "a sum not known here" if spent_usd is None else f"{spent_usd:.2f} USD"
