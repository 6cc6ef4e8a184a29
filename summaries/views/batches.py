from typing import Any

from django.contrib.auth.decorators import login_required
from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analytics.audit import record_act
from analytics.models.access import operates_queue
from analytics.views.access import SignedInRequest, act_of
from summaries.batching import Estimate, cancel_batch, sessions_for, start_batch
from summaries.forms import TextBatchForm
from summaries.models import TextBatch
from summaries.offers import can_wait, offer
from summaries.prices import PRICES_DATE
from summaries.tasks import start_lanes

BATCHES_SHOWN = 20


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def batches(request: SignedInRequest) -> HttpResponse:
    """List the batches; show what a new one would take, and start it."""
    asked = request.POST if request.method == "POST" else request.GET
    form = TextBatchForm(request.user, asked if "scope" in asked else None, can_wait=can_wait())
    preview = preview_of(request, form) if form.is_bound and form.is_valid() else None
    if request.method == "POST" and preview is not None and preview.texts:
        return redirect(started(request, form, preview))
    return render(
        request,
        "summaries/batches.html",
        {
            "form": form,
            "preview": preview,
            "prices_date": PRICES_DATE,
            "batches": TextBatch.objects.visible_to(request.user)[:BATCHES_SHOWN],
        },
    )


def asker_of(user: User) -> User | None:
    """Give whose rides are meant; an operator asks for everybody's, and sees how many they are."""
    return None if operates_queue(user) else user


def preview_of(request: SignedInRequest, form: TextBatchForm) -> Estimate:
    return offer(sessions_for(asker_of(request.user), **form.selection()), pace=form.chosen_pace)


def started(request: SignedInRequest, form: TextBatchForm, preview: Estimate) -> TextBatch:
    batch = start_batch(
        sessions_for(asker_of(request.user), **form.selection()),
        act_of(request),
        title=form.title(),
        pace=form.chosen_pace,
        team=form.cleaned_data["team"],
        estimated_usd=preview.usd,
    )
    transaction.on_commit(lambda: start_lanes(batch))
    return batch


def visible_batch(request: SignedInRequest, batch_id: int) -> TextBatch:
    return get_object_or_404(TextBatch.objects.visible_to(request.user).distinct(), pk=batch_id)


def progress_of(batch: TextBatch) -> dict[str, Any]:
    counts = batch.counts()
    left = counts.get("waiting", 0) + counts.get("writing", 0)
    return {
        "batch": batch,
        "left": left,
        "failed": counts.get("failed", 0),
        "written": sum(counts.values()) - left - counts.get("failed", 0),
        "spent_usd": batch.spent_usd(),
        "with_vendor": batch.summaries.exclude(parcel=None).count(),
    }


@login_required
@require_safe
def batch(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """Show how far a batch is: as a fragment that asks again, or on its page."""
    is_fragment = bool(getattr(request, "htmx", False))
    template = "summaries/_batch_progress.html" if is_fragment else "summaries/batch.html"
    return render(request, template, progress_of(visible_batch(request, batch_id)))


@login_required
@require_POST
def move_batch(request: SignedInRequest, batch_id: int, step: str) -> HttpResponse:
    """Pause, go on with or cancel a batch."""
    found = visible_batch(request, batch_id)
    act = act_of(request)
    if step == "pause" and found.pause():
        record_act(act, "texts.batch_paused", subject=str(found))
    elif step == "resume" and found.resume(now=act.at):
        record_act(act, "texts.batch_resumed", subject=str(found))
        start_lanes(found)
    elif step == "cancel":
        cancel_batch(found, act)
    return redirect(found)
