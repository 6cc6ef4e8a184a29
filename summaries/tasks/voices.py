import logging

from celery import shared_task
from django.contrib.auth.models import User
from django.utils import timezone

from summaries.voice_learning import learn_voice

logger = logging.getLogger(__name__)


@shared_task
def learn_voice_task(*, coach_id: int) -> None:
    """Look for rules in what a coach has changed; safe to deliver twice."""
    coach = User.objects.filter(pk=coach_id).first()
    if coach is not None and (new := learn_voice(coach, now=timezone.now())):
        logger.info("Coach %s has %s new proposals", coach_id, new)
