import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cycling_site.settings")

app = Celery("cycling_site")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
