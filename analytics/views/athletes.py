from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analytics.models import Athlete
from analytics.season import load_by_day
from analytics.views.access import SignedInRequest

SESSIONS_A_PAGE = 25


@login_required
@require_safe
def athlete_detail(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    athletes = Athlete.objects.visible_to(request.user).select_related("team")
    athlete = get_object_or_404(athletes, pk=athlete_id)
    sessions = Paginator(athlete.sessions.for_list(), SESSIONS_A_PAGE)
    today = athlete.local_time(timezone.now()).date()
    load = load_by_day(athlete, until=today)
    return render(
        request,
        "analytics/athlete_detail.html",
        {
            "athlete": athlete,
            "page": sessions.get_page(request.GET.get("page")),
            "today": load[-1] if load else None,
            "rider": athlete.rider_on(today),
        },
    )
