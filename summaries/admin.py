from django.contrib import admin
from django.http import HttpRequest

from summaries.models import Summary, TeamTexts


@admin.register(Summary)
class SummaryAdmin(admin.ModelAdmin[Summary]):
    """Read what was written; a text changes only by a new version."""

    list_display = ("session", "version", "state", "provider", "model", "requested_at")
    list_filter = ("state", "provider")
    list_select_related = ("session",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Summary | None = None) -> bool:
        return False


@admin.register(TeamTexts)
class TeamTextsAdmin(admin.ModelAdmin[TeamTexts]):
    """Choose a team's provider and its budget."""

    list_display = ("team", "provider", "monthly_budget_usd")
    list_select_related = ("team",)
