from datetime import datetime, timedelta
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import IntegrityError, models, transaction
from django.db.models import F, Q

from analytics.models import Session

CLAIM_LEASE = timedelta(seconds=settings.WRITING_LEASE_S)
WAIT_BEFORE_SWEEP = timedelta(
    seconds=settings.SWEEP_EVERY_S
)  # rows due more recently still have their own message
MAX_ATTEMPTS = 5


class SummaryQuerySet(models.QuerySet["Summary"]):
    def visible_to(self, user: User) -> Self:
        """Keep the summaries of sessions that the user may see."""
        return self.filter(session__in=Session.objects.visible_to(user))

    def latest_of(self, session: Session) -> "Summary | None":
        return self.filter(session=session).order_by("-version").first()

    def request(self, session: Session, *, now: datetime) -> tuple["Summary", bool]:
        """Open the next version of a session's summary, or return the one that is open.

        A session has at most one open version; of two requests at once the
        constraint lets one win, and the other reads the winner's row.
        """
        open_one = self.filter(open_session=session).first()
        if open_one is not None:
            return open_one, False
        latest = self.latest_of(session)
        version = latest.version + 1 if latest else 1
        try:
            with transaction.atomic():
                opened = self.create(
                    session=session,
                    open_session=session,
                    version=version,
                    requested_at=now,
                    due_at=now,
                )
        except IntegrityError:  # another request was first: with this version, or the one before
            first = self.filter(open_session=session).first() or self.latest_of(session)
            if first is None:
                raise  # the session itself has gone meanwhile
            return first, False
        return opened, True

    def claim(self, summary_id: int, *, now: datetime) -> "Summary | None":
        """Take one waiting summary for writing, or return None if there is nothing to do.

        One conditional UPDATE decides, so of two workers holding the same
        message only one gets the summary.
        """
        free = Q(state=Summary.State.WAITING) | self._abandoned(now)
        claimed = (
            self.filter(pk=summary_id)
            .filter(free)
            .update(state=Summary.State.WRITING, claimed_at=now, attempt=F("attempt") + 1)
        )
        return (
            self.select_related("session__athlete").filter(pk=summary_id).first()
            if claimed
            else None
        )

    def left_over(self, *, now: datetime, queue_is_empty: bool = True) -> Self:
        """Select what no message in the queue stands for any more.

        While messages wait there, only what a dead worker has left.
        """
        forgotten = Q(state=Summary.State.WAITING, due_at__lt=now - WAIT_BEFORE_SWEEP)
        gone = self._abandoned(now)
        return self.filter(forgotten | gone if queue_is_empty else gone)

    def fail_exhausted(self, *, now: datetime) -> int:
        """Give up what took the worker down at every attempt; returns how many."""
        return self.filter(self._lost(now), attempt__gte=MAX_ATTEMPTS).update(
            state=Summary.State.FAILED,
            open_session=None,
            finished_at=now,
            failure=f"The text did not come to an end in {MAX_ATTEMPTS} attempts.",
        )

    @classmethod
    def _abandoned(cls, now: datetime) -> Q:
        return cls._lost(now) & Q(attempt__lt=MAX_ATTEMPTS)

    @staticmethod
    def _lost(now: datetime) -> Q:
        return Q(state=Summary.State.WRITING, claimed_at__lt=now - CLAIM_LEASE)


class Summary(models.Model):
    """One version of the text that is written about one session."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        WRITING = "writing", "Being written"
        READY = "ready", "Ready"
        FAILED = "failed", "Failed"

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="summaries")
    version = models.PositiveIntegerField()
    open_session = models.OneToOneField(
        Session,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="open_summary",
        help_text="The session again while this version is open: one at a time.",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    requested_at = models.DateTimeField()
    due_at = models.DateTimeField(help_text="When its message was sent, or a retry is planned.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    text = models.TextField(blank=True)
    draft = models.TextField(blank=True, help_text="The sentences with their slots, as JSON.")
    facts = models.TextField(blank=True, help_text="What the text was written from, as JSON.")
    facts_digest = models.CharField(max_length=64, blank=True)
    voice = models.CharField(max_length=20, blank=True)
    provider = models.CharField(max_length=20, blank=True)
    model = models.CharField(max_length=100, blank=True)
    prompt_version = models.CharField(max_length=20, blank=True)
    tokens_in = models.PositiveIntegerField(null=True, blank=True)
    tokens_out = models.PositiveIntegerField(null=True, blank=True)
    note = models.TextField(blank=True, help_text="What a coach should know of how it came about.")
    failure = models.TextField(blank=True)

    objects = SummaryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "summaries"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["session", "version"], name="summary_version_once"),
            models.CheckConstraint(
                condition=~Q(state="ready") | ~Q(text=""), name="summary_ready_has_text"
            ),
            models.CheckConstraint(
                condition=~Q(state="failed") | ~Q(failure=""), name="summary_failed_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["state", "claimed_at"], name="summary_state")]

    def __str__(self) -> str:
        return f"Summary {self.version} of session {self.session_id}"

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.WRITING)

    # Steps of the life cycle; nothing else writes these fields. Each is guarded by the attempt, so
    # a worker that was taken for dead cannot overwrite its successor, and says whether it held.

    def finish(self, *, now: datetime, **written: str | int | None) -> bool:
        """Store the finished text with everything that it was made from."""
        return self._step(
            state=self.State.READY, open_session=None, finished_at=now, failure="", **written
        )

    def release(self, *, due_at: datetime) -> bool:
        """Put it back in line for a retry that is planned for then."""
        return self._step(state=self.State.WAITING, claimed_at=None, due_at=due_at)

    def fail(self, reason: str, *, now: datetime) -> bool:
        return self._step(
            state=self.State.FAILED, open_session=None, finished_at=now, failure=reason
        )

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt >= MAX_ATTEMPTS

    def _step(self, **values: object) -> bool:
        held = Summary.objects.filter(pk=self.pk, state=self.State.WRITING, attempt=self.attempt)
        return bool(held.update(**values))
