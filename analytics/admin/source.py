from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path
from django.utils import timezone
from django.views.decorators.http import require_POST

from analytics.admin.lists import CappedPaginator
from analytics.admin.read_only import ReadOnlyAdmin
from analytics.audit import Act, record_act
from analytics.enqueueing import enqueue_on_commit
from analytics.models import SourceLink, SourceSync
from analytics.models.athlete import MOST_DIGITS
from analytics.source_database.reading import SourceUnavailable, is_set_up, open_source
from analytics.tasks import sync_source_task

MAY_RUN = "analytics.run_sourcesync"


@admin.register(SourceSync)
class SourceSyncAdmin(ReadOnlyAdmin):
    """How the team's database was followed, whether it answers, and a button to follow it now."""

    change_list_template = "admin/analytics/sourcesync/change_list.html"
    list_display = (
        "started_at",
        "state",
        "rows_read",
        "athletes_changed",
        "sessions_new",
        "sessions_changed",
        "sessions_deleted",
        "rows_waiting",
        "rows_refused",
        "started_by",
        "failure",
    )
    list_filter = ("state", "is_dry_run")
    list_select_related = ("started_by",)

    def get_urls(self) -> list[URLPattern]:
        run = self.admin_site.admin_view(require_POST(self.run_now))
        return [path("run/", run, name="analytics_sourcesync_run"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        about_source = {
            "is_set_up": is_set_up(),
            "connection_status": connection_status(),
            "last_sync": SourceSync.objects.last_finished(),
            "refused_by_reason": SourceSync.objects.refused_by_reason(),
            "minutes_between": settings.SOURCE_SYNC_MINUTES,
            "may_run": request.user.has_perm(MAY_RUN),
        }
        return super().changelist_view(request, {**(extra_context or {}), **about_source})

    def run_now(self, request: HttpRequest) -> HttpResponse:
        """Ask a worker for a sync; one that is alive already goes on instead."""
        if not request.user.has_perm(MAY_RUN) or request.user.pk is None:
            raise PermissionDenied
        if not is_set_up():
            self.message_user(request, "No source database is set up.", messages.ERROR)
            return redirect("admin:analytics_sourcesync_changelist")
        address = request.META.get("REMOTE_ADDR") or None
        with transaction.atomic():
            act = Act(request.user, timezone.now(), address)
            record_act(act, "source.sync_asked", subject="source database")
            enqueue_on_commit(sync_source_task, started_by_id=request.user.pk)
        self.message_user(request, "A worker follows the source now.", messages.SUCCESS)
        return redirect("admin:analytics_sourcesync_changelist")


@admin.register(SourceLink)
class SourceLinkAdmin(ReadOnlyAdmin):
    """Rows of the source: what each is here, and which are refused and why."""

    list_display = ("kind", "source_id", "state", "reason", "changed_at")
    list_filter = ("kind", "state")
    list_per_page = 50
    paginator = CappedPaginator
    sortable_by = ()
    search_fields = ("source_id",)
    search_help_text = "The number of a row in the source."
    raw_id_fields = ("team", "athlete", "session")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        if not search_term:
            return queryset, False
        if not search_term.isdecimal() or len(search_term) > MOST_DIGITS:
            return queryset.none(), False
        kinds = SourceLink.Kind.values  # the index begins with them
        return queryset.filter(kind__in=kinds, source_id=int(search_term)), False


def connection_status() -> str:
    """Say in a sentence whether the source answers; a lost one takes a few seconds."""
    try:
        return f"It answers: version {open_source().version()}."
    except SourceUnavailable as error:
        return str(error)
