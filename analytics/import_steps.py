"""What a person does to a whole import: pause, resume, cancel, undo; each leaves its trace."""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from analytics.audit import Act, record_act
from analytics.import_progress import progress_of
from analytics.models import Athlete, ImportBatch, ImportFile, Recording, Session
from analytics.record_book import mark_season_due


def pause_batch(batch: ImportBatch, act: Act) -> bool:
    """Stop after the files in hand; what has come stays."""
    with transaction.atomic():
        return batch.pause() and _told(batch, act, "import.paused")


def resume_batch(batch: ImportBatch, act: Act) -> bool:
    with transaction.atomic():
        finished = progress_of([batch])[batch.pk].finished
        return batch.resume(finished=finished, now=act.at) and _told(batch, act, "import.resumed")


def cancel_batch(batch: ImportBatch, act: Act) -> bool:
    """Stop for good: what is done stays, what waits goes; the files can be imported again."""
    with transaction.atomic():
        return batch.cancel(now=act.at) and _told(batch, act, "import.cancelled")


def undo_batch(batch: ImportBatch, act: Act) -> bool:
    """Ask for everything that the batch made to be removed; a worker does it."""
    with transaction.atomic():
        if not batch.start_undo(now=act.at):
            return False
        sessions = Session.objects.filter(recording__batch=batch).count()
        return _told(batch, act, "import.undone", sessions=sessions)


def clear_cancelled(batch: ImportBatch) -> Iterator[None]:
    """Remove what a cancelled batch still had waiting, one at a time; then decide its records."""
    waiting = ImportFile.State.PACKED
    for archive in batch.files.filter(state=waiting):
        archive.content.delete(save=False)
        archive.state, archive.content = ImportFile.State.REFUSED, ""
        archive.reason = "The import was cancelled before it was unpacked."
        archive.save()
        yield
    for recording in batch.recordings.never_analysed().iterator():
        with transaction.atomic():
            Athlete.objects.select_for_update().get(pk=batch.athlete_id)
            mine = Recording.objects.filter(pk=recording.pk, state=Recording.State.WAITING)
            removed = mine.delete()[0]
        if removed:
            recording.content.delete(save=False)
        yield


def remove_what_it_made(batch: ImportBatch, *, now: datetime) -> Iterator[None]:
    """Remove a batch's recordings and sessions, one at a time; after the last it is undone."""
    for recording in batch.recordings.order_by("-pk").iterator():
        with transaction.atomic():
            Athlete.objects.select_for_update().get(pk=batch.athlete_id)
            _remove(recording)
        recording.content.delete(save=False)
        yield
    batch.finish_undo(now=now)


def _remove(recording: Recording) -> None:
    first = recording.sessions.order_by("started_at").first()
    recording.sessions.all().delete()
    recording.delete()
    if first is not None:
        mark_season_due(first.athlete, first.local_date)


def _told(batch: ImportBatch, act: Act, what: str, **detail: int) -> bool:
    record_act(act, what, subject=f"import {batch.pk}", athlete=batch.athlete, detail=detail)
    return True
