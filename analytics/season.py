"""An athlete's months: load, fitness and form, day by day."""

from dataclasses import dataclass
from datetime import date

from analytics.engine.load import add_up_days, follow_load
from analytics.models import Athlete


@dataclass(frozen=True, slots=True)
class DayOfLoad:
    """One local day of an athlete."""

    date: date
    load: float
    fitness: float
    fatigue: float
    form: float


def load_by_day(athlete: Athlete, *, until: date) -> list[DayOfLoad]:
    """Follow an athlete's load from the first session to a day, rest days included."""
    rows = list(
        athlete.sessions.counting()
        .filter(local_date__lte=until)
        .order_by("local_date")
        .values_list("local_date", "training_load")
    )
    if not rows:
        return []
    season = follow_load(add_up_days(rows, first=rows[0][0], last=until)["load"])
    return [
        DayOfLoad(day.date(), load, fitness, fatigue, form)
        for day, load, fitness, fatigue, form in season[
            ["load", "fitness", "fatigue", "form"]
        ].itertuples()
    ]
