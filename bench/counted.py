"""The product as ``bench.pages`` serves it: each answer tells how many queries it took."""

from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.db import connection
from django.urls import path
from django.utils.module_loading import import_string

from cycling_site.wsgi import application as product


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with the number of queries among the headers."""
    queries = 0

    def count(execute: Callable[..., Any], *arguments: Any) -> Any:
        nonlocal queries
        queries += 1
        return execute(*arguments)

    def start(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
        return start_response(status, [*headers, ("X-Queries", str(queries))], *more)

    with connection.execute_wrapper(count):
        answer: Iterable[bytes] = product(environ, start)
    return answer


row_by_row = import_string("bench.row_by_row.row_by_row")  # once the product is set up
import_string(f"{settings.ROOT_URLCONF}.urlpatterns").append(path("row-by-row/", row_by_row))
