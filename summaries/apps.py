from importlib import import_module

from django.apps import AppConfig


class SummariesConfig(AppConfig):
    name = "summaries"
    verbose_name = "Summaries"

    def ready(self) -> None:
        import_module("summaries.receivers")  # connects them; models are loaded only now
