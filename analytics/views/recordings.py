from collections.abc import Sequence

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from analytics.enqueueing import enqueue_on_commit
from analytics.forms import UploadForm
from analytics.import_progress import progress_of
from analytics.importing import open_batch
from analytics.models import Athlete, ImportBatch, Recording
from analytics.tasks import ingest_recording_task, start_lanes
from analytics.uploads import NO_NAME, Outcome, is_uploaded_zip, receive_into, receive_upload
from analytics.views.access import SignedInRequest

RECORDINGS_SHOWN = 20
IMPORTS_SHOWN = 5


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, athlete_id: int) -> HttpResponse:
    athlete = get_object_or_404(Athlete.objects.visible_to(request.user), pk=athlete_id)
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    outcome = None
    if form.is_valid():
        files = form.cleaned_data["recordings"]
        if len(files) > 1 or is_uploaded_zip(files[0]):
            return redirect(
                import_all(request, athlete, files, writes_texts=form.cleaned_data["write_texts"])
            )
        outcome = receive_one(request, athlete, files[0])
        if outcome.recording is not None:
            return redirect(outcome.recording)
    batches = athlete.import_batches.select_related("athlete", "started_by")[:IMPORTS_SHOWN]
    counted = progress_of(batches)
    return render(
        request,
        "analytics/upload.html",
        {
            "athlete": athlete,
            "form": form,
            "outcome": outcome,
            "imports": [(batch, counted[batch.pk]) for batch in batches],
            "recordings": athlete.recordings.prefetch_related("sessions")[:RECORDINGS_SHOWN],
        },
    )


def receive_one(request: SignedInRequest, athlete: Athlete, file: UploadedFile[bytes]) -> Outcome:
    """Keep one uploaded file and send it to the workers if it is new."""
    outcome = receive_upload(
        athlete,
        file,
        limit_bytes=settings.MAX_RECORDING_BYTES,
        received_from=request.user,
        now=timezone.now(),
    )
    if outcome.recording is not None and outcome.is_new:
        enqueue_on_commit(ingest_recording_task, recording_id=outcome.recording.pk)
    return outcome


def import_all(
    request: SignedInRequest,
    athlete: Athlete,
    files: Sequence[UploadedFile[bytes]],
    *,
    writes_texts: bool,
) -> ImportBatch:
    """Take several files, or an archive, as one import and send it to the workers."""
    now = timezone.now()
    title = (files[0].name or NO_NAME) if len(files) == 1 else f"{len(files)} files"
    batch = open_batch(
        athlete, title=title, started_by=request.user, writes_texts=writes_texts, now=now
    )
    for file in files:
        receive_into(
            batch,
            file,
            limit_bytes=settings.MAX_RECORDING_BYTES,
            archive_limit_bytes=settings.MAX_ARCHIVE_BYTES,
            now=now,
        )
    start_lanes(batch)
    return batch


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
