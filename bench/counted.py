"""The product as ``bench.pages`` serves it: each answer tells its queries and its CPU time."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import path
from django.utils.module_loading import import_string

from cycling_site.wsgi import application as product


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the number of queries and the CPU time of this process among the headers."""
    queries = 0
    began_s = time.thread_time()

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        cpu_ms = 1000 * (time.thread_time() - began_s)
        told = [("X-Queries", str(queries)), ("X-Cpu-Ms", f"{cpu_ms:.1f}")]
        return start_response(status, [*headers, *told], *more)

    with connection.execute_wrapper(count):
        answer: Iterable[bytes] = product(environ, start)
    return answer


row_by_row = import_string("bench.row_by_row.row_by_row")  # once the product is set up
import_string(f"{settings.ROOT_URLCONF}.urlpatterns").append(path("row-by-row/", row_by_row))
