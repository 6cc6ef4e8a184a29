"""How far an import is: files by state, files a minute, and when the rest may be done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from analytics.engine.pace import Pace, estimate_rest
from analytics.models import ImportBatch, ImportFile
from analytics.models.import_batch import ImportFileQuerySet


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """What the page of an import prints above its rows."""

    total: int = 0
    packed: int = 0  # archives whose files are not counted yet
    done: int = 0
    known: int = 0
    refused: int = 0
    removed: int = 0

    @property
    def finished(self) -> int:
        """Files that nothing more will happen to."""
        return self.done + self.known + self.refused + self.removed

    @property
    def waiting(self) -> int:
        return self.total - self.finished


def progress_of(batches: Iterable[ImportBatch]) -> dict[int, ImportProgress]:
    """Count the files of each batch, in one query."""
    ids = [batch.pk for batch in batches]
    counted = ImportFile.objects.filter(batch__in=ids).counts()
    return {batch_id: ImportProgress(**counted.get(batch_id, {})) for batch_id in ids}


def pace_of(batch: ImportBatch, progress: ImportProgress, *, now: datetime) -> Pace:
    """Tell how fast a running batch goes since it began or was resumed."""
    if batch.state != ImportBatch.State.RUNNING:
        return Pace(a_minute=None, rest_s=None)
    return estimate_rest(
        finished=progress.finished - batch.finished_when_resumed,
        waiting=progress.waiting,
        elapsed_s=(now - batch.resumed_at).total_seconds(),
    )


def files_of(batch: ImportBatch, *, fault_only: bool) -> ImportFileQuerySet:
    """Select a batch's files, or those alone that were refused."""
    rows = ImportFile.objects.of_batch(batch)
    return rows.with_fault() if fault_only else rows


def rows_of(batch: ImportBatch, *, fault_only: bool) -> list[ImportFile]:
    """List a batch's files, or those alone that were refused."""
    return list(files_of(batch, fault_only=fault_only))
