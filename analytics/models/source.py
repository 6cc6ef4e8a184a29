from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import Count, F, Q

from analytics.models.athlete import Athlete
from analytics.models.session import Session
from analytics.models.team import Team

SYNC_LEASE = timedelta(minutes=5)  # a sync silent for longer is taken to be dead
LEASE_LOST = "It was silent for too long and was taken to be dead."


class SourceLink(models.Model):
    """A row of the source database, and what it is here.

    The fingerprint is the source's own sum over the row and all that hangs on it;
    while it stays the same, nothing is read again.
    """

    class Kind(models.TextChoices):
        TEAM = "team", "Team"
        ATHLETE = "athlete", "Athlete"
        SESSION = "session", "Session"

    class State(models.TextChoices):
        STORED = "stored", "Stored"
        WAITING = "waiting", "Not yet processed there"
        REFUSED = "refused", "Refused"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    source_id = models.BigIntegerField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.STORED)
    reason = models.CharField(max_length=200, blank=True, help_text="Why it was refused.")
    fingerprint = models.CharField(
        max_length=40, blank=True, help_text="Empty: it is read again at the next sync."
    )
    wrote = models.JSONField(
        default=dict,
        help_text="Dated values that came from there; what a person typed here is left alone.",
    )
    changed_at = models.DateTimeField()
    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="source_links"
    )
    athlete = models.ForeignKey(
        Athlete, on_delete=models.SET_NULL, null=True, blank=True, related_name="source_links"
    )
    session = models.ForeignKey(
        Session, on_delete=models.SET_NULL, null=True, blank=True, related_name="source_links"
    )

    class Meta:
        ordering = ["kind", "source_id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "source_id"], name="source_row_once"),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="source_refused_has_reason"
            ),
        ]
        indexes = [
            models.Index(fields=["state", "kind", "source_id"], name="source_link_state_order")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.source_id} of the source"

    @property
    def was_removed_here(self) -> bool:
        """Tell what a person deleted here on purpose: the sync does not bring it back."""
        here = {
            self.Kind.TEAM: self.team_id,
            self.Kind.ATHLETE: self.athlete_id,
            self.Kind.SESSION: self.session_id,
        }
        return self.state == self.State.STORED and here[self.Kind(self.kind)] is None


class SourceSyncQuerySet(models.QuerySet["SourceSync"]):
    def visible_to(self, user: User) -> Self:
        """Only staff see how the team's database is read."""
        return self if user.is_staff else self.none()

    def begin(self, *, now: datetime, **described: object) -> "SourceSync | None":
        """Open a sync, or return None while another one is alive.

        The unique slot decides between two that begin at once. One whose lease
        ran out has died: it is ended first.
        """
        self.filter(slot=SourceSync.SLOT, lease_until__lt=now).update(
            slot=None, state=SourceSync.State.FAILED, finished_at=now, failure=LEASE_LOST
        )
        try:
            with transaction.atomic():
                return self.create(
                    slot=SourceSync.SLOT, started_at=now, lease_until=now + SYNC_LEASE, **described
                )
        except IntegrityError:
            return None

    def last_finished(self) -> "SourceSync | None":
        return self.filter(state=SourceSync.State.DONE, is_dry_run=False).first()

    def refused_by_reason(self) -> list[tuple[str, int]]:
        """Count the source's rows that are refused today, by reason, the most frequent first."""
        refused = SourceLink.objects.filter(state=SourceLink.State.REFUSED)
        counted = refused.values_list("reason").annotate(rows=Count("pk"))
        return list(counted.order_by("-rows", "reason")[:20])


class SourceSync(models.Model):
    """One run over the source database: what it read, changed and refused."""

    SLOT = "open"

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    slot = models.CharField(max_length=4, null=True, blank=True, unique=True, editable=False)
    state = models.CharField(max_length=8, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    lease_until = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    since_date = models.DateField(null=True, blank=True, help_text="Sessions from this day on.")
    source_team = models.BigIntegerField(
        null=True, blank=True, help_text="The source's id of the only team that was read."
    )
    is_dry_run = models.BooleanField("dry run", default=False)
    rows_read = models.PositiveBigIntegerField(default=0)
    athletes_changed = models.PositiveIntegerField(default=0)
    sessions_new = models.PositiveIntegerField(default=0)
    sessions_changed = models.PositiveIntegerField(default=0)
    sessions_deleted = models.PositiveIntegerField(default=0)
    rows_waiting = models.PositiveIntegerField(default=0)
    rows_refused = models.PositiveIntegerField(default=0)
    failure = models.CharField(max_length=300, blank=True)

    objects = SourceSyncQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        permissions = [("run_sourcesync", "Can read the source database now")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(failure=""), name="source_sync_failed_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"Sync of {self.started_at:%Y-%m-%d %H:%M}"

    # Steps of the life cycle; each is guarded by the slot, so a sync that was taken for dead
    # cannot write beside its successor, and says whether it held.

    def renew(self, *, now: datetime, **counted: int) -> bool:
        """Prolong the lease; call first inside each transaction that writes."""
        return bool(self._held().update(lease_until=now + SYNC_LEASE, **counted))

    def finish(self, *, now: datetime, **counted: int) -> bool:
        return self._end(state=self.State.DONE, finished_at=now, **counted)

    def fail(self, reason: str, *, now: datetime, **counted: int) -> bool:
        return self._end(state=self.State.FAILED, finished_at=now, failure=reason[:300], **counted)

    def _end(self, **values: object) -> bool:
        ended = self._held().update(slot=None, lease_until=F("lease_until"), **values)
        self.refresh_from_db()
        return bool(ended)

    def _held(self) -> SourceSyncQuerySet:
        return SourceSync.objects.filter(pk=self.pk, slot=self.SLOT)
