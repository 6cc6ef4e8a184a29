"""What is worked out of an athlete's season, kept for some hours or until anything changes.

The generation of the record book is part of the key. It grows in the very transaction that
changes anything of the season, so what was kept before is never asked for again.
"""

from collections.abc import Callable
from datetime import date
from typing import TypeVar

from django.core.cache import cache

from analytics.models import Athlete, RecordBook

KEPT_S = 6 * 60 * 60
Found = TypeVar("Found")


def remembered(athlete: Athlete, what: str, today: date, work_out: Callable[[], Found]) -> Found:
    """Give what was kept of an athlete's season, or work it out and keep it.

    Parameters
    ----------
    athlete : Athlete
    what : str
        Names the figures, with all that they depend on beside athlete and day.
    today : date
        The athlete's own day, up to which they go.
    work_out : callable
        Gives them from the tables; plain values that can be pickled.
    """
    books = RecordBook.objects.filter(athlete=athlete.pk)
    generation = books.values_list("generation", flat=True).first() or 0
    key = f"season:{athlete.pk}:{generation}:{today}:{what}"
    kept: tuple[Found] | None = cache.get(key)
    if kept is None:
        kept = (work_out(),)
        cache.set(key, kept, KEPT_S)
    return kept[0]
