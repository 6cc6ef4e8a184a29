from collections.abc import Sequence
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse

from analytics.admin.acts import act_of
from analytics.admin.lists import CappedPaginator, RiddenFilter, search_by_person_and_day
from analytics.admin.read_only import ReadOnlyAdmin
from analytics.enqueueing import enqueue_on_commit
from analytics.forms import AthleteChoiceForm
from analytics.models import Athlete, Recording, Session
from analytics.session_acts import (
    ActRefused,
    analyse_again,
    delete_sessions,
    move_sessions,
    preview_removal,
)
from analytics.tasks import ask_for_records, ask_for_state, ingest_recording_task

MOST_AT_ONCE = 200


class RidesAdmin(ReadOnlyAdmin):
    """Long tables: a bounded count, one order that an index gives, a search by person and day.

    Athletes are read beside, never joined: MariaDB would begin with them and sort a million rows.
    """

    list_per_page = 50
    list_select_related = ()
    paginator = CappedPaginator
    search_fields = ("athlete",)
    sortable_by = ()
    day_field = ""

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        return super().get_queryset(request).prefetch_related("athlete")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        found = search_by_person_and_day(
            request, queryset, search_term, moment=self.day_field or "pk", day=self.day_field
        )
        return found, False

    def has_manage_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("analytics.manage_sessions")


@admin.register(Recording)
class RecordingAdmin(RidesAdmin):
    list_display = ("name", "athlete", "state", "reason", "received_at")
    list_filter = ("state",)
    ordering = ("-pk",)
    search_help_text = "The beginning of an athlete's name, or the number of a recording."
    actions = ("analyse_selected_again",)
    exclude = ("content",)  # stored files have no address
    readonly_fields = ("held",)

    @admin.display(description="what it holds")
    def held(self, recording: Recording) -> str:
        """Show the device's own figures beside what was noted and patched."""
        sessions = recording.sessions.order_by("pk")
        return render_to_string("admin/analytics/recording/_held.html", {"sessions": sessions})

    @admin.action(description="Analyse again from the stored file", permissions=("manage",))
    def analyse_selected_again(self, request: HttpRequest, queryset: QuerySet[Recording]) -> None:
        queue_again(self, request, list(queryset.select_related("athlete")[:MOST_AT_ONCE]))


@admin.register(Session)
class SessionAdmin(RidesAdmin):
    list_display = ("__str__", "athlete", "local_date", "stimulus", "timer_s", "weighted_power_w")
    list_filter = (RiddenFilter, "stimulus")
    ordering = ("-local_date", "-pk")
    search_help_text = "The beginning of an athlete's name, a day such as 2026-05-03, or a number."
    day_field = "local_date"
    actions = ("analyse_selected_again", "delete_selected_sessions", "move_selected")

    @admin.action(description="Analyse again from the stored file", permissions=("manage",))
    def analyse_selected_again(self, request: HttpRequest, queryset: QuerySet[Session]) -> None:
        sessions = queryset.select_related("recording__athlete")[:MOST_AT_ONCE]
        recordings = {session.recording for session in sessions if session.recording}
        queue_again(self, request, list(recordings))

    @admin.action(description="Delete, after a look at the records", permissions=("manage",))
    def delete_selected_sessions(
        self, request: HttpRequest, queryset: QuerySet[Session]
    ) -> HttpResponse | None:
        sessions = list(queryset.select_related("recording")[:MOST_AT_ONCE])
        if request.POST.get("confirmed"):
            told = len(sessions)
            try:
                tell_the_workers(delete_sessions(sessions, act_of(request)))
            except ActRefused as refusal:
                self.message_user(request, str(refusal), messages.ERROR)
            else:
                self.message_user(request, f"Deleted: {told} sessions.", messages.SUCCESS)
            return None
        return self.preview(request, sessions, action="delete_selected_sessions", form=None)

    @admin.action(description="Give to another athlete", permissions=("manage",))
    def move_selected(
        self, request: HttpRequest, queryset: QuerySet[Session]
    ) -> HttpResponse | None:
        sessions = list(queryset.select_related("recording")[:MOST_AT_ONCE])
        form = AthleteChoiceForm(request.POST if request.POST.get("confirmed") else None)
        if form.is_valid():
            try:
                touched = move_sessions(sessions, form.cleaned_data["athlete"], act_of(request))
            except ActRefused as refusal:
                form.add_error("athlete", str(refusal))
            else:
                tell_the_workers(touched)
                given = f"Given to {form.cleaned_data['athlete']}: {len(sessions)} sessions."
                self.message_user(request, given, messages.SUCCESS)
                queue_again(self, request, [row.recording for row in sessions if row.recording])
                return None
        return self.preview(request, sessions, action="move_selected", form=form)

    def preview(
        self,
        request: HttpRequest,
        sessions: Sequence[Session],
        *,
        action: str,
        form: AthleteChoiceForm | None,
    ) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": "Give to another athlete" if form else "Delete sessions",
            "opts": self.opts,
            "sessions": sessions,
            "losses": preview_removal(sessions),
            "action": action,
            "checkbox": ACTION_CHECKBOX_NAME,
            "form": form,
        }
        return TemplateResponse(request, "admin/analytics/session/preview.html", context)


def queue_again(
    model_admin: admin.ModelAdmin[Any], request: HttpRequest, recordings: Sequence[Recording]
) -> None:
    queued = analyse_again(recordings, act_of(request))
    for recording_id in queued:
        enqueue_on_commit(ingest_recording_task, recording_id=recording_id)
    model_admin.message_user(request, f"Queued: {len(queued)} recordings.", messages.SUCCESS)


def tell_the_workers(athlete_ids: set[int]) -> None:
    for athlete in Athlete.objects.filter(pk__in=athlete_ids):
        ask_for_records(athlete.pk)
        ask_for_state(athlete.pk)
