from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from analytics.admin.lists import CappedPaginator, athletes_called
from analytics.admin.read_only import ReadOnlyAdmin
from summaries.models import Summary


@admin.register(Summary)
class SummaryAdmin(ReadOnlyAdmin):
    """Read what was written; a text changes only by a new version."""

    list_display = ("session", "version", "state", "provider", "model", "requested_at")
    list_filter = ("state",)
    list_select_related = ("session__athlete",)
    list_per_page = 50
    paginator = CappedPaginator
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("session",)
    search_help_text = "The beginning of an athlete's name, or the number of a session."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term.split()
        if len(words) == 1 and words[0].isdecimal() and len(words[0]) < 19:
            return queryset.filter(session=int(words[0])), False
        if words:
            queryset = queryset.filter(session__athlete__in=athletes_called(words))
        return queryset, False
