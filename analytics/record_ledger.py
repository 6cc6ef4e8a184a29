"""The ledger read: who held a record from when to when, and what the best was on a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

from django.db.models import F, Q, QuerySet

from analytics.engine.peaks import FRESH_LEVEL
from analytics.engine.records import WINDOW_DAYS
from analytics.engine.vocabulary import Window
from analytics.models import Athlete, HighMark, Peak, Record, RelativeRecord, Session

A_PAGE = 50
AnyRecord = Record | RelativeRecord


@dataclass(frozen=True, slots=True)
class Series:
    """Which records: of one duration, level and window, in W or W/kg."""

    duration_s: int
    window: Window
    level: int = FRESH_LEVEL
    per_kg: bool = False


@dataclass(frozen=True, slots=True)
class Reign:
    """One record, as long as it stood."""

    value: float  # W, or W/kg
    previous: float | None  # None: the first value ever
    session: Session
    since: date
    until: date | None  # the first day on which it stood no more; None: it still stands

    @property
    def gain_percent(self) -> float | None:
        return None if self.previous is None else 100 * (self.value / self.previous - 1)


@dataclass(frozen=True, slots=True)
class ReignPage:
    """Some records of a series, the newest first."""

    reigns: Sequence[Reign]
    older_than: int | None  # the session whose record is the last here; None: nothing is older


def list_reigns(athlete: Athlete, asked: Series, *, older_than: int | None = None) -> ReignPage:
    """List the records of one series and window, the newest first, a page of them.

    A record stands until the next one, and in a window of days until it leaves it.
    ``older_than`` names the session whose record the page before ended with.
    """
    rows = _records_of(athlete, asked)
    newer = None if older_than is None else rows.filter(session=older_than).first()
    if newer is not None:
        at = {"started_at_s": newer.started_at_s, "session__lt": newer.session_id}
        rows = rows.filter(Q(started_at_s__lt=newer.started_at_s) | Q(**at))
    found = list(rows[: A_PAGE + 1])
    pairs = pairwise([newer, *found[:A_PAGE]])
    reigns = [_reign(row, following, asked) for following, row in pairs if row is not None]
    last = found[A_PAGE - 1].session_id if len(found) > A_PAGE else None
    return ReignPage(reigns, last)


def best_on(athlete: Athlete, day: date, asked: Series) -> Peak | None:
    """Find the best of a window at the end of a day, that day's rides included."""
    days = WINDOW_DAYS.get(asked.window)
    peaks = Peak.objects.filter(duration_s=asked.duration_s, level=asked.level)
    peaks = peaks.select_related("session")
    if days is None:
        mark = _marks_of(athlete, asked).filter(session__local_date__lte=day).first()
        return None if mark is None else peaks.filter(session=mark.session_id).first()
    value = F("power_w") / F("session__mass_kg") if asked.per_kg else F("power_w")
    within = peaks.filter(
        session__athlete=athlete,
        session__duplicate_of=None,
        session__local_date__lte=day,
        session__local_date__gt=day - timedelta(days=days),
        eligible=True,
        quarantine="",
    )
    ranked = within.annotate(value=value).exclude(value=None)
    return ranked.order_by("-value", "session__started_at").first()


def _reign(row: AnyRecord, following: AnyRecord | None, asked: Series) -> Reign:
    since = row.session.local_date
    ends = [] if following is None else [following.session.local_date]
    if asked.window in WINDOW_DAYS:
        ends.append(since + timedelta(days=WINDOW_DAYS[asked.window] + 1))
    return Reign(*_values_of(row), row.session, since, min(ends, default=None))


def _values_of(row: AnyRecord) -> tuple[float, float | None]:
    if isinstance(row, RelativeRecord):
        return row.w_per_kg, row.previous_w_per_kg
    return row.power_w, row.previous_w


def _records_of(athlete: Athlete, asked: Series) -> QuerySet[Any]:
    model: type[Any] = RelativeRecord if asked.per_kg else Record
    rows = model.objects.filter(
        athlete=athlete, level=asked.level, duration_s=asked.duration_s, window=asked.window
    )
    return rows.select_related("session").order_by("-started_at_s", "-session_id")  # type: ignore[no-any-return]  # of either model


def _marks_of(athlete: Athlete, asked: Series) -> QuerySet[HighMark]:
    return HighMark.objects.filter(
        athlete=athlete, level=asked.level, duration_s=asked.duration_s, per_kg=asked.per_kg
    ).order_by("-started_at_s", "-session_id")
