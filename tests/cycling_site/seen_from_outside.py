"""Run in an installation of its own: print what it holds, for a test to compare."""

import hashlib
import json
import re
import sys

import django

django.setup()

from django.apps import apps  # noqa: E402 - models load after setup
from django.contrib.auth.models import User  # noqa: E402 - Django is ready first
from django.test import Client  # noqa: E402 - Django is ready first

from analytics.models import Recording, Session  # noqa: E402 - Django is ready first

TOKEN = re.compile(rb'csrfmiddlewaretoken" value="[^"]+"|X-CSRFToken": "[^"]+"')


def counts():
    left_out = ("Session", "LogEntry")  # of signing in, which this very script does
    return {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if not (model._meta.app_label in ("sessions", "admin") and model.__name__ in left_out)
    }


def digests():
    found = {}
    for recording in Recording.objects.order_by("pk"):
        with recording.content.open("rb") as file:
            found[recording.digest] = hashlib.sha256(file.read()).hexdigest()
    return found


def page():
    client = Client(headers={"Host": "localhost"})
    client.force_login(User.objects.filter(is_superuser=True).order_by("pk")[0])
    session = Session.objects.order_by("pk")[0]
    answer = client.get(session.get_absolute_url())
    body = TOKEN.sub(b"", answer.content)
    return [answer.status_code, len(body), hashlib.sha256(body).hexdigest()]


json.dump({"counts": counts(), "digests": digests(), "page": page()}, sys.stdout)
