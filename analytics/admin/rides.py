from django.contrib import admin

from analytics.admin.read_only import ReadOnlyAdmin
from analytics.models import Recording, Session


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
