"""Uploads by scripts, and the page on which a user makes and revokes the tokens for them."""

from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import SuspiciousOperation
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from analytics.enqueueing import enqueue_on_commit
from analytics.forms import OneFileForm, TokenForm
from analytics.models import Athlete, Recording, UploadToken
from analytics.tasks import ingest_recording_task
from analytics.upload_tokens import find_token, make_token, revoke_token
from analytics.uploads import is_uploaded_zip, receive_upload
from analytics.views.access import SignedInRequest, act_of


@login_required
@require_http_methods(["GET", "POST"])
def token_list(request: SignedInRequest) -> HttpResponse:
    """List a user's tokens; the answer to making one shows it, this once."""
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        secret = make_token(request.user, name=form.cleaned_data["name"], act=act_of(request))
        form = TokenForm()
    answer = render(
        request,
        "analytics/upload_tokens.html",
        {
            "form": form,
            "secret": secret,
            "tokens": UploadToken.objects.visible_to(request.user),
            "athletes": Athlete.objects.visible_to(request.user)[:1],
        },
    )
    answer["Cache-Control"] = "no-store"
    return answer


@login_required
@require_POST
def token_revoke(request: SignedInRequest, token_id: int) -> HttpResponse:
    token = get_object_or_404(UploadToken.objects.visible_to(request.user), pk=token_id)
    revoke_token(token, act_of(request))
    return redirect("analytics:token-list")


@csrf_exempt  # no cookie opens this address: only the token does
@require_POST
def upload_by_token(request: HttpRequest, athlete_id: int) -> JsonResponse:
    """Take one file from a script; every fault is told in one sentence of JSON."""
    now = timezone.now()
    token = find_token(request.headers.get("Authorization", ""))
    if token is None:
        return fault(401, "Send a valid upload token as “Authorization: Bearer upl_…”.")
    if not token.count_upload(now=now):
        return fault(429, "Too many uploads with this token; wait a minute.", retry_after_s=60)
    athlete = Athlete.objects.visible_to(token.user).standing_for(athlete_id)
    if athlete is None:
        return fault(404, "There is no such athlete for this token.")
    file = file_of(request)
    if file is None:
        return fault(400, "Send the file as the multipart field “recording”.")
    if is_uploaded_zip(file):
        return fault(422, "This address takes one recording at a time, not an archive.")
    outcome = receive_upload(
        athlete,
        file,
        limit_bytes=settings.MAX_RECORDING_BYTES,
        received_from=token.user,
        now=now,
    )
    if outcome.recording is None:
        return fault(422, outcome.refusal)
    if outcome.is_new:
        enqueue_on_commit(ingest_recording_task, recording_id=outcome.recording.pk)
    return told(outcome.recording, is_new=outcome.is_new)


def file_of(request: HttpRequest) -> UploadedFile[Any] | None:
    """Read the one file of a request; None where its body holds none or cannot be read."""
    try:
        form = OneFileForm(request.POST, request.FILES)
    except (MultiPartParserError, SuspiciousOperation):
        return None
    return form.cleaned_data["recording"] if form.is_valid() else None


def told(recording: Recording, *, is_new: bool) -> JsonResponse:
    return JsonResponse(
        {
            "recording": recording.get_absolute_url(),
            "state": recording.state,
            "is_new": is_new,
        },
        status=201 if is_new else 200,
    )


def fault(status: int, sentence: str, *, retry_after_s: int | None = None) -> JsonResponse:
    answer = JsonResponse({"fault": sentence}, status=status)
    if retry_after_s is not None:
        answer["Retry-After"] = str(retry_after_s)
    return answer
