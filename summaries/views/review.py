from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analytics.enqueueing import enqueue_on_commit
from analytics.views.access import SignedInRequest, act_of
from summaries.models import Summary
from summaries.reading import read_summary
from summaries.review_queue import next_to_review, review_queue_of
from summaries.reviewing import EditRefused, approve, edit, written_text
from summaries.staleness import hold_against_facts, is_behind
from summaries.tasks import learn_voice_task


def visible_summary(request: SignedInRequest, summary_id: int) -> Summary:
    summaries = Summary.objects.visible_to(request.user)
    return get_object_or_404(
        summaries.select_related("session__athlete", "edited_by", "approved_by"), pk=summary_id
    )


@login_required
@require_safe
def review_queue(request: SignedInRequest) -> HttpResponse:
    queue = review_queue_of(request.user, now=timezone.now())
    return render(request, "summaries/review_queue.html", {"queue": queue})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def review(request: SignedInRequest, summary_id: int) -> HttpResponse:
    """Show one text with its versions; a POST keeps what the coach made of it."""
    summary = visible_summary(request, summary_id)
    if request.method == "POST":
        try:
            edited = edit(summary, request.POST.get("text", ""), act_of(request))
        except EditRefused as refusal:
            told = {"refusal": str(refusal), "typed": request.POST.get("text", "")}
            return render(request, "summaries/review.html", page_of(request, summary) | told)
        return redirect(edited)
    if is_behind(summary):
        hold_against_facts(summary, now=timezone.now())
        summary = visible_summary(request, summary_id)
    return render(request, "summaries/review.html", page_of(request, summary))


def page_of(request: SignedInRequest, summary: Summary) -> dict[str, Any]:
    """Collect what the page of one text shows."""
    parts = read_summary(summary)
    versions = Summary.objects.filter(session=summary.session).select_related(
        "edited_by", "approved_by"
    )
    ordered = list(versions.order_by("-version"))
    return {
        "summary": summary,
        "session": summary.session,
        "parts": parts,
        "has_unproven": any(part.is_unproven for part in parts),
        "draft_text": written_text(summary) if summary.is_edited else "",
        "versions": ordered,
        "is_newest": ordered[0] == summary,
        "newest": ordered[0],
        "following": next_to_review(request.user, summary),
    }


@login_required
@require_POST
def approve_text(request: SignedInRequest, summary_id: int) -> HttpResponse:
    """Approve a text and go on with the next one."""
    summary = visible_summary(request, summary_id)
    following = next_to_review(request.user, summary)
    is_newest = Summary.objects.latest_of(summary.session) == summary
    if not is_newest or not approve(summary, act_of(request)):
        return redirect(summary)
    enqueue_on_commit(learn_voice_task, coach_id=request.user.pk)
    return redirect(following) if following else redirect("summaries:review-queue")
