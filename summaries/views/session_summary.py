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
from summaries.staleness import hold_against_facts, is_behind
from summaries.tasks import write_summary_task


@login_required
@require_safe
def session_summary(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Show the newest text of a session: as a fragment of its page, or on a page of its own."""
    sessions = Session.objects.visible_to(request.user).select_related("athlete")
    session = get_object_or_404(sessions, pk=session_id)
    summary = newest_text(session)
    parts = read_summary(summary)
    context = {
        "session": session,
        "summary": summary,
        "parts": parts,
        "has_unproven": any(part.is_unproven for part in parts),
    }
    is_fragment = bool(getattr(request, "htmx", False))
    template = "summaries/_summary.html" if is_fragment else "summaries/session_summary.html"
    return render(request, template, context)


def newest_text(session: Session) -> Summary | None:
    """Find the newest version, held against the facts of today where the session has changed."""
    summary = Summary.objects.latest_of(session)
    if summary is None or not is_behind(summary):
        return summary
    hold_against_facts(summary, now=timezone.now())
    return Summary.objects.latest_of(session)


@login_required
@require_POST
def write_again(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Ask for the next version of a session's text."""
    session = get_object_or_404(Session.objects.visible_to(request.user), pk=session_id)
    summary, is_new = Summary.objects.request(
        session, now=timezone.now(), requested_by=request.user
    )
    if is_new:
        enqueue_on_commit(write_summary_task, summary_id=summary.pk)
    if request.POST.get("next") == "review":
        return redirect(summary)
    return redirect("summaries:session-summary", session.pk)
