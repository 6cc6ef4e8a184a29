"""Lists that stay fast at a million rows: nothing is counted to the end, nothing scanned."""

from datetime import timedelta
from functools import cached_property
from heapq import nlargest
from typing import Any

from django.contrib import admin, messages
from django.core.paginator import Page, Paginator
from django.db.models import F, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_date

from analytics.models import Athlete
from analytics.models.athlete import MOST_DIGITS

COUNTED_AT_MOST = 2000
FOUND_AT_MOST = 900  # of a name, newest first: MariaDB treats a longer list as a table
ATHLETES_AT_MOST = 20


class CappedPaginator(Paginator[Any]):
    """Counts as far as anybody would turn pages; who looks further back searches."""

    @cached_property
    def count(self) -> int:
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return len(rows)
        return rows.order_by()[:COUNTED_AT_MOST].count()

    def page(self, number: int | str) -> Page[Any]:
        """Find the keys of a page along the index, then read those rows alone."""
        rows = self.object_list
        if not isinstance(rows, QuerySet):
            return super().page(number)
        valid = self.validate_number(number)
        start = (valid - 1) * self.per_page
        keys = rows.values_list("pk", flat=True)[start : start + self.per_page]
        return Page(rows.filter(pk__in=list(keys)), valid, self)


class RiddenFilter(admin.SimpleListFilter):
    """Days as a range on an indexed column: no function of it, no tree of dates."""

    title = "ridden"
    parameter_name = "ridden"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
        return (("7", "the last 7 days"), ("28", "the last 28 days"), ("365", "the last 365 days"))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("7", "28", "365"):
            return queryset
        first = timezone.localdate() - timedelta(days=int(self.value() or 0))
        return queryset.filter(local_date__gte=first)


def athletes_called(request: HttpRequest, words: list[str]) -> list[int]:
    """Find the athletes whose names begin with the words, up to a bound that is told."""
    found = Athlete.objects.all()
    for word in words:
        found = found.filter(last_name__istartswith=word) | found.filter(
            first_name__istartswith=word
        )
    numbers = list(found.values_list("pk", flat=True)[: ATHLETES_AT_MOST + 1])
    if len(numbers) > ATHLETES_AT_MOST:
        said = f"Many are called so: here are the first {ATHLETES_AT_MOST}. Write more of the name."
        messages.warning(request, said)
    return numbers[:ATHLETES_AT_MOST]


def search_by_person_and_day(
    request: HttpRequest, rows: QuerySet[Any], term: str, *, moment: str, day: str = ""
) -> QuerySet[Any]:
    """Read each word as a day, as the number of a row, or as the beginning of a name.

    A name finds the newest rows by the field ``moment``; one that holds days is named by ``day``.
    """
    names = []
    for word in term.split():
        date = parse_day(word)
        if date is not None and day:
            rows = rows.filter(**{day: date})
        elif word.isdecimal() and len(word) <= MOST_DIGITS:
            rows = rows.filter(pk=int(word))
        else:
            names.append(word)
    if not names:
        return rows
    return rows.filter(pk__in=newest_of(athletes_called(request, names), rows, moment=moment))


def newest_of(athletes: list[int], rows: QuerySet[Any], *, moment: str) -> list[int]:
    """List the newest rows of some athletes, sorted here.

    The database finds them along the index on the athlete; asked for their order as well, MariaDB
    may walk a million rows from the newest back until it has met enough of theirs.
    """
    found = rows.filter(athlete__in=athletes).order_by()
    return [key for _at, key in nlargest(FOUND_AT_MOST, found.values_list(F(moment), "pk"))]


def parse_day(word: str) -> Any:
    try:
        return parse_date(word)
    except ValueError:
        return None
