from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from analytics.forms import PreferencesForm
from analytics.models import CoachPreferences
from analytics.views.access import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: SignedInRequest) -> HttpResponse:
    form = PreferencesForm(request.POST or None, instance=CoachPreferences.objects.of(request.user))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Your preferences are kept.")
        return redirect("analytics:preferences")
    return render(request, "analytics/preferences.html", {"form": form})


@login_required
@require_safe
def keyboard(request: SignedInRequest) -> HttpResponse:
    return render(request, "analytics/keyboard.html")
