from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models

from summaries.models.parcel import Parcel

MAX_ATTEMPTS = 5


class LifeCycle(models.Model):
    """Where a text is between being asked for and being approved."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        WRITING = "writing", "Being written"
        READY = "ready", "Ready"
        APPROVED = "approved", "Approved"
        STALE = "stale", "Out of date"
        FAILED = "failed", "Failed"

    parcel = models.ForeignKey(
        Parcel,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="summaries",
        help_text="While a vendor has it together with others: its lease is the parcel's.",
    )
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(help_text="When its message was sent, or a retry is planned.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempt = models.PositiveSmallIntegerField(default=0)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.WAITING, self.State.WRITING)

    @property
    def is_told(self) -> bool:
        return self.state in (self.State.READY, self.State.APPROVED, self.State.STALE)

    # Steps of the life cycle; nothing else writes these fields. Those of the writing are guarded by
    # the attempt, so a worker that was taken for dead cannot overwrite its successor; each says
    # whether it held.

    def finish(self, *, now: datetime, **written: object) -> bool:
        """Store the finished text with everything that it was made from."""
        return self._step(
            state=self.State.READY, open_session=None, finished_at=now, failure="", **written
        )

    def keep(self, **kept: object) -> bool:
        """Store what the writing must not lose: the facts it asks with, the answer it got."""
        return self._step(**kept)

    def release(self, *, due_at: datetime) -> bool:
        """Put it back in line for a retry that is planned for then."""
        return self._step(state=self.State.WAITING, claimed_at=None, due_at=due_at)

    def unpack(self, *, now: datetime, **kept: object) -> bool:
        """Take it out of its parcel, to be written by whoever does so; once, whoever else tries."""
        held = self._rows().filter(
            pk=self.pk, state=self.State.WRITING, attempt=self.attempt, parcel=self.parcel_id
        )
        return bool(self.parcel_id and held.update(parcel=None, claimed_at=now, **kept))

    def fail(self, reason: str, *, now: datetime) -> bool:
        return self._step(
            state=self.State.FAILED, open_session=None, finished_at=now, failure=reason
        )

    @property
    def is_last_attempt(self) -> bool:
        return self.attempt >= MAX_ATTEMPTS

    def approve(self, user: User, *, now: datetime, edit_distance: float) -> bool:
        """Say that a person stands by it; what is out of date cannot be approved."""
        return self._move(
            {self.State.READY},
            state=self.State.APPROVED,
            approved_by=user,
            approved_at=now,
            edit_distance=edit_distance,
        )

    def turn_stale(self, changes: str, *, as_of: datetime) -> bool:
        return self._move(
            {self.State.READY, self.State.APPROVED, self.State.STALE},
            state=self.State.STALE,
            changes=changes,
            compared_at=as_of,
        )

    def hold_true(self, *, as_of: datetime) -> bool:
        """Note that the facts are those that it was written from, again or still."""
        back = self.State.APPROVED if self.approved_at else self.State.READY
        self._move({self.State.STALE}, state=back)
        return self._move({self.State.READY, self.State.APPROVED}, changes="", compared_at=as_of)

    def _step(self, **values: object) -> bool:
        held = self._rows().filter(pk=self.pk, state=self.State.WRITING, attempt=self.attempt)
        return bool(held.update(**values))

    def _move(self, allowed: set[State], **values: object) -> bool:
        held = self._rows().filter(pk=self.pk, state__in=allowed)
        return bool(held.update(**values))

    def _rows(self) -> "models.QuerySet[Self]":
        return type(self)._base_manager.all()
