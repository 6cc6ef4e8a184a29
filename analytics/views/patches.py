"""Patches on the session page: each can be undone, and put back."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from analytics.enqueueing import enqueue_on_commit
from analytics.models import Session
from analytics.patches import restore_patch, undo_patch
from analytics.tasks import ingest_recording_task
from analytics.views.access import SignedInRequest, act_of


@login_required
@require_POST
def change_patch(
    request: SignedInRequest, session_id: int, channel: str, second: int
) -> HttpResponse:
    """Undo a patch, or put it back where it is undone; what is not there changes nothing."""
    sessions = Session.objects.visible_to(request.user).select_related("athlete", "recording")
    session = get_object_or_404(sessions, pk=session_id)
    key, act = (channel, second), act_of(request)
    changed = undo_patch(session, key, act) or restore_patch(session, key, act)
    if changed and session.recording_id is not None:
        enqueue_on_commit(ingest_recording_task, recording_id=session.recording_id)
    return redirect(f"{session.get_absolute_url()}#quality-heading")
