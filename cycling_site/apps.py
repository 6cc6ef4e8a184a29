from importlib import import_module

from django.apps import AppConfig


class SiteConfig(AppConfig):
    name = "cycling_site"
    verbose_name = "Site"

    def ready(self) -> None:
        import_module("cycling_site.request_ids")  # connects the ids of tasks; it needs the models
