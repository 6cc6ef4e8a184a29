"""The pages of an import: many files of one athlete, a row each."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from analytics.enqueueing import enqueue_on_commit
from analytics.forms import ImportForm, OneFileForm
from analytics.import_progress import files_of, pace_of, progress_of
from analytics.import_steps import cancel_batch, pause_batch, resume_batch, undo_batch
from analytics.importing import open_batch
from analytics.models import Athlete, ImportBatch
from analytics.page_numbers import read_page_number
from analytics.tasks import clear_batch_task, start_lanes
from analytics.uploads import receive_into
from analytics.views.access import SignedInRequest, act_of

ROWS_A_PAGE = 50
BATCHES_A_PAGE = 25
LONGEST_TITLE = 200


@login_required
@require_safe
def import_list(request: SignedInRequest) -> HttpResponse:
    batches = ImportBatch.objects.visible_to(request.user).select_related("athlete", "started_by")
    ignored: list[str] = []
    number = read_page_number(request.GET.get("page", ""), ignored)
    page = Paginator(batches, BATCHES_A_PAGE).get_page(number)
    counted = progress_of(page.object_list)
    rows = [(batch, counted[batch.pk]) for batch in page.object_list]
    context = {"page": page, "imports": rows, "ignored": ignored}
    return render(request, "analytics/import_list.html", context)


@login_required
@require_safe
def import_detail(request: SignedInRequest, batch_id: int) -> HttpResponse:
    return render(request, "analytics/import_detail.html", import_context(request, batch_id))


@login_required
@require_safe
def import_progress(request: SignedInRequest, batch_id: int) -> HttpResponse:
    """Send the part of the page that changes while workers are at it."""
    return render(request, "analytics/_import_progress.html", import_context(request, batch_id))


def import_context(request: SignedInRequest, batch_id: int) -> dict[str, object]:
    batch = visible_batch(request, batch_id)
    progress = progress_of([batch])[batch.pk]
    ignored: list[str] = []
    number = read_page_number(request.GET.get("page", ""), ignored)
    fault_only = _is_refused_only(request.GET.get("show", ""), ignored)
    files = Paginator(files_of(batch, fault_only=fault_only), ROWS_A_PAGE)
    return {
        "batch": batch,
        "progress": progress,
        "pace": pace_of(batch, progress, now=timezone.now()),
        "page": files.get_page(number),
        "fault_only": fault_only,
        "ignored": ignored,
    }


def _is_refused_only(asked: str, ignored: list[str]) -> bool:
    if asked not in ("", "refused"):
        ignored.append(f"“{asked}” is no selection of files; all of them are shown.")
    return asked == "refused"


def visible_batch(request: SignedInRequest, batch_id: int) -> ImportBatch:
    batches = ImportBatch.objects.visible_to(request.user).select_related("athlete", "started_by")
    return get_object_or_404(batches, pk=batch_id)


@login_required
@require_POST
def import_start(request: SignedInRequest, athlete_id: int) -> JsonResponse:
    """Open an import for a page that sends its files one after the other."""
    athlete = get_object_or_404(Athlete.objects.visible_to(request.user), pk=athlete_id)
    form = ImportForm(request.POST)
    form.is_valid()  # nothing in it can be wrong
    batch = open_batch(
        athlete,
        title=form.cleaned_data["title"][:LONGEST_TITLE] or "Upload",
        started_by=request.user,
        writes_texts=form.cleaned_data["write_texts"],
        now=timezone.now(),
    )
    return JsonResponse({"page": batch.get_absolute_url(), "files": batch.files_url()})


@login_required
@require_POST
def import_add(request: SignedInRequest, batch_id: int) -> JsonResponse:
    """Take one more file into an import; what is wrong with it is said in its row."""
    batch = visible_batch(request, batch_id)
    if not batch.takes_files:
        return JsonResponse({"fault": "This import has ended; start a new one."}, status=409)
    form = OneFileForm(request.POST, request.FILES)
    if not form.is_valid():
        return JsonResponse({"fault": "The file did not arrive."}, status=400)
    row = receive_into(
        batch,
        form.cleaned_data["recording"],
        limit_bytes=settings.MAX_RECORDING_BYTES,
        archive_limit_bytes=settings.MAX_ARCHIVE_BYTES,
        now=timezone.now(),
    )
    start_lanes(batch)
    return JsonResponse({"name": row.name, "standing": row.standing, "fault": row.fault})


STEPS = {
    "pause": pause_batch,
    "resume": resume_batch,
    "cancel": cancel_batch,
    "undo": undo_batch,
}


@login_required
@require_POST
def import_step(request: SignedInRequest, batch_id: int, step: str) -> HttpResponse:
    """Pause, resume, cancel or undo; what no longer holds changes nothing."""
    batch = visible_batch(request, batch_id)
    take_step = STEPS.get(step)
    if take_step is None:
        raise Http404
    if take_step(batch, act_of(request)):
        if step == "resume":
            start_lanes(batch)
        elif step in ("cancel", "undo"):
            enqueue_on_commit(clear_batch_task, batch_id=batch.pk)
    return redirect(batch)
