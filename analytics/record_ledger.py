"""The ledger read: who held a record from when to when, and what the best was on a day."""

from dataclasses import dataclass
from datetime import date, timedelta

from analytics.engine.peaks import FRESH_LEVEL
from analytics.engine.records import WINDOW_DAYS
from analytics.engine.vocabulary import Window
from analytics.models import Athlete, Peak, Record, Session


@dataclass(frozen=True, slots=True)
class Reign:
    """One record, as long as it stood."""

    record: Record
    session: Session
    since: date
    until: date | None  # the first day on which it stood no more; None: it still stands

    @property
    def gain_percent(self) -> float | None:
        if self.record.previous_w is None:
            return None
        return 100 * (self.record.power_w / self.record.previous_w - 1)


def list_reigns(
    athlete: Athlete, *, duration_s: int, window: Window, level: int = FRESH_LEVEL
) -> list[Reign]:
    """List the records of one duration and window, the newest first.

    A record stands until the next one, and in a window of days until it leaves it.
    """
    records = list(
        Record.objects.filter(
            session__athlete=athlete, duration_s=duration_s, window=window, level=level
        )
        .select_related("session")
        .order_by("session__started_at", "session_id")
    )
    reigns = []
    for number, record in enumerate(records, 1):
        since = record.session.local_date
        ends = [following.session.local_date for following in records[number : number + 1]]
        if window in WINDOW_DAYS:
            ends.append(since + timedelta(days=WINDOW_DAYS[window] + 1))
        reigns.append(Reign(record, record.session, since, min(ends, default=None)))
    return reigns[::-1]


def best_on(
    athlete: Athlete, day: date, *, duration_s: int, window: Window, level: int = FRESH_LEVEL
) -> Peak | None:
    """Find the best of a window at the end of a day, that day's rides included."""
    peaks = Peak.objects.filter(
        session__athlete=athlete,
        session__duplicate_of=None,
        session__local_date__lte=day,
        duration_s=duration_s,
        level=level,
        eligible=True,
        quarantine="",
    )
    if window in WINDOW_DAYS:
        peaks = peaks.filter(session__local_date__gt=day - timedelta(days=WINDOW_DAYS[window]))
    ranked = peaks.select_related("session").order_by("-power_w", "session__started_at")
    return ranked.first()
