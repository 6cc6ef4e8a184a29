"""What a person decides about two recordings of one ride."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from analytics.duplicates import part_duplicate, prefer_duplicate
from analytics.models import Session
from analytics.tasks import ask_for_state
from analytics.views.access import SignedInRequest, act_of


@login_required
@require_POST
def part(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = visible_session(request, session_id)
    if part_duplicate(session, act_of(request)):
        ask_for_state(session.athlete_id)
    return redirect(session)


@login_required
@require_POST
def prefer(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = visible_session(request, session_id)
    if prefer_duplicate(session, act_of(request)):
        ask_for_state(session.athlete_id)
    return redirect(session)


def visible_session(request: SignedInRequest, session_id: int) -> Session:
    sessions = Session.objects.visible_to(request.user).select_related("athlete")
    return get_object_or_404(sessions, pk=session_id)
