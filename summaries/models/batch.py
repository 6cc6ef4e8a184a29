from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, Q, Sum
from django.urls import reverse

from analytics.models import Team
from analytics.models.access import operates_queue, sees_every_athlete

if TYPE_CHECKING:
    from summaries.models.summary import SummaryQuerySet

SILENT_AFTER = timedelta(seconds=45)  # a batch that nobody works on is taken up again


class TextBatchQuerySet(models.QuerySet["TextBatch"]):
    def visible_to(self, user: User) -> Self:
        """Staff and operators see every batch; coaches their own, and those of their teams."""
        if sees_every_athlete(user) or operates_queue(user):
            return self
        return self.filter(Q(started_by=user) | Q(team__in=Team.objects.visible_to(user)))

    def silent(self, *, now: datetime) -> Self:
        """Select running batches that nobody works on."""
        return self.filter(state=TextBatch.State.RUNNING, seen_at__lt=now - SILENT_AFTER)


class TextBatch(models.Model):
    """Many texts asked for together; its rows wait in the line behind what a person waits for."""

    class Pace(models.TextChoices):
        NOW = "now", "now, one by one"
        WITHIN_A_DAY = "day", "within a day, at half the price"

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        CANCELLED = "cancelled", "Cancelled"
        DONE = "done", "Done"

    team = models.ForeignKey(
        Team, on_delete=models.SET_NULL, null=True, blank=True, related_name="text_batches"
    )
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    provider = models.CharField(
        max_length=20, blank=True, help_text="Who was chosen for all of it; empty: each team's own."
    )
    pace = models.CharField(max_length=4, choices=Pace.choices, default=Pace.NOW, db_default="now")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField(help_text="When somebody last worked on it.")
    ended_at = models.DateTimeField(null=True, blank=True)
    total = models.PositiveIntegerField(default=0)
    estimated_usd = models.DecimalField(max_digits=12, decimal_places=6, null=True, blank=True)

    objects = TextBatchQuerySet.as_manager()

    if TYPE_CHECKING:
        summaries: "SummaryQuerySet"

    class Meta:
        verbose_name_plural = "text batches"
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["state", "seen_at"], name="text_batch_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("summaries:batch", args=[self.pk])

    @property
    def is_under_way(self) -> bool:
        return self.state == self.State.RUNNING

    @property
    def can_be_cancelled(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.PAUSED)

    def counts(self) -> dict[str, int]:
        """Count its texts by state."""
        rows = self.summaries.order_by().values("state").annotate(number=Count("pk"))
        return {row["state"]: row["number"] for row in rows}

    def spent_usd(self) -> float | None:
        """Add up what its calls have cost; None where the price of one is not known."""
        calls = self.summaries.filter(calls__isnull=False)
        if calls.filter(calls__cost_usd=None).exists():
            return None
        return float(calls.aggregate(usd=Sum("calls__cost_usd"))["usd"] or 0)

    # Steps of the life cycle, each one conditional UPDATE that says whether it held.

    def pause(self) -> bool:
        return self._move(self.State.PAUSED, {self.State.RUNNING})

    def resume(self, *, now: datetime) -> bool:
        return self._move(self.State.RUNNING, {self.State.PAUSED}, seen_at=now)

    def cancel(self, *, now: datetime) -> bool:
        under_way = {self.State.RUNNING, self.State.PAUSED}
        return self._move(self.State.CANCELLED, under_way, ended_at=now)

    def finish(self, *, now: datetime) -> bool:
        return self._move(self.State.DONE, {self.State.RUNNING}, ended_at=now)

    def be_seen(self, *, now: datetime) -> bool:
        """Note that somebody is at it; False once it no longer runs."""
        running = TextBatch.objects.filter(pk=self.pk, state=self.State.RUNNING)
        return bool(running.update(seen_at=now))

    def _move(self, state: State, allowed: set[State], **changes: object) -> bool:
        held = TextBatch.objects.filter(pk=self.pk, state__in=allowed)
        return bool(held.update(state=state, **changes))
