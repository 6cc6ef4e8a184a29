from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from analytics.models import Session
from analytics.session_page import compose_session_page, stream_arrays
from analytics.views.access import SignedInRequest


@login_required
@require_safe
def session_detail(request: SignedInRequest, session_id: int) -> HttpResponse:
    sessions = Session.objects.visible_to(request.user).with_analysis().with_neighbours()
    session = get_object_or_404(sessions, pk=session_id)
    return render(request, "analytics/session_detail.html", {"view": compose_session_page(session)})


@login_required
@require_safe
def session_stream(request: SignedInRequest, session_id: int) -> JsonResponse:
    """Send the 1 Hz channels as columns, for the chart that zooms."""
    sessions = Session.objects.visible_to(request.user).select_related("stream")
    session = get_object_or_404(sessions, pk=session_id, stream__isnull=False)
    return JsonResponse(stream_arrays(session))
