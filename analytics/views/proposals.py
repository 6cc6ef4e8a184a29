from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from analytics.audit import Act
from analytics.models import ThresholdProposal
from analytics.tasks import ask_for_state
from analytics.threshold_proposals import accept_proposal, refuse_proposal, undo_decision
from analytics.views.access import SignedInRequest, act_of


@login_required
@require_POST
def accept(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    return _decide(request, proposal_id, accept_proposal)


@login_required
@require_POST
def refuse(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    return _decide(request, proposal_id, refuse_proposal)


@login_required
@require_POST
def undo(request: SignedInRequest, proposal_id: int) -> HttpResponse:
    return _decide(request, proposal_id, undo_decision)


def _decide(
    request: SignedInRequest, proposal_id: int, decide: Callable[[ThresholdProposal, Act], bool]
) -> HttpResponse:
    proposals = ThresholdProposal.objects.visible_to(request.user).select_related("athlete")
    proposal = get_object_or_404(proposals, pk=proposal_id)
    if decide(proposal, act_of(request)):
        ask_for_state(proposal.athlete_id)
    return redirect(f"{proposal.athlete.get_absolute_url()}#proposals")
