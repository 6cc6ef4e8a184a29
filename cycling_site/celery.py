import logging.config
import os
from typing import Any

from celery import Celery, signals
from django.conf import settings

from cycling_site.workers import SignsOfLife

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cycling_site.settings")

app = Celery("cycling_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
signs_of_life = SignsOfLife()
signals.heartbeat_sent.connect(signs_of_life.beat)
signals.worker_shutdown.connect(signs_of_life.stop)


@signals.setup_logging.connect
def keep_our_logging(**_: Any) -> None:
    """Have Celery log as the settings say; without this it adds lines of its own form."""
    logging.config.dictConfig(settings.LOGGING)


@signals.worker_ready.connect
def sweep_at_start(**_: Any) -> None:
    """Take up at once what was left while no worker ran."""
    for entry in app.conf.beat_schedule.values():
        if entry["task"].rpartition(".")[2].startswith(("sweep_", "beat_heart")):
            app.send_task(entry["task"])
