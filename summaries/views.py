from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from analytics.enqueueing import enqueue_on_commit
from analytics.models import Session
from analytics.views.access import SignedInRequest
from summaries.models import Summary
from summaries.reading import read_summary
from summaries.tasks import write_summary_task


@login_required
@require_safe
def session_summary(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Show the newest text of a session: as a fragment of its page, or on a page of its own."""
    sessions = Session.objects.visible_to(request.user).select_related("athlete")
    session = get_object_or_404(sessions, pk=session_id)
    summary = Summary.objects.latest_of(session)
    context = {"session": session, "summary": summary, "parts": read_summary(summary)}
    is_fragment = bool(getattr(request, "htmx", False))
    template = "summaries/_summary.html" if is_fragment else "summaries/session_summary.html"
    return render(request, template, context)


@login_required
@require_POST
def write_again(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Ask for the next version of a session's text."""
    session = get_object_or_404(Session.objects.visible_to(request.user), pk=session_id)
    summary, is_new = Summary.objects.request(session, now=timezone.now())
    if is_new:
        enqueue_on_commit(write_summary_task, summary_id=summary.pk)
    return redirect("summaries:session-summary", session.pk)
