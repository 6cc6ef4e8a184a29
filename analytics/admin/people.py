from django.contrib import admin

from analytics.models import Athlete, BodyMass, CoachMembership, Team, Thresholds


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
