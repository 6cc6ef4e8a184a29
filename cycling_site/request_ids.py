"""One id from a request over its tasks to the vendor's call, on every line of the log."""

import re
import time
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

import structlog
from celery import Task, signals
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cycling_site.log_lines import route_of
from cycling_site.metrics import REQUEST_SECONDS, REQUESTS, TASK_SECONDS, TASKS

HEADER = "X-Request-ID"
TOLD_ID = re.compile(r"[A-Za-z0-9-]{8,64}")
MESSAGE_KEY = "request_id"

STARTED_S: ContextVar[float] = ContextVar("started_s")

log = structlog.get_logger("cycling_site.requests")
task_log = structlog.get_logger("cycling_site.tasks")


class RequestIds:
    """Give each request its id, tell it in the answer, and log one line when it is done."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = _told_by_proxy(request) or uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started_s = time.perf_counter()
        response = self._get_response(request)
        _count(request, response, time.perf_counter() - started_s)
        response.headers[HEADER] = request_id
        structlog.contextvars.clear_contextvars()
        return response


def _told_by_proxy(request: HttpRequest) -> str | None:
    told = request.headers.get(HEADER, "")
    return told if settings.BEHIND_PROXY and TOLD_ID.fullmatch(told) else None


def _count(request: HttpRequest, response: HttpResponse, seconds: float) -> None:
    route, method = route_of(request), request.method or ""
    user = getattr(request, "user", None)
    log.info(
        "request",
        method=method,
        route=route,
        status=response.status_code,
        ms=round(seconds * 1000, 1),
        user_id=getattr(user, "pk", None),
    )
    REQUESTS.labels(method, route, str(response.status_code)).inc()
    REQUEST_SECONDS.labels(route).observe(seconds)


@signals.before_task_publish.connect
def send_id_along(headers: dict[str, Any], **_: Any) -> None:
    """Write the id of whatever sends the task into its message."""
    request_id = structlog.contextvars.get_contextvars().get(MESSAGE_KEY)
    if request_id is not None:
        headers[MESSAGE_KEY] = request_id


@signals.task_prerun.connect
def bind_id(task_id: str, task: "Task[Any, Any]", **_: Any) -> None:
    structlog.contextvars.clear_contextvars()
    request_id = getattr(task.request, MESSAGE_KEY, None) or task_id
    structlog.contextvars.bind_contextvars(request_id=request_id, task=task.name)
    STARTED_S.set(time.perf_counter())


@signals.task_postrun.connect
def tell_end(task: "Task[Any, Any]", state: str, **_: Any) -> None:
    seconds = time.perf_counter() - STARTED_S.get()
    TASKS.labels(task.name, state).inc()
    TASK_SECONDS.labels(task.name).observe(seconds)
    task_log.info("task", state=state, ms=round(seconds * 1000, 1))
    structlog.contextvars.clear_contextvars()
