from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from analytics.models.access import sees_every_athlete
from analytics.models.athlete import Athlete

if TYPE_CHECKING:
    from analytics.models.import_batch import ImportBatch
    from analytics.models.session import Session

CLAIM_LEASE = timedelta(seconds=settings.ANALYSIS_LEASE_S)
WAIT_BEFORE_SWEEP = timedelta(
    seconds=settings.SWEEP_EVERY_S
)  # rows due more recently still have their own message
MAX_ATTEMPTS = 3
CANDIDATES = 16  # more than workers that may be after the same ones


class RecordingQuerySet(models.QuerySet["Recording"]):
    def visible_to(self, user: User) -> Self:
        """Staff and auditors see every recording, coaches those of their own teams' athletes."""
        if sees_every_athlete(user):
            return self
        return self.filter(athlete__team__memberships__coach=user)

    def claim(self, recording_id: int, *, now: datetime) -> "Recording | None":
        """Take one waiting recording for analysis, or return None if there is nothing to do.

        One conditional UPDATE decides, so of two workers holding the same
        message only one gets the recording.
        """
        claimed = (
            self.filter(pk=recording_id)
            .filter(self._free(now))
            .update(state=Recording.State.ANALYSING, claimed_at=now, attempt=F("attempt") + 1)
        )
        return (
            self.select_related("athlete", "batch").filter(pk=recording_id).first()
            if claimed
            else None
        )

    def left_over(self, *, now: datetime, queue_is_empty: bool = True) -> Self:
        """Select what no message in the queue stands for any more.

        While messages wait there, only what a dead worker has left.

        The recordings of a batch have none each: whoever works on the batch finds them. Once it
        has ended only those that a person had analysed again wait, by a message of their own.
        """
        forgotten = Q(state=Recording.State.WAITING, due_at__lt=now - WAIT_BEFORE_SWEEP)
        gone = self._abandoned(now)
        again = Q(batch__state="cancelled", sessions__isnull=False)
        on_its_own = Q(batch=None) | Q(batch__state="done") | again
        return self.filter(on_its_own, forgotten | gone if queue_is_empty else gone).distinct()

    def never_analysed(self) -> Self:
        """Select what waits and has no session yet."""
        return self.filter(state=Recording.State.WAITING, sessions=None)

    def claim_next(self, batch: "ImportBatch", *, now: datetime) -> "Recording | None":
        """Take the next recording of a batch, or None if none is free.

        It has the batch's own athlete: the UPDATE holds that nobody has had it since it was read.
        """
        free = self.filter(self._free(now), batch=batch).order_by("pk")
        for recording in free[:CANDIDATES]:
            mine = self.filter(pk=recording.pk, state=recording.state, attempt=recording.attempt)
            taken = {
                "state": Recording.State.ANALYSING,
                "claimed_at": now,
                "attempt": recording.attempt + 1,
            }
            if mine.update(**taken):
                for name, value in taken.items():
                    setattr(recording, name, value)
                recording.batch = batch
                if recording.athlete_id == batch.athlete_id:
                    recording.athlete = batch.athlete
                return recording
        return None

    def under_way(self) -> Self:
        return self.filter(state__in=(Recording.State.WAITING, Recording.State.ANALYSING))

    def fail_exhausted(self, *, now: datetime) -> int:
        """Give up what took the worker down at every attempt; returns how many."""
        return self.filter(self._lost(now), attempt__gte=MAX_ATTEMPTS).update(
            state=Recording.State.FAILED,
            claimed_at=None,
            reason=f"The analysis did not come to an end in {MAX_ATTEMPTS} attempts.",
        )

    @classmethod
    def _free(cls, now: datetime) -> Q:
        return Q(state=Recording.State.WAITING) | cls._abandoned(now)

    @classmethod
    def _abandoned(cls, now: datetime) -> Q:
        return cls._lost(now) & Q(attempt__lt=MAX_ATTEMPTS)

    @staticmethod
    def _lost(now: datetime) -> Q:
        return Q(state=Recording.State.ANALYSING, claimed_at__lt=now - CLAIM_LEASE)


def stored_path(recording: "Recording", _name: str) -> str:
    """Name the stored bytes by what they are; the uploaded name is never used as a path."""
    return f"{recording.athlete_id}/{recording.digest}.gz"


class Recording(models.Model):
    """A device file as it came, and how far its analysis is."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        ANALYSING = "analysing", "Being analysed"
        DONE = "done", "Analysed"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Failed"

    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, related_name="recordings")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the bytes, unwrapped of gzip.")
    name = models.CharField(max_length=255, help_text="The file's name as it came.")
    size_bytes = models.PositiveBigIntegerField()
    content = models.FileField(upload_to=stored_path, max_length=200, help_text="Gzipped bytes.")
    received_at = models.DateTimeField()
    received_from = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    batch = models.ForeignKey(
        "analytics.ImportBatch",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="recordings",
        help_text="The import that brought it, and that undoing takes it away with.",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(help_text="When its message was sent, or a retry is planned.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    reason = models.TextField(blank=True, help_text="Why it was refused or failed; one sentence.")

    objects = RecordingQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at", "-pk"]
        permissions = [("operate_queue", "Can look after the queue, providers and sources")]
        constraints = [
            models.UniqueConstraint(
                fields=["athlete", "digest"], name="recording_once_per_athlete"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "failed"]) | ~Q(reason=""),
                name="recording_refused_has_reason",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "claimed_at"], name="recording_state"),
            models.Index(fields=["batch", "state"], name="recording_batch_state"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("analytics:recording-detail", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.ANALYSING)

    def first_session(self) -> "Session | None":
        """Give the session that a finished analysis leads to."""
        return self.sessions.first() if self.state == self.State.DONE else None

    # Steps of the life cycle; nothing else writes these fields. Each is guarded by the attempt, so
    # a worker that was taken for dead cannot overwrite its successor, and says whether it held.

    def finish(self) -> bool:
        return self._end(state=self.State.DONE, reason="")

    def refuse(self, reason: str) -> bool:
        return self._end(state=self.State.REFUSED, reason=reason)

    def give_back(self, reason: str) -> bool:
        """Put the recording back in line, or fail it after the last attempt."""
        if self.attempt >= MAX_ATTEMPTS:
            return self._end(state=self.State.FAILED, reason=reason)
        return self._end(state=self.State.WAITING, reason="")

    def wait_again(self, *, now: datetime) -> bool:
        """Queue a recording that has ended for one more analysis."""
        ended = (self.State.DONE, self.State.REFUSED, self.State.FAILED)
        queued = Recording.objects.filter(pk=self.pk, state__in=ended).update(
            state=self.State.WAITING, attempt=0, due_at=now, claimed_at=None, reason=""
        )
        return bool(queued)

    def _end(self, *, state: State, reason: str) -> bool:
        held = Recording.objects.filter(
            pk=self.pk, state=self.State.ANALYSING, attempt=self.attempt
        )
        return bool(held.update(state=state, reason=reason, claimed_at=None))
