from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from analytics.interval_editing import (
    EditedMeanwhile,
    Layout,
    choose_stimulus,
    edit_intervals,
    layout_of,
    undo_edit,
)
from analytics.interval_forms import IntervalRows, StimulusForm, rows_for
from analytics.models import Session
from analytics.same_sessions import earlier_with_same_structure
from analytics.session_page import draw_session
from analytics.views.access import SignedInRequest, act_of

CONFLICT = 409
UNPROCESSABLE = 422
SAME_SHOWN = 8
EDITED_MEANWHILE = (
    "Somebody else changed these intervals meanwhile. Below is what you wrote; the chart shows "
    "theirs. Saving again puts yours in their place."
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = _with_stream(request, session_id)
    layout = layout_of(session)
    is_sent = request.method == "POST"
    rows = rows_for(
        layout.spans, elapsed_s=session.elapsed_s, data=request.POST if is_sent else None
    )
    if not is_sent:
        return _show(request, session, rows, layout)
    if not rows.is_valid():
        return _show(request, session, rows, layout, status=UNPROCESSABLE)
    try:
        edit_intervals(session, rows.spans(), based_on=_version(request), act=act_of(request))
    except EditedMeanwhile:
        now = layout_of(session)
        return _show(request, session, rows, now, fault=EDITED_MEANWHILE, status=CONFLICT)
    return redirect(f"{session.get_absolute_url()}#sets-heading")


@login_required
@require_POST
def undo(request: SignedInRequest, session_id: int) -> HttpResponse:
    session = _with_stream(request, session_id)
    undo_edit(session, act_of(request))
    return redirect(f"{session.get_absolute_url()}#sets-heading")


@login_required
@require_POST
def stimulus(request: SignedInRequest, session_id: int) -> HttpResponse:
    sessions = Session.objects.visible_to(request.user).select_related("athlete")
    session = get_object_or_404(sessions, pk=session_id)
    form = StimulusForm(request.POST)
    if form.is_valid():
        choose_stimulus(session, form.chosen(), act_of(request))
    return redirect(session)


@login_required
@require_safe
def same(request: SignedInRequest, session_id: int) -> HttpResponse:
    """Show earlier sessions of one structure, inside the session's page or on its own."""
    sessions = Session.objects.visible_to(request.user).select_related("athlete")
    session = get_object_or_404(sessions, pk=session_id)
    found = earlier_with_same_structure(session, SAME_SHOWN)
    context = {"session": session, "same": found}
    is_inside = bool(getattr(request, "htmx", False))
    template = "_same_sessions.html" if is_inside else "same_sessions.html"
    return render(request, f"analytics/{template}", context)


def _with_stream(request: SignedInRequest, session_id: int) -> Session:
    sessions = Session.objects.visible_to(request.user).select_related("athlete", "stream")
    session = get_object_or_404(sessions, pk=session_id)
    if not hasattr(session, "stream"):
        raise Http404("The session has no samples, so its intervals cannot be computed.")
    return session


def _version(request: SignedInRequest) -> int:
    """Read which state of the intervals the form was filled in on; nonsense is none."""
    sent = request.POST.get("based_on", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 19 else -1


def _show(
    request: SignedInRequest,
    session: Session,
    rows: IntervalRows,
    layout: Layout,
    *,
    fault: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {
        "session": session,
        "rows": rows,
        "layout": layout,
        "fault": fault,
        "chart": draw_session(session, session.intervals.all()),
    }
    return render(request, "analytics/interval_edit.html", context, status=status)
