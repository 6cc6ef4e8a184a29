"""The tables that staff send and fetch in bulk: athletes, weights, thresholds."""

from collections.abc import Iterator
from enum import StrEnum

from analytics.models import Athlete, BodyMass, Thresholds
from analytics.people import MEASURES

NAMES = ("number", "team", "first_name", "last_name")


class BulkTable(StrEnum):
    ATHLETES = "athletes"
    WEIGHTS = "weights"
    THRESHOLDS = "thresholds"


COLUMNS: dict[BulkTable, tuple[str, ...]] = {
    BulkTable.ATHLETES: (*NAMES, "time_zone"),
    BulkTable.WEIGHTS: (*NAMES, "date", "mass_kg"),
    BulkTable.THRESHOLDS: (*NAMES, "date", *MEASURES),
}


def rows_of(table: BulkTable) -> Iterator[list[object]]:
    """Give what is stored, in the columns in which it can be sent back."""
    if table == BulkTable.ATHLETES:
        for athlete in Athlete.objects.select_related("team").order_by("pk").iterator():
            yield [*names_of(athlete), athlete.time_zone]
        return
    dated, names = (
        (BodyMass.objects.all(), ("mass_kg",))
        if table == BulkTable.WEIGHTS
        else (Thresholds.objects.all(), MEASURES)
    )
    for row in dated.select_related("athlete__team").order_by("athlete_id", "date").iterator():
        values = [getattr(row, name) for name in names]
        yield [*names_of(row.athlete), row.date.isoformat(), *values]


def names_of(athlete: Athlete) -> list[object]:
    return [athlete.pk, athlete.team.name, athlete.first_name, athlete.last_name]
