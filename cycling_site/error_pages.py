"""What a person reads when a page cannot be made."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER_S = 10


def server_error(request: HttpRequest) -> HttpResponse:
    """Tell a database that is away, or busy for too long, from a fault of ours."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return HttpResponse(render_to_string("500.html"), status=500)


def unavailable(_request: HttpRequest) -> HttpResponse:
    response = HttpResponse(render_to_string("503.html"), status=503)
    response.headers["Retry-After"] = str(RETRY_AFTER_S)
    return response
