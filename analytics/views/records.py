"""Candidates for records, decided on the session page, and the ledger on a page of its own."""

from dataclasses import asdict

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from analytics.cases import decide_case, patch_case, undo_cut, undo_decision
from analytics.enqueueing import enqueue_on_commit
from analytics.forms import LedgerForm
from analytics.models import Case, PowerCut, Session
from analytics.record_ledger import best_on, list_reigns
from analytics.tasks import ask_for_records, ask_for_state, ingest_recording_task
from analytics.views.access import SignedInRequest, act_of
from analytics.views.athletes import visible_athlete

VERDICTS = {"accept": Case.State.ACCEPTED, "reject": Case.State.REJECTED}


@login_required
@require_POST
def decide(request: SignedInRequest, case_id: int, verb: str) -> HttpResponse:
    """Accept, reject, patch, or undo; what somebody else did meanwhile changes nothing."""
    cases = Case.objects.visible_to(request.user).select_related("session")
    case = get_object_or_404(cases, pk=case_id)
    if verb == "undo":
        undo_decision(case, act_of(request))
    elif verb == "patch":
        if patch_case(case, act_of(request)):
            _analyse_again(case.session)
    elif verb in VERDICTS:
        decide_case(case, VERDICTS[verb], act_of(request))
    else:
        raise Http404
    ask_for_records(case.session.athlete_id)
    ask_for_state(case.session.athlete_id)
    return redirect(f"{case.session.get_absolute_url()}#cases")


@login_required
@require_POST
def uncut(request: SignedInRequest, cut_id: int) -> HttpResponse:
    """Put the power of a cut back; a second time changes nothing."""
    cuts = PowerCut.objects.visible_to(request.user).select_related("session")
    cut = get_object_or_404(cuts, pk=cut_id)
    session = cut.session
    if undo_cut(cut, act_of(request)):
        _analyse_again(session)
    return redirect(f"{session.get_absolute_url()}#cases")


def _analyse_again(session: Session) -> None:
    if session.recording_id is not None:
        enqueue_on_commit(ingest_recording_task, recording_id=session.recording_id)


@login_required
@require_safe
def ledger(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    """Who held which record from when to when, and what the best was on a day."""
    athlete, today = visible_athlete(request, athlete_id)
    form = LedgerForm(request.GET or None)
    asked, on = form.asked(today=today)
    form.initial = asdict(asked) | {"on": on, "measure": "kg" if asked.per_kg else "w"}
    older_than = getattr(form, "cleaned_data", {}).get("older_than")
    context = {
        "athlete": athlete,
        "form": form,
        "asked": asked,
        "on": on,
        "page": list_reigns(athlete, asked, older_than=older_than),
        "best": best_on(athlete, on, asked),
    }
    return render(request, "analytics/ledger.html", context)
