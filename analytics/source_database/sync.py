"""One sync: what changed at the source is read, judged and stored, batch by batch.

Each batch is a transaction that first renews the sync's lease: whatever is killed has
stored whole batches, and the next sync goes on from there. Memory holds one batch.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from analytics.models import Athlete, AthleteState, SourceLink, SourceSync
from analytics.source_database.changes import GONE, Scope, changed_pages, confirmed_gone
from analytics.source_database.people import store_athletes
from analytics.source_database.queries import ATHLETE_FAMILY, SESSION_FAMILY
from analytics.source_database.reading import SourceReader, SourceUnavailable, in_batches
from analytics.source_database.rows import SourceAthlete
from analytics.source_database.storing import (
    BatchOutcome,
    count_outcome,
    delete_sessions,
    judge_sessions,
    mark_due,
    store_sessions,
)

SESSIONS_A_BATCH = 200
ATHLETES_A_BATCH = 20
FEW_GONE = 20  # so many may vanish without a question


class SyncStopped(Exception):
    """The sync ended early; the message says why, in one sentence."""


@dataclass(slots=True)
class Tally:
    """What a sync has done so far."""

    members_seen: int = 0
    athletes_changed: int = 0
    sessions_new: int = 0
    sessions_changed: int = 0
    sessions_deleted: int = 0
    rows_waiting: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)  # of the batch at hand
    rows_refused: int = 0
    athletes: set[int] = field(default_factory=set)  # whose records the edge asks for

    def add(self, outcome: BatchOutcome) -> None:
        self.sessions_new += outcome.new
        self.sessions_changed += outcome.changed
        self.rows_waiting += outcome.waiting
        self.rows_refused += len(outcome.refused)
        self.refused = outcome.refused
        self.athletes |= outcome.athletes.keys()

    def counted(self, reader: SourceReader) -> dict[str, int]:
        """Give the columns of a SourceSync."""
        return {
            "rows_read": reader.rows_read,
            "athletes_changed": self.athletes_changed,
            "sessions_new": self.sessions_new,
            "sessions_changed": self.sessions_changed,
            "sessions_deleted": self.sessions_deleted,
            "rows_waiting": self.rows_waiting,
            "rows_refused": self.rows_refused,
        }


@dataclass(frozen=True, slots=True)
class SyncPlan:
    """How to sync: limits, and what the edge knows of settings and clock."""

    clock: Callable[[], datetime]
    time_zone: str = "UTC"  # of the source's datetimes, and of athletes that are new
    scope: Scope = field(default_factory=Scope)
    is_dry_run: bool = False
    accept_deletions: bool = False
    progress: Callable[[Tally], None] = lambda _tally: None


class SourceFollower:
    """Follows the source for one SourceSync that holds the lease."""

    def __init__(self, sync: SourceSync, reader: SourceReader, plan: SyncPlan) -> None:
        self.sync = sync
        self.reader = reader
        self.plan = plan
        self.tally = Tally()
        self._missing: set[int] = set()
        self._newcomers: dict[int, Athlete] = {}  # of a dry run, which stores none of them

    def follow(self) -> Tally:
        """Follow athletes, then sessions, then what is gone.

        Raises SourceUnavailable where the source does not answer, and SyncStopped
        where the lease was lost or too much is gone.
        """
        self._follow_athletes()
        for page in changed_pages(self.reader, SESSION_FAMILY, self.plan.scope):
            for ids in in_batches(sorted(page.fingerprints), SESSIONS_A_BATCH):
                self._follow_sessions(ids, page.fingerprints)
            self._missing |= page.missing
            self.tally.members_seen += page.members
            self._report()
        self._delete_gone()
        return self.tally

    def _follow_athletes(self) -> None:
        # Sessions may name any athlete, so a limit of days does not hold for them.
        scope = Scope(team=self.plan.scope.team)
        for page in changed_pages(self.reader, ATHLETE_FAMILY, scope):
            for ids in in_batches(sorted(page.fingerprints), ATHLETES_A_BATCH):
                rows = self.reader.athletes(ids)
                self.tally.athletes_changed += len(rows)
                if self.plan.is_dry_run:
                    self._newcomers |= {
                        row.source_id: Athlete(time_zone=self.plan.time_zone) for row in rows
                    }
                else:
                    self._store_athletes(rows, page.fingerprints)
            self._let_go(page.missing)

    def _store_athletes(
        self, rows: Sequence[SourceAthlete], fingerprints: Mapping[int, str]
    ) -> None:
        with transaction.atomic():
            now = self._renew()
            due = store_athletes(rows, fingerprints, time_zone=self.plan.time_zone, now=now)
        self.tally.athletes |= due

    def _let_go(self, missing: frozenset[int]) -> None:
        """Keep an athlete whom the source no longer has: only a person removes people here."""
        gone = confirmed_gone(self.reader, ATHLETE_FAMILY, missing)
        if not self.plan.is_dry_run:
            links = SourceLink.objects.filter(kind=SourceLink.Kind.ATHLETE, source_id__in=gone)
            links.update(fingerprint=GONE)

    def _follow_sessions(self, ids: Sequence[int], fingerprints: Mapping[int, str]) -> None:
        rows = self.reader.sessions(ids)
        now = self.plan.clock()
        verdicts = judge_sessions(
            rows,
            zone=ZoneInfo(self.plan.time_zone),
            now=now,
            newcomers=self._newcomers,
        )
        if self.plan.is_dry_run:
            self.tally.add(count_outcome(verdicts))
        else:
            with transaction.atomic():
                self._renew()
                outcome = store_sessions(verdicts, fingerprints, now=now)
            self.tally.add(outcome)
        self._report()

    def _delete_gone(self) -> None:
        gone = confirmed_gone(self.reader, SESSION_FAMILY, frozenset(self._missing))
        self._refuse_too_many(len(gone))
        for ids in in_batches(gone, SESSIONS_A_BATCH):
            if not self.plan.is_dry_run:
                self._delete(ids)
            self.tally.sessions_deleted += len(ids)
            self._report()

    def _refuse_too_many(self, gone: int) -> None:
        """Stop where most is gone: more likely the source is the wrong one, or half restored."""
        linked = SourceLink.objects.filter(kind=SourceLink.Kind.SESSION).count()
        if gone > max(FEW_GONE, linked // 2) and not self.plan.accept_deletions:
            raise SyncStopped(
                f"{gone} of {linked} sessions are gone from the source; none was deleted here. "
                "If that is right, run sync_source --accept-deletions."
            )

    def _delete(self, ids: Sequence[int]) -> None:
        with transaction.atomic():
            self._renew()
            links = SourceLink.objects.filter(kind=SourceLink.Kind.SESSION, source_id__in=ids)
            outcome = BatchOutcome()
            sessions = [link.session for link in links.select_related("session") if link.session]
            delete_sessions(sessions, outcome)
            links.delete()
            mark_due(outcome)
            for athlete_id in outcome.athletes:
                AthleteState.objects.mark_due(athlete_id)
        self.tally.athletes |= outcome.athletes.keys()

    def _renew(self) -> datetime:
        """Hold on to the lease; the row stays locked until the batch is committed."""
        now = self.plan.clock()
        if not self.sync.renew(now=now, **self.tally.counted(self.reader)):
            raise SyncStopped("Another sync has taken over.")
        return now

    def _report(self) -> None:
        self.plan.progress(self.tally)
        self.tally.refused = []


def run_sync(sync: SourceSync, open_reader: Callable[[], SourceReader], plan: SyncPlan) -> Tally:
    """Follow the source to the end and close the sync's row, however it ends.

    Raises SyncStopped with the reason where it ends early; what was stored until then stays.
    """
    follower = None
    try:
        follower = SourceFollower(sync, open_reader(), plan)
        tally = follower.follow()
    except (SourceUnavailable, SyncStopped) as reason:
        sync.fail(str(reason), now=plan.clock(), **_counted(follower))
        raise SyncStopped(str(reason)) from reason
    except BaseException:  # a kill by signal, too: the row must not stay "running"
        sync.fail("It was interrupted.", now=plan.clock(), **_counted(follower))
        raise
    sync.finish(now=plan.clock(), **_counted(follower))
    return tally


def _counted(follower: SourceFollower | None) -> dict[str, int]:
    return {} if follower is None else follower.tally.counted(follower.reader)
