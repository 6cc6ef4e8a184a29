"""An athlete's months: load, fitness and form by day and week, and the bests of a window."""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd
from django.db.models import F, Window
from django.db.models.functions import RowNumber

from analytics.engine.load import add_up_days, follow_load, sum_weeks
from analytics.models import Athlete, Peak
from analytics.season_cache import remembered


@dataclass(frozen=True, slots=True)
class DayOfLoad:
    """One local day of an athlete."""

    date: date
    load: float
    fitness: float
    fatigue: float
    form: float


@dataclass(frozen=True, slots=True)
class WeekOfLoad:
    """A week that starts on Monday; the last one may not be over."""

    monday: date
    fitness: float  # at its end
    ramp: float | None  # fitness gained in it; None: the first week


@dataclass(frozen=True, slots=True)
class Best:
    """The best over one duration, and the session that holds it."""

    power_w: float
    session_id: int
    day: date
    mass_kg: float | None

    @property
    def w_per_kg(self) -> float | None:
        return self.power_w / self.mass_kg if self.mass_kg else None


Series = tuple[int, int]  # level, duration [s]


def load_by_day(athlete: Athlete, *, until: date) -> list[DayOfLoad]:
    """Follow an athlete's load from the first session to a day, rest days included."""
    columns = _season(athlete, until)[["load", "fitness", "fatigue", "form"]]
    return [DayOfLoad(day.date(), *values) for day, *values in columns.itertuples()]


def fitness_by_week(athlete: Athlete, *, until: date) -> dict[date, WeekOfLoad]:
    """Give fitness at the end of each week, and what the week added to it; by its Monday."""
    weeks = sum_weeks(_season(athlete, until))[["fitness", "ramp"]]
    return {
        monday.date(): WeekOfLoad(monday.date(), fitness, None if pd.isna(ramp) else ramp)
        for monday, fitness, ramp in weeks.itertuples()
    }


def bests_until(athlete: Athlete, *, today: date, days: int | None) -> dict[Series, Best]:
    """Find the best peak that counts, by level and duration, of the days up to one; kept."""
    return remembered(
        athlete, f"bests-of-{days}", today, lambda: _find_bests(athlete, today=today, days=days)
    )


def _season(athlete: Athlete, until: date) -> pd.DataFrame:
    rows = list(
        athlete.sessions.counting()
        .filter(local_date__lte=until)
        .order_by("local_date")
        .values_list("local_date", "training_load")
    )
    first = rows[0][0] if rows else until
    season = follow_load(add_up_days(rows, first=first, last=until)["load"])
    return season if rows else season.iloc[:0]


def _find_bests(athlete: Athlete, *, today: date, days: int | None) -> dict[Series, Best]:
    first = Window(
        RowNumber(),
        partition_by=[F("level"), F("duration_s")],
        order_by=[F("power_w").desc(), F("session__started_at").asc(), F("pk").asc()],
    )
    peaks = Peak.objects.filter(
        session__athlete=athlete,
        session__duplicate_of=None,
        session__local_date__lte=today,
        eligible=True,
        quarantine="",
    )
    if days is not None:
        peaks = peaks.filter(session__local_date__gt=today - timedelta(days=days))
    rows = peaks.order_by().annotate(place=first).filter(place=1)
    columns = ("power_w", "session_id", "session__local_date", "session__mass_kg")
    return {
        (level, duration_s): Best(*values)
        for level, duration_s, *values in rows.values_list("level", "duration_s", *columns)
    }
