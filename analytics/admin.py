from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from analytics.models import (
    Athlete,
    BodyMass,
    CoachMembership,
    Recording,
    Session,
    Team,
    Thresholds,
)


class CoachMembershipInline(admin.TabularInline[CoachMembership, Team]):
    model = CoachMembership
    autocomplete_fields = ("coach",)
    extra = 0


class BodyMassInline(admin.TabularInline[BodyMass, Athlete]):
    model = BodyMass
    extra = 0


class ThresholdsInline(admin.TabularInline[Thresholds, Athlete]):
    model = Thresholds
    extra = 0


class ReadOnlyAdmin(admin.ModelAdmin[Any]):
    """Rows that the product makes itself: to be looked at, not typed.

    Nor deleted here: records of later sessions hang on them.
    """

    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Team)
class TeamAdmin(admin.ModelAdmin[Team]):
    inlines = (CoachMembershipInline,)
    search_fields = ("name",)


@admin.register(Athlete)
class AthleteAdmin(admin.ModelAdmin[Athlete]):
    list_display = ("__str__", "team", "time_zone")
    list_filter = ("team",)
    list_select_related = ("team",)
    search_fields = ("first_name", "last_name")
    autocomplete_fields = ("team",)
    inlines = (BodyMassInline, ThresholdsInline)


@admin.register(Recording)
class RecordingAdmin(ReadOnlyAdmin):
    list_display = ("name", "athlete", "state", "reason", "received_at")
    list_filter = ("state",)
    list_select_related = ("athlete",)
    search_fields = ("name", "digest")


@admin.register(Session)
class SessionAdmin(ReadOnlyAdmin):
    list_display = ("__str__", "athlete", "stimulus", "timer_s", "weighted_power_w")
    list_filter = ("stimulus", "athlete__team")
    list_select_related = ("athlete",)
    search_fields = ("title", "athlete__last_name")
