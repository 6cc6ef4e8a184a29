"""The ledger read: who held a record from when to when, and what the best was on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F

from analytics.engine.peaks import FRESH_LEVEL
from analytics.engine.records import WINDOW_DAYS
from analytics.engine.vocabulary import Window
from analytics.models import Athlete, Peak, Record, RelativeRecord, Session


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


def list_reigns(athlete: Athlete, asked: Series) -> list[Reign]:
    """List the records of one series and window, the newest first.

    A record stands until the next one, and in a window of days until it leaves it.
    """
    records = _records_of(athlete, asked)
    reigns = []
    for number, (session, value, previous) in enumerate(records, 1):
        ends = [following.local_date for following, *_ in records[number : number + 1]]
        if asked.window in WINDOW_DAYS:
            ends.append(session.local_date + timedelta(days=WINDOW_DAYS[asked.window] + 1))
        until = min(ends, default=None)
        reigns.append(Reign(value, previous, session, session.local_date, until))
    return reigns[::-1]


def _records_of(athlete: Athlete, asked: Series) -> list[tuple[Session, float, float | None]]:
    rows = {
        "session__athlete": athlete,
        "level": asked.level,
        "duration_s": asked.duration_s,
        "window": asked.window,
    }
    order = ("session__started_at", "session_id")
    if asked.per_kg:
        kilos = RelativeRecord.objects.filter(**rows).select_related("session").order_by(*order)
        return [(row.session, row.w_per_kg, row.previous_w_per_kg) for row in kilos]
    watts = Record.objects.filter(**rows).select_related("session").order_by(*order)
    return [(row.session, row.power_w, row.previous_w) for row in watts]


def best_on(athlete: Athlete, day: date, asked: Series) -> Peak | None:
    """Find the best of a window at the end of a day, that day's rides included."""
    peaks = Peak.objects.filter(
        session__athlete=athlete,
        session__duplicate_of=None,
        session__local_date__lte=day,
        duration_s=asked.duration_s,
        level=asked.level,
        eligible=True,
        quarantine="",
    )
    if asked.window in WINDOW_DAYS:
        first = day - timedelta(days=WINDOW_DAYS[asked.window])
        peaks = peaks.filter(session__local_date__gt=first)
    value = F("power_w") / F("session__mass_kg") if asked.per_kg else F("power_w")
    ranked = peaks.select_related("session").annotate(value=value).exclude(value=None)
    return ranked.order_by("-value", "session__started_at").first()
