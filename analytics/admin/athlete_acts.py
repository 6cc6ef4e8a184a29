"""Pages of the admin about one athlete: merge, export, erase; each shows first what it will do."""

from typing import Any

from django.apps import apps
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods

from analytics.admin.acts import act_of
from analytics.forms import AthleteChoiceForm, ConfirmNameForm
from analytics.models import Athlete
from analytics.people import merge_athletes, preview_merge
from analytics.privacy import count_held, erase_athlete, export_athlete
from analytics.tasks import ask_for_records, ask_for_state

LIST_OF_ATHLETES = "admin:analytics_athlete_changelist"


def athlete_for(request: HttpRequest, athlete_id: int, permission: str) -> Athlete:
    if not request.user.has_perm(permission):
        raise PermissionDenied
    return get_object_or_404(Athlete.objects.select_related("team"), pk=athlete_id)


def held_on(athlete: Athlete) -> list[tuple[str, int]]:
    """Name the tables that hold anything in words."""
    return [
        (str(apps.get_model(label)._meta.verbose_name_plural), rows)
        for label, rows in count_held(athlete)
    ]


def page(request: HttpRequest, name: str, athlete: Athlete, **context: Any) -> HttpResponse:
    site = admin.site.each_context(request)
    title = f"{name.capitalize()} {athlete}"
    context |= {"athlete": athlete, "opts": Athlete._meta, "title": title}
    return TemplateResponse(request, f"admin/analytics/athlete/{name}.html", site | context)


@require_http_methods(["GET", "POST"])
def merge_page(request: HttpRequest, athlete_id: int) -> HttpResponse:
    """Choose who else it is, see what will move, then say so once more."""
    kept = athlete_for(request, athlete_id, "analytics.change_athlete")
    form = AthleteChoiceForm(request.POST or None)
    other = form.cleaned_data["athlete"] if form.is_valid() else None
    if other == kept:
        form.add_error("athlete", "That is the same athlete; choose another one.")
        other = None
    if other is None:
        return page(request, "merge", kept, form=form)
    if "confirmed" not in request.POST:
        preview = preview_merge(kept, other)
        return page(request, "merge", kept, form=form, other=other, preview=preview)
    merge_athletes(kept, other, act_of(request))
    ask_for_records(kept.pk)
    ask_for_state(kept.pk)
    messages.success(request, f"{other} was merged into {kept}.")
    return redirect("admin:analytics_athlete_change", kept.pk)


@require_http_methods(["GET", "POST"])
def export_page(request: HttpRequest, athlete_id: int) -> HttpResponse | FileResponse:
    athlete = athlete_for(request, athlete_id, "analytics.export_athlete")
    if request.method == "POST":
        archive = export_athlete(athlete, act_of(request))
        name = f"athlete-{athlete.pk}.zip"
        return FileResponse(archive, as_attachment=True, filename=name)
    return page(request, "export", athlete, held=held_on(athlete))


@require_http_methods(["GET", "POST"])
def erase_page(request: HttpRequest, athlete_id: int) -> HttpResponse:
    athlete = athlete_for(request, athlete_id, "analytics.erase_athlete")
    form = ConfirmNameForm(str(athlete), request.POST or None)
    if form.is_valid():
        erase_athlete(athlete, act_of(request))
        messages.success(request, "Everything held on the athlete was erased.")
        return redirect(LIST_OF_ATHLETES)
    return page(request, "erase", athlete, held=held_on(athlete), form=form)
