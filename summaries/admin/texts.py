from typing import Any

from django.contrib import admin
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest

from analytics.admin.lists import CappedPaginator, athletes_called, newest_of
from analytics.admin.read_only import ReadOnlyAdmin
from analytics.models import Session
from analytics.models.athlete import MOST_DIGITS
from summaries.models import Summary

# Read beside, never joined: MariaDB would begin with the sessions and sort all their texts.
WITH_SESSION = Prefetch("session", Session.objects.only("title", "stimulus", "local_date"))


@admin.register(Summary)
class SummaryAdmin(ReadOnlyAdmin):
    """Read what was written; a text changes only by a new version."""

    list_display = ("session", "version", "state", "provider", "model", "requested_at")
    list_filter = ("state",)
    list_select_related = ()
    list_per_page = 50
    paginator = CappedPaginator
    ordering = ("-pk",)
    sortable_by = ()
    search_fields = ("session",)
    search_help_text = "The beginning of an athlete's name, or the number of a session."

    def get_queryset(self, request: HttpRequest) -> QuerySet[Summary]:
        return super().get_queryset(request).prefetch_related(WITH_SESSION)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        words = search_term.split()
        if len(words) == 1 and words[0].isdecimal() and len(words[0]) <= MOST_DIGITS:
            return queryset.filter(session=int(words[0])), False
        if words:
            athletes = athletes_called(request, words)
            rides = newest_of(athletes, Session.objects.all(), moment="local_date")
            queryset = queryset.filter(session__in=rides)
        return queryset, False
