from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analytics.compare_page import compose_comparison
from analytics.session_search import compose_search
from analytics.views.access import SignedInRequest


@login_required
@require_safe
def search(request: SignedInRequest) -> HttpResponse:
    page = compose_search(request.user, request.GET.dict())
    return render(request, "analytics/search.html", {"view": page})


@login_required
@require_safe
def compare(request: SignedInRequest) -> HttpResponse:
    page = compose_comparison(
        request.user,
        athlete_ids=request.GET.getlist("athlete"),
        session_ids=request.GET.getlist("session"),
        window=request.GET.get("window", ""),
        today=timezone.localdate(),
    )
    return render(request, "analytics/compare.html", {"view": page})
