"""What happens here when a session has been analysed there."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone

from analytics.enqueueing import enqueue_on_commit
from analytics.models import Session
from analytics.signals import session_analysed
from summaries.models import Summary
from summaries.tasks import write_summary_task


@receiver(session_analysed)
def request_summary(
    sender: type[Session], *, session: Session, is_new: bool = False, **_: Any
) -> None:
    """Open a summary in the transaction of the analysis; its message goes out on commit.

    What a person has approved or edited is not written over: it turns out of date. A
    ride of years ago that an import brings gets its first text only where one was asked for.
    """
    latest = None if is_new else Summary.objects.latest_of(session)
    if latest is not None and latest.is_a_persons:
        return
    if latest is None and not _is_wanted(session):
        return
    summary, _is_new = Summary.objects.request(session, now=timezone.now())
    enqueue_on_commit(write_summary_task, summary_id=summary.pk)


def _is_wanted(session: Session) -> bool:
    batch = None if session.recording is None else session.recording.batch
    return batch is None or batch.wants_text_of(session.started_at)
