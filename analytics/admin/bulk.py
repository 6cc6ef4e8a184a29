"""Athletes, weights and thresholds in bulk: fetched as a file, sent back, seen before stored."""

import secrets
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import admin, messages
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_http_methods, require_POST

from analytics.admin.acts import act_of
from analytics.audit import record_act
from analytics.bulk_import import Plan, import_table, plan_import
from analytics.bulk_tables import COLUMNS, BulkTable, rows_of
from analytics.csv_cells import write_csv
from analytics.models import Athlete
from analytics.spreadsheets import Table, UnreadableTable, read_table, write_workbook
from analytics.tasks import ask_for_records, ask_for_state

KEPT_S = 3600  # how long a table that was looked at waits for the word
LINES_SHOWN = 200
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BulkForm(forms.Form):
    table = forms.ChoiceField(choices=[(each.value, each.value.capitalize()) for each in BulkTable])
    file = forms.FileField(help_text="CSV or XLSX with the columns of the exported file.")

    read: Table

    def clean(self) -> dict[str, Any]:
        """Read the file, so that what it cannot be is said beside it."""
        cleaned: dict[str, Any] = super().clean() or {}
        if "file" in cleaned and "table" in cleaned:
            try:
                columns = COLUMNS[BulkTable(cleaned["table"])]
                self.read = read_table(cleaned["file"].read(), columns)
            except UnreadableTable as fault:
                self.add_error("file", str(fault))
        return cleaned


@require_http_methods(["GET", "POST"])
def bulk_page(request: HttpRequest) -> HttpResponse:
    """Show the forms; of a file that was sent, show what it would do; then do it."""
    if not request.user.has_perm("analytics.change_athlete"):
        raise PermissionDenied
    if "kept" in request.POST:
        return store(request, request.POST["kept"])
    form = BulkForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return show(request, form=form)
    kind = BulkTable(form.cleaned_data["table"])
    kept = secrets.token_urlsafe(24)
    cache.set(key_of(request, kept), (kind.value, form.read), KEPT_S)
    return show(request, kind=kind, kept=kept, **told_of(plan_import(kind, form.read)))


def store(request: HttpRequest, kept: str) -> HttpResponse:
    """Do what was looked at; judged once more, as the world may have changed."""
    found = cache.get(key_of(request, kept))
    if found is None:
        messages.error(request, "The look is too long ago: send the file again.")
        return redirect("admin:athlete-bulk")
    kind, table = BulkTable(found[0]), found[1]
    plan, athlete_ids = import_table(kind, table, act_of(request))
    if plan.faults:
        return show(request, kind=kind, kept=kept, **told_of(plan))
    cache.delete(key_of(request, kept))
    for athlete_id in athlete_ids:
        ask_for_records(athlete_id)
        ask_for_state(athlete_id)
    messages.success(request, f"Imported: {len(plan.changes)} rows of {kind}.")
    return redirect("admin:athlete-bulk")


@require_POST
def bulk_export(request: HttpRequest, table: str, form: str) -> HttpResponse:
    if not request.user.has_perm("analytics.export_athlete"):
        raise PermissionDenied
    kind, rows = BulkTable(table), list(rows_of(BulkTable(table)))
    record_act(
        act_of(request), "athletes.exported", subject=f"table of {kind}", detail={"rows": len(rows)}
    )
    answer = HttpResponse(content_type=XLSX if form == "xlsx" else "text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{kind}.{form}"'
    if form == "xlsx":
        answer.write(write_workbook(COLUMNS[kind], rows))
    else:
        answer.write("\ufeff" + write_csv(COLUMNS[kind], rows))  # by this mark Excel knows UTF-8
    return answer


def key_of(request: HttpRequest, kept: str) -> str:
    """Name what was kept; a key of the cache takes no spaces, which a hand-made form may hold."""
    return f"bulk-{request.user.pk}-{quote(kept[:40])}"


def told_of(plan: Plan) -> dict[str, Any]:
    return {
        "plan": plan,
        "faults": plan.faults[:LINES_SHOWN],
        "changes": plan.changes[:LINES_SHOWN],
        "lines_shown": LINES_SHOWN,
    }


def show(request: HttpRequest, **context: Any) -> HttpResponse:
    site = admin.site.each_context(request) | {
        "title": "Import and export in bulk",
        "opts": Athlete._meta,
        "tables": list(COLUMNS.items()),
    }
    return TemplateResponse(request, "admin/analytics/athlete/bulk.html", site | context)
