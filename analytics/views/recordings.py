from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from analytics.enqueueing import enqueue_on_commit
from analytics.forms import UploadForm
from analytics.models import Athlete, Recording
from analytics.tasks import ingest_recording_task
from analytics.uploads import Outcome, receive_upload
from analytics.views.access import SignedInRequest

RECORDINGS_SHOWN = 20


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    athlete = get_object_or_404(Athlete.objects.visible_to(request.user), pk=athlete_id)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    outcomes = receive_all(request, athlete, form) if form.is_valid() else []
    if len(outcomes) == 1 and outcomes[0].recording is not None:
        return redirect(outcomes[0].recording)
    return render(
        request,
        "analytics/upload.html",
        {
            "athlete": athlete,
            "form": form,
            "outcomes": outcomes,
            "recordings": athlete.recordings.prefetch_related("sessions")[:RECORDINGS_SHOWN],
        },
    )


def receive_all(request: SignedInRequest, athlete: Athlete, form: UploadForm) -> list[Outcome]:
    """Keep each uploaded file and send the new ones to the workers."""
    now = timezone.now()
    outcomes = [
        receive_upload(
            athlete,
            file,
            limit_bytes=settings.MAX_RECORDING_BYTES,
            received_from=request.user,
            now=now,
        )
        for file in form.cleaned_data["recordings"]
    ]
    for outcome in outcomes:
        if outcome.recording is not None and outcome.is_new:
            enqueue_on_commit(ingest_recording_task, recording_id=outcome.recording.pk)
    return outcomes


def visible_recording(request: SignedInRequest, recording_id: int) -> Recording:
    recordings = Recording.objects.visible_to(request.user).select_related("athlete")
    return get_object_or_404(recordings, pk=recording_id)


@login_required
@require_safe
def recording_detail(request: SignedInRequest, recording_id: int) -> HttpResponse:
    recording = visible_recording(request, recording_id)
    session = recording.first_session()
    if session is not None:
        return redirect(session)
    return render(request, "analytics/recording_detail.html", {"recording": recording})


@login_required
@require_safe
def recording_progress(request: SignedInRequest, recording_id: int) -> HttpResponse:
    recording = visible_recording(request, recording_id)
    session = recording.first_session()
    if session is not None:
        return HttpResponseClientRedirect(session.get_absolute_url())
    return render(request, "analytics/_recording_progress.html", {"recording": recording})


@login_required
@require_safe
def recording_row(request: SignedInRequest, recording_id: int) -> HttpResponse:
    recordings = Recording.objects.visible_to(request.user).prefetch_related("sessions")
    recording = get_object_or_404(recordings, pk=recording_id)
    return render(request, "analytics/_recording_row.html", {"recording": recording})


@login_required
@require_POST
def recording_analyse(request: SignedInRequest, recording_id: int) -> HttpResponse:
    recording = get_object_or_404(Recording.objects.visible_to(request.user), pk=recording_id)
    if recording.wait_again(now=timezone.now()):
        enqueue_on_commit(ingest_recording_task, recording_id=recording.pk)
    return redirect("analytics:recording-detail", recording.pk)
