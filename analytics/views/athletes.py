from datetime import date

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from analytics.athlete_page import compose_athlete
from analytics.best_table import compose_bests
from analytics.engine.vocabulary import Window
from analytics.models import Athlete, ThresholdProposal
from analytics.power_curves import window_curves
from analytics.season_cache import remembered
from analytics.season_sections import compose_calendar, compose_load, compose_volume
from analytics.views.access import SignedInRequest

PROPOSALS_SHOWN = 3


def visible_athlete(request: SignedInRequest, athlete_id: int) -> tuple[Athlete, date]:
    """Give an athlete that the user may see, and the athlete's own day."""
    athletes = Athlete.objects.visible_to(request.user).select_related("team", "state")
    athlete = get_object_or_404(athletes, pk=athlete_id)
    return athlete, athlete.local_time(timezone.now()).date()


@login_required
@require_safe
def athlete_detail(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    athlete, today = visible_athlete(request, athlete_id)
    prefetch_related_objects([athlete], "masses", "thresholds")
    page = compose_athlete(athlete, today=today)
    return render(request, "analytics/athlete_detail.html", {"view": page, "athlete": athlete})


@login_required
@require_safe
def athlete_load(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    athlete, today = visible_athlete(request, athlete_id)
    return _section(request, athlete, "load", {"load": compose_load(athlete, today=today)})


@login_required
@require_safe
def athlete_curves(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    """Draw the curves once for each state of the season: a thousand sessions have 100,000 peaks."""
    athlete, today = visible_athlete(request, athlete_id)
    charts = remembered(athlete, "curves", today, lambda: window_curves(athlete, today=today))
    return _section(request, athlete, "curves", {"charts": charts})


@login_required
@require_safe
def athlete_bests(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    athlete, today = visible_athlete(request, athlete_id)
    found = {"bests": compose_bests(athlete, today=today), "windows": list(Window)}
    return _section(request, athlete, "bests", found)


@login_required
@require_safe
def athlete_volume(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    athlete, today = visible_athlete(request, athlete_id)
    return _section(request, athlete, "volume", {"volume": compose_volume(athlete, today=today)})


@login_required
@require_safe
def athlete_calendar(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    athlete, today = visible_athlete(request, athlete_id)
    return _section(request, athlete, "calendar", {"weeks": compose_calendar(athlete, today=today)})


@login_required
@require_safe
def athlete_proposals(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    athlete, _ = visible_athlete(request, athlete_id)
    told = athlete.threshold_proposals.exclude(state=ThresholdProposal.State.STALE)
    found: dict[str, object] = {"proposals": list(told[:PROPOSALS_SHOWN])}
    return _section(request, athlete, "proposals", found)


def _section(
    request: SignedInRequest, athlete: Athlete, name: str, found: dict[str, object]
) -> HttpResponse:
    """Show a section inside the athlete's page, or on a page of its own."""
    context = {"athlete": athlete, "fragment": f"analytics/_athlete_{name}.html", **found}
    is_inside = bool(getattr(request, "htmx", False))
    template = context["fragment"] if is_inside else "analytics/athlete_section.html"
    return render(request, str(template), context)
