import logging

from celery import shared_task
from django.utils import timezone

from analytics.engine.recording import RecordingRefused
from analytics.enqueueing import is_queue_empty
from analytics.ingestion import ingest_recording
from analytics.models import Recording
from analytics.tasks.athlete_states import ask_for_state
from analytics.tasks.records import decide_records_task

logger = logging.getLogger(__name__)


@shared_task
def ingest_recording_task(*, recording_id: int) -> None:
    """Claim one recording and analyse it; safe to deliver twice."""
    recording = Recording.objects.claim(recording_id, now=timezone.now())
    if recording is None:
        logger.info("Recording %s is gone, done or being analysed elsewhere", recording_id)
        return
    analyse_claimed(recording, decide_records=True)
    decide_records_task(athlete_id=recording.athlete_id)  # an old ride changed what came after it
    ask_for_state(recording.athlete_id)


def analyse_claimed(recording: Recording, *, decide_records: bool) -> None:
    """Analyse a recording that is ours; it ends done, refused or back in line."""
    try:
        ingest_recording(recording, now=timezone.now(), decide_records=decide_records)
    except RecordingRefused as refusal:
        recording.refuse(str(refusal))
    except Exception:  # whatever a file sets off, its row must not stay "analysing"
        logger.exception("Analysis of recording %s failed", recording.pk)
        recording.give_back("The analysis failed; the file is kept and can be analysed again.")


@shared_task
def sweep_recordings() -> None:
    """Enqueue again what waits without a message or was left by a dead worker."""
    now = timezone.now()
    Recording.objects.fail_exhausted(now=now)
    left_over = Recording.objects.left_over(
        now=now, queue_is_empty=is_queue_empty(ingest_recording_task)
    )
    for recording_id in left_over.values_list("pk", flat=True):
        ingest_recording_task.delay(recording_id=recording_id)
