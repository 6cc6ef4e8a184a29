from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse

from analytics.models.athlete import Athlete
from analytics.models.recording import Recording

if TYPE_CHECKING:
    from analytics.models.session import Session

ARCHIVE_LEASE = timedelta(minutes=2)  # a worker that unpacks says that it lives with each slice
ENDED_BADLY = (Recording.State.REFUSED, Recording.State.FAILED)
RECENT = timedelta(days=14)  # a ride of an import that gets its text unasked
SILENT_AFTER = timedelta(seconds=45)  # a batch that nobody works on is taken up again


class ImportBatchQuerySet(models.QuerySet["ImportBatch"]):
    def visible_to(self, user: User) -> Self:
        """A batch is seen by whoever sees its athlete."""
        return self.filter(athlete__in=Athlete.objects.visible_to(user))

    def standing(self) -> Self:
        """Leave out what was cancelled or undone: nobody misses its files."""
        return self.filter(state__in=("running", "paused", "done"))

    def silent(self, *, now: datetime) -> Self:
        """Select the batches that have work left and nobody at it."""
        unfinished = (ImportBatch.State.RUNNING, ImportBatch.State.UNDOING)
        return self.filter(state__in=unfinished, seen_at__lt=now - SILENT_AFTER)

    def cancelled_with_rest(self) -> Self:
        """Select cancelled batches of which something still waits to be removed."""
        rest = Q(recordings__in=Recording.objects.never_analysed()) | Q(
            files__state=ImportFile.State.PACKED
        )
        return self.filter(rest, state=ImportBatch.State.CANCELLED).distinct()


class ImportBatch(models.Model):
    """Many files of one athlete that came together, and how far their import is."""

    class State(models.TextChoices):
        RUNNING = "running", "Running"
        PAUSED = "paused", "Paused"
        CANCELLED = "cancelled", "Cancelled"
        DONE = "done", "Done"
        UNDOING = "undoing", "Being undone"
        UNDONE = "undone", "Undone"

    athlete = models.ForeignKey(Athlete, on_delete=models.CASCADE, related_name="import_batches")
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=10, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    writes_texts = models.BooleanField(
        default=False,
        db_default=False,
        help_text="Write a text for every ride, not for those of the last days alone.",
    )
    resumed_at = models.DateTimeField(help_text="From when on its rate is measured.")
    finished_when_resumed = models.PositiveIntegerField(default=0)
    seen_at = models.DateTimeField(help_text="When somebody last brought or worked on a file.")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "import batches"
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["state", "seen_at"], name="import_batch_state")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("analytics:import-detail", args=[self.pk])

    def files_url(self) -> str:
        """Where a page or a script sends further files."""
        return reverse("analytics:import-add", args=[self.pk])

    def wants_text_of(self, started_at: datetime) -> bool:
        """Tell whether a ride gets a text when it comes: history does only where it was asked."""
        return self.writes_texts or started_at >= self.started_at - RECENT

    @property
    def is_under_way(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.UNDOING)

    @property
    def takes_files(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.PAUSED, self.State.DONE)

    @property
    def can_be_cancelled(self) -> bool:
        return self.state in (self.State.RUNNING, self.State.PAUSED)

    @property
    def can_be_undone(self) -> bool:
        return self.state in (self.State.DONE, self.State.CANCELLED)

    # Steps of the life cycle; nothing else writes the state. Each is one conditional UPDATE and
    # says whether it was this call that moved the batch.

    def pause(self) -> bool:
        return self._move(self.State.PAUSED, {self.State.RUNNING})

    def resume(self, *, finished: int, now: datetime) -> bool:
        return self._move(
            self.State.RUNNING,
            {self.State.PAUSED},
            resumed_at=now,
            finished_when_resumed=finished,
            seen_at=now,
        )

    def cancel(self, *, now: datetime) -> bool:
        underway = {self.State.RUNNING, self.State.PAUSED}
        return self._move(self.State.CANCELLED, underway, ended_at=now)

    def finish(self, *, now: datetime) -> bool:
        return self._move(self.State.DONE, {self.State.RUNNING}, ended_at=now)

    def reopen(self, *, now: datetime) -> bool:
        """Take in one more file after the ones before it were done."""
        return self._move(self.State.RUNNING, {self.State.DONE}, ended_at=None, seen_at=now)

    def start_undo(self, *, now: datetime) -> bool:
        return self._move(self.State.UNDOING, {self.State.DONE, self.State.CANCELLED}, seen_at=now)

    def finish_undo(self, *, now: datetime) -> bool:
        return self._move(self.State.UNDONE, {self.State.UNDOING}, ended_at=now)

    def be_seen(self, *, now: datetime) -> bool:
        """Note that somebody is at it; False once it no longer runs."""
        running = ImportBatch.objects.filter(pk=self.pk, state=self.State.RUNNING)
        return bool(running.update(seen_at=now))

    def _move(self, state: State, allowed: set[State], **changes: object) -> bool:
        here = ImportBatch.objects.filter(pk=self.pk, state__in=allowed)
        return bool(here.update(state=state, **changes))


