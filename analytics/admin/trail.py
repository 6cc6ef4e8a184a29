from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from analytics.admin.lists import CappedPaginator, search_by_person_and_day
from analytics.admin.read_only import ReadOnlyAdmin
from analytics.models import AuditEntry


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what to whom, newest first; read by athlete, by act, by person."""

    list_display = ("at", "act", "subject", "athlete", "actor_name", "address")
    list_select_related = ("athlete",)
    list_per_page = 50
    paginator = CappedPaginator
    ordering = ("-at", "-pk")
    sortable_by = ()
    search_fields = ("athlete",)
    search_help_text = "The beginning of an athlete's name, or an act such as athlete.archived."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if "." in search_term:
            return queryset.filter(act=search_term.strip()), False
        return search_by_person_and_day(queryset, search_term), False
