from typing import Any

from django.contrib import admin
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.http import HttpRequest

from analytics.admin.lists import CappedPaginator, search_by_person_and_day
from analytics.admin.read_only import ReadOnlyAdmin
from analytics.models import AuditEntry

BY = "by:"


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Who did what to whom, newest first; read by athlete, by act, by person."""

    list_display = ("at", "act", "subject", "athlete", "actor_name", "address")
    list_select_related = ()
    list_per_page = 50
    paginator = CappedPaginator
    ordering = ("-at", "-pk")
    sortable_by = ()
    search_fields = ("athlete",)
    search_help_text = (
        "The beginning of an athlete's name, an act such as athlete.archived, "
        "or by: and a user name for what somebody did."
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[AuditEntry]:
        return super().get_queryset(request).prefetch_related("athlete")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        term = search_term.strip()
        if term.startswith(BY):
            actor = User.objects.filter(username=term.removeprefix(BY).strip()).first()
            return (queryset.none() if actor is None else queryset.filter(actor=actor)), False
        if "." in term:
            return queryset.filter(act=term), False
        return search_by_person_and_day(request, queryset, search_term, moment="at"), False
