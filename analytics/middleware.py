"""What every request brings with it: the units that its user reads in."""

from collections.abc import Callable
from functools import cache

from django.http import HttpRequest, HttpResponse

from analytics.display_units import reading_in
from analytics.engine.vocabulary import Units
from analytics.models import CoachPreferences


def units_middleware(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Let lengths, speeds and weights be shown as the user chose; asked once, if at all."""

    def respond(request: HttpRequest) -> HttpResponse:
        @cache
        def choose() -> Units:
            if not request.user.is_authenticated:
                return Units.METRIC
            return Units(CoachPreferences.objects.of(request.user).units)

        with reading_in(choose):
            return get_response(request)

    return respond
