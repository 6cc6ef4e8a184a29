from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from analytics.audit import record_act
from analytics.views.access import SignedInRequest, act_of
from summaries.forms import VoiceForm
from summaries.models import CoachVoice, VoiceRule


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def voice(request: SignedInRequest) -> HttpResponse:
    """Show and change how the signed-in coach wants texts to be."""
    mine = CoachVoice.objects.filter(coach=request.user).first() or CoachVoice(coach=request.user)
    form = VoiceForm(request.POST or None, instance=mine)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect("summaries:voice")
    return render(request, "summaries/voice.html", {"form": form, **rules_of(request)})


def rules_of(request: SignedInRequest) -> dict[str, Any]:
    """Sort the coach's rules by what has become of them."""
    rules = list(VoiceRule.objects.filter(coach=request.user).order_by("kind", "what"))
    return {
        state.value: [rule for rule in rules if rule.state == state] for state in VoiceRule.State
    }


@login_required
@require_POST
def decide_rule(request: SignedInRequest, rule_id: int, decision: str) -> HttpResponse:
    """Accept or refuse a rule, also one that was decided before."""
    rule = get_object_or_404(VoiceRule, pk=rule_id, coach=request.user)
    decisions = {"accept": VoiceRule.State.ACCEPTED, "refuse": VoiceRule.State.REFUSED}
    if decision in decisions:
        rule.decide(decisions[decision], now=timezone.now())
        record_act(act_of(request), f"voice_rule.{decision}ed", subject=str(rule))
    return redirect("summaries:voice")
