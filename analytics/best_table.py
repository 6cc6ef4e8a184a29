"""An athlete's bests as a table: per duration and window, with the day, the ride and the trend."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from analytics.engine.peaks import FRESH_LEVEL
from analytics.engine.records import WINDOW_DAYS
from analytics.engine.vocabulary import Window
from analytics.models import Athlete
from analytics.season import Best, bests_until

DURATIONS_S = (1, 5, 15, 30, 60, 180, 300, 600, 1200, 1800, 3600, 7200)
TREND_DAYS = WINDOW_DAYS[Window.EIGHT_WEEKS]


@dataclass(frozen=True, slots=True)
class BestRow:
    """The bests over one duration."""

    duration_s: int
    cells: Sequence[tuple[Window, Best | None]]
    trend_percent: float | None  # the last 8 weeks against the 8 before; None: one is empty


def compose_bests(athlete: Athlete, *, today: date) -> list[BestRow]:
    """List the fresh bests that count; durations never ridden are left out."""
    bests = {
        window: bests_until(athlete, today=today, days=WINDOW_DAYS.get(window)) for window in Window
    }
    before = bests_until(athlete, today=today - timedelta(days=TREND_DAYS), days=TREND_DAYS)
    return [
        BestRow(
            duration_s,
            [(window, bests[window].get((FRESH_LEVEL, duration_s))) for window in Window],
            _trend(bests[Window.EIGHT_WEEKS], before, (FRESH_LEVEL, duration_s)),
        )
        for duration_s in DURATIONS_S
        if (FRESH_LEVEL, duration_s) in bests[Window.ALL_TIME]
    ]


def _trend(
    now: dict[tuple[int, int], Best], before: dict[tuple[int, int], Best], key: tuple[int, int]
) -> float | None:
    if key not in now or key not in before:
        return None
    return 100 * (now[key].power_w / before[key].power_w - 1)