class ImportFileQuerySet(models.QuerySet["ImportFile"]):
    def of_batch(self, batch: ImportBatch) -> Self:
        """Give what the list of a batch prints, in the order in which the files came."""
        shown = self.filter(batch=batch).exclude(state=ImportFile.State.UNPACKED)
        return shown.select_related("recording").prefetch_related("recording__sessions")

    def counts(self) -> dict[int, dict[str, int]]:
        """Count the files of each batch by what became of them."""
        taken = Q(state=ImportFile.State.TAKEN)
        kinds = {
            "total": ~Q(state=ImportFile.State.UNPACKED),
            "packed": Q(state=ImportFile.State.PACKED),
            "done": taken & Q(recording__state=Recording.State.DONE),
            "known": Q(state=ImportFile.State.KNOWN),
            "refused": Q(state=ImportFile.State.REFUSED)
            | taken & Q(recording__state__in=ENDED_BADLY),
            "removed": taken & Q(recording=None),
        }
        rows = self.order_by().values("batch_id")
        counted = rows.annotate(**{name: Count("pk", filter=kind) for name, kind in kinds.items()})
        return {
            batch_id: dict(zip(kinds, counts, strict=True))
            for batch_id, *counts in counted.values_list("batch_id", *kinds)
        }

    def with_fault(self) -> Self:
        return self.filter(
            Q(state=ImportFile.State.REFUSED)
            | Q(state=ImportFile.State.TAKEN, recording__state__in=ENDED_BADLY)
        )

    def claim_archive(self, batch: ImportBatch, *, now: datetime) -> "ImportFile | None":
        """Take one archive of the batch that waits to be unpacked, if there is one."""
        free = Q(claimed_at=None) | Q(claimed_at__lt=now - ARCHIVE_LEASE)
        waiting = self.filter(free, batch=batch, state=ImportFile.State.PACKED)
        for archive_id in waiting.order_by("pk").values_list("pk", flat=True):
            if waiting.filter(pk=archive_id).update(claimed_at=now):
                return self.get(pk=archive_id)
        return None


def staged_path(file: "ImportFile", _name: str) -> str:
    """Name a waiting archive by what it is; the uploaded name is never used as a path."""
    return f"archives/{file.batch_id}/{file.pk or 'new'}.zip"


class ImportFile(models.Model):
    """One file of a batch: still packed, taken in, known before, or refused."""

    class State(models.TextChoices):
        PACKED = "packed", "Waiting to be unpacked"
        UNPACKED = "unpacked", "Unpacked"
        TAKEN = "taken", "Taken in"  # how far it is, its recording says
        KNOWN = "known", "Here before"
        REFUSED = "refused", "Refused"

    batch = models.ForeignKey(ImportBatch, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=255)
    size_bytes = models.PositiveBigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=State.choices)
    reason = models.TextField(blank=True, help_text="Why it was refused; one sentence.")
    recording = models.ForeignKey(
        Recording, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_files"
    )
    archive = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="members"
    )
    member_number = models.PositiveIntegerField(
        null=True, blank=True, help_text="Position in its archive."
    )
    content = models.FileField(
        upload_to=staged_path, max_length=200, blank=True, help_text="An archive until unpacked."
    )
    unpacked_members = models.PositiveIntegerField(default=0)
    claimed_at = models.DateTimeField(null=True, blank=True)

    objects = ImportFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["archive", "member_number"], name="import_file_once_per_member"
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(reason=""), name="import_file_refused_has_reason"
            ),
        ]
        indexes = [models.Index(fields=["batch", "state"], name="import_file_state")]

    def __str__(self) -> str:
        return self.name

    @property
    def standing(self) -> str:
        """Say in a word or two where this file is."""
        if self.state != self.State.TAKEN:
            return self.get_state_display()
        return self.recording.get_state_display() if self.recording else "Removed"

    @property
    def fault(self) -> str:
        """Give the sentence that says why it was refused; empty where it was not."""
        if self.state == self.State.TAKEN and self.recording is not None:
            return self.recording.reason
        return self.reason

    @property
    def sessions(self) -> "list[Session]":
        return list(self.recording.sessions.all()) if self.recording else []

    # Steps of unpacking; nothing else writes these fields.

    def note_member(self, member_number: int) -> bool:
        """Note that a member has been taken in; False where somebody else did."""
        mine = ImportFile.objects.filter(pk=self.pk, unpacked_members=member_number)
        return bool(mine.update(unpacked_members=F("unpacked_members") + 1))

    def release(self) -> None:
        """Let the next worker go on where this one stopped."""
        ImportFile.objects.filter(pk=self.pk).update(claimed_at=None)

    def end_unpacking(self) -> None:
        ImportFile.objects.filter(pk=self.pk).update(
            state=self.State.UNPACKED, claimed_at=None, content=""
        )
