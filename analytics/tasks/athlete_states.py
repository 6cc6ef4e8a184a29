import logging
from datetime import timedelta

from celery import shared_task
from django.utils import timezone

from analytics.athlete_state import work_out_state
from analytics.enqueueing import enqueue_on_commit
from analytics.models import Athlete, AthleteState, Session
from analytics.threshold_proposals import update_proposal

logger = logging.getLogger(__name__)

CHANGES_WATCHED = timedelta(hours=1)
MOST_A_SWEEP = 500


@shared_task
def work_out_state_task(*, athlete_id: int) -> None:
    """Bring one athlete's row of today up to date; safe to deliver twice."""
    athlete = Athlete.objects.filter(pk=athlete_id).first()
    if athlete is None:
        logger.info("Athlete %s is gone", athlete_id)
        return
    update_proposal(athlete, now=timezone.now())
    work_out_state(athlete, now=timezone.now())


@shared_task
def sweep_athlete_states() -> None:
    """Work out again what was asked for, what changed since, and every row of an earlier day."""
    now = timezone.now()
    changed = Session.objects.changed_since_state(after=now - CHANGES_WATCHED)
    for athlete_id in changed:
        AthleteState.objects.mark_due(athlete_id)
    for athlete_id in Athlete.objects.filter(state=None).values_list("pk", flat=True):
        AthleteState.objects.mark_due(athlete_id)
    behind = AthleteState.objects.behind(now=now)
    for athlete_id in behind.values_list("athlete_id", flat=True)[:MOST_A_SWEEP]:
        work_out_state_task.delay(athlete_id=athlete_id)


def ask_for_state(athlete_id: int) -> None:
    """Ask for an athlete's row after a change; of many requests at once one is sent."""
    if AthleteState.objects.mark_due(athlete_id):
        enqueue_on_commit(work_out_state_task, athlete_id=athlete_id)
