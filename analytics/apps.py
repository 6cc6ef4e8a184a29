from django.apps import AppConfig
from django.db.models.signals import post_migrate

from analytics.audit_guard import guard_audit


class AnalyticsConfig(AppConfig):
    name = "analytics"
    verbose_name = "Rides and records"

    def ready(self) -> None:
        post_migrate.connect(guard_audit, sender=self, dispatch_uid="guard_audit")
