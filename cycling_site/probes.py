"""What a monitor asks, `/healthz`, `/readyz` and `/metrics`: before any host, cookie, redirect."""

import secrets
import uuid
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, HttpResponseNotFound, JsonResponse
from django.utils import timezone

from cycling_site.embedded_broker import answers
from cycling_site.heartbeat import last_heartbeat
from cycling_site.metrics import told_metrics

HEARTBEAT_AT_MOST_S = 120
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


class Probes:
    """Answers monitors by itself, as they know no host name and speak no HTTPS."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        probe = PROBES.get(request.path_info)
        return self._get_response(request) if probe is None else probe(request)


def healthz(_request: HttpRequest) -> HttpResponse:
    """Say that this process answers; a balancer asks here."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(_request: HttpRequest) -> HttpResponse:
    """Say which part works; an alarm asks here."""
    found = {name: "ok" if works() else "fails" for name, works in CHECKS.items()}
    is_ready = set(found.values()) == {"ok"}
    return JsonResponse({"ready": is_ready, **found}, status=200 if is_ready else 503)


def metrics(request: HttpRequest) -> HttpResponse:
    """Give the figures to whoever knows METRICS_TOKEN; without one there is no such page."""
    expected = f"Bearer {settings.METRICS_TOKEN}"
    told = request.headers.get("Authorization", "")
    if not settings.METRICS_TOKEN or not secrets.compare_digest(told.encode(), expected.encode()):
        return HttpResponseNotFound()
    return HttpResponse(told_metrics(), content_type=METRICS_TYPE)


def database_works() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except Error:
        return False


def schema_is_current() -> bool:
    """Tell whether every migration of this release has run; later ones do no harm."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Error:
        return False


def broker_works() -> bool:
    return answers(settings.CELERY_BROKER_URL)


def cache_works() -> bool:
    mark = uuid.uuid4().hex
    cache.set(f"probe-{mark}", mark, 10)
    return bool(cache.get(f"probe-{mark}") == mark)


def storage_works() -> bool:
    mark = uuid.uuid4().hex.encode()
    try:
        name = default_storage.save(f"probe/{mark.decode()}", ContentFile(mark))
        with default_storage.open(name) as file:
            kept = bool(file.read() == mark)
        default_storage.delete(name)
    except OSError:
        return False
    return kept


def a_worker_works() -> bool:
    last = last_heartbeat()
    return last is not None and (timezone.now() - last).total_seconds() < HEARTBEAT_AT_MOST_S


CHECKS = {
    "database": database_works,
    "migrations": schema_is_current,
    "broker": broker_works,
    "cache": cache_works,
    "storage": storage_works,
    "worker": a_worker_works,
}
PROBES: dict[str, Callable[[HttpRequest], HttpResponse]] = {
    "/healthz": healthz,
    "/readyz": readyz,
    "/metrics": metrics,
}
