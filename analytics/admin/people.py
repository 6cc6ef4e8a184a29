from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, re_path
from django.views.decorators.cache import never_cache

from analytics.admin.acts import act_of
from analytics.admin.athlete_acts import erase_page, export_page, merge_page
from analytics.admin.bulk import bulk_export, bulk_page
from analytics.admin.confirming import confirm_page
from analytics.admin.lists import CappedPaginator
from analytics.audit import record_act
from analytics.models import Athlete, BodyMass, CoachMembership, Team, Thresholds
from analytics.people import (
    archive,
    archive_team,
    bring_back,
    bring_team_back,
    dossier_of,
    note_changes,
)
from analytics.tasks import ask_for_records, ask_for_state

BULK_FILE = r"^bulk/(?P<table>athletes|weights|thresholds)\.(?P<form>csv|xlsx)$"


class CoachMembershipInline(admin.TabularInline[CoachMembership, Team]):
    model = CoachMembership
    verbose_name_plural = "coaches"
    autocomplete_fields = ("coach",)
    extra = 0


class BodyMassInline(admin.TabularInline[BodyMass, Athlete]):
    model = BodyMass
    extra = 0


class ThresholdsInline(admin.TabularInline[Thresholds, Athlete]):
    model = Thresholds
    extra = 0


class ArchivedFilter(admin.SimpleListFilter):
    """What is archived shows only when asked for."""

    title = "archived"
    parameter_name = "archived"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return (("yes", "Archived"),)

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        page = request.resolver_match.url_name or "" if request.resolver_match else ""
        if not page.endswith("_changelist"):
            return queryset
        return queryset.filter(archived_at__isnull=self.value() != "yes")


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin[Team]):
    """Teams and their coaches; each change of who sees a team stands in the trail."""

    list_display = ("name", "archived_at")
    list_filter = (ArchivedFilter,)
    inlines = (CoachMembershipInline,)
    search_fields = ("name",)
    readonly_fields = ("archived_at",)
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    actions = ("archive_selected", "bring_selected_back")

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Team], search_term: str
    ) -> tuple[QuerySet[Team], bool]:
        found, may_repeat = super().get_search_results(request, queryset, search_term)
        is_choice = request.resolver_match and request.resolver_match.url_name == "autocomplete"
        return (found.filter(archived_at=None) if is_choice else found), may_repeat

    @admin.action(description="Archive, with its athletes", permissions=("change",))
    def archive_selected(
        self, request: HttpRequest, queryset: QuerySet[Team]
    ) -> HttpResponse | None:
        teams = list(queryset.filter(archived_at=None))
        if not request.POST.get("confirmed"):
            told = [
                f"{team}: {team.athletes.in_lists().count()} athletes leave the lists"
                for team in teams
            ]
            return confirm_page(request, self, "archive_selected", "Archive", teams, told)
        done = sum(archive_team(team, act_of(request)) for team in teams)
        self.message_user(request, f"Archived: {done}.", messages.SUCCESS)
        return None

    @admin.action(description="Bring back from the archive", permissions=("change",))
    def bring_selected_back(self, request: HttpRequest, queryset: QuerySet[Team]) -> None:
        done = sum(bring_team_back(team, act_of(request)) for team in queryset)
        self.message_user(request, f"Brought back: {done}.", messages.SUCCESS)

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        form.before = team_as_told(form.instance.pk)
        return super().save_form(request, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm[Team], formsets: Any, change: Any
    ) -> None:
        super().save_related(request, form, formsets, change)
        before = form.before  # type: ignore[attr-defined]  # save_form set it
        after = team_as_told(form.instance.pk)
        if after != before:
            done = "team.changed" if change else "team.created"
            detail = {"before": before, "after": after}
            record_act(act_of(request), done, subject=f"team {form.instance}", detail=detail)

    def delete_model(self, request: HttpRequest, obj: Team) -> None:
        detail = team_as_told(obj.pk)
        record_act(act_of(request), "team.deleted", subject=f"team {obj}", detail=detail)
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Team]) -> None:
        for team in queryset:
            self.delete_model(request, team)


def team_as_told(team_id: int | None) -> dict[str, Any]:
    """Give a team's name and its coaches' as the trail tells them."""
    if team_id is None:
        return {}
    team = Team.objects.get(pk=team_id)
    coaches = team.coaches.order_by("username").values_list("username", flat=True)
    return {"name": team.name, "coaches": list(coaches)}


@admin.register(Athlete)
class AthleteAdmin(admin.ModelAdmin[Athlete]):
    """Athletes are archived, merged and moved; erased only with a certificate in the trail."""

    list_display = ("__str__", "team", "time_zone", "archived_at")
    list_filter = (ArchivedFilter, "team")
    list_select_related = ("team",)
    list_per_page = 50
    paginator = CappedPaginator
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    search_fields = ("first_name__istartswith", "last_name__istartswith")
    autocomplete_fields = ("team",)
    readonly_fields = ("archived_at", "merged_into")
    inlines = (BodyMassInline, ThresholdsInline)
    actions = ("archive_selected", "bring_selected_back")
    change_list_template = "admin/analytics/athlete/change_list.html"
    change_form_template = "admin/analytics/athlete/change_form.html"

    def has_delete_permission(self, request: HttpRequest, obj: Athlete | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        pages = (("merge", merge_page), ("export", export_page), ("erase", erase_page))
        own = [
            path(
                f"<int:athlete_id>/{name}/",
                self.admin_site.admin_view(page),
                name=f"athlete-{name}",
            )
            for name, page in pages
        ]
        view = self.admin_site.admin_view
        own += [
            path("bulk/", view(never_cache(bulk_page)), name="athlete-bulk"),
            re_path(BULK_FILE, view(bulk_export), name="athlete-bulk-export"),
        ]
        return own + super().get_urls()

    def save_form(self, request: HttpRequest, form: Any, change: Any) -> Any:
        """Keep what was there, to be written beside what is there now."""
        form.before = dossier_of(Athlete.objects.get(pk=form.instance.pk)) if change else None
        return super().save_form(request, form, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm[Athlete], formsets: Any, change: Any
    ) -> None:
        super().save_related(request, form, formsets, change)
        before = getattr(form, "before", None)
        if before is None:
            subject = f"athlete {form.instance.pk}"
            record_act(act_of(request), "athlete.created", subject=subject, athlete=form.instance)
        else:
            note_changes(before, form.instance, act_of(request))
            ask_for_records(form.instance.pk)
            ask_for_state(form.instance.pk)

    @admin.action(description="Archive: leave out of the lists", permissions=("change",))
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> None:
        done = sum(archive(athlete, act_of(request)) for athlete in queryset)
        self.message_user(request, f"Archived: {done}.", messages.SUCCESS)

    @admin.action(description="Bring back from the archive", permissions=("change",))
    def bring_selected_back(self, request: HttpRequest, queryset: QuerySet[Athlete]) -> None:
        done = sum(bring_back(athlete, act_of(request)) for athlete in queryset)
        self.message_user(request, f"Brought back: {done}.", messages.SUCCESS)
