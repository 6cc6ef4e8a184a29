from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SiteConfig(AppConfig):
    name = "cycling_site"
    verbose_name = "Site"

    def ready(self) -> None:
        import_module("cycling_site.request_ids")  # connects the ids of tasks; it needs the models
        roles = import_module("cycling_site.roles")  # it needs the models, too
        post_migrate.connect(roles.hold_roles, dispatch_uid="hold_roles")
