from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from analytics.audit import Act
from analytics.invitation_forms import AccountForm
from analytics.invitations import accept, find_invitation


@never_cache
@require_http_methods(["GET", "POST"])
def accept_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Let whoever holds the link choose a name and a password; the link then opens nothing."""
    now = timezone.now()
    invitation = find_invitation(secret, now=now)
    if invitation is None:
        return render(request, "analytics/invitation_gone.html", status=404)
    form = AccountForm(request.POST or None)
    if form.is_valid():
        act = Act(None, now, request.META.get("REMOTE_ADDR") or None)
        if not accept(invitation, form.save(commit=False), act):
            return render(request, "analytics/invitation_gone.html", status=404)
        messages.success(request, "Your account is ready. Sign in with your name and password.")
        return redirect("sign-in")
    return render(request, "analytics/invitation.html", {"invitation": invitation, "form": form})
