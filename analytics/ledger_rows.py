"""The ledger's rows: records in W and W/kg, and high marks; only what differs is written."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
from django.db.models import Q

from analytics.engine.peak_columns import RiddenPeaks
from analytics.engine.record_history import WINDOWS, Decided, FoundRecords, History
from analytics.models import HighMark, Record, RelativeRecord
from analytics.plain_rows import insert_rows

KEYS_AT_ONCE = 500
PLACE = ("session", "athlete", "started_at_s")
SERIES = ("level", "duration_s")
RECORD_FIELDS = (*PLACE, *SERIES, "window", "power_w", "previous_w")
RELATIVE_FIELDS = (*PLACE, *SERIES, "window", "w_per_kg", "previous_w_per_kg")
MARK_FIELDS = (*PLACE, *SERIES, "per_kg", "value")

Place = tuple[int, int, int]
Row = tuple[Any, ...]


class ToldRecord(NamedTuple):
    """One record as a person is told of it."""

    session_id: int
    per_kg: bool
    level: int
    duration_s: int
    window: str
    value: float  # W, or W/kg
    previous: float | None


@dataclass(frozen=True, slots=True)
class LedgerChange:
    came: frozenset[ToldRecord]
    went: frozenset[ToldRecord]


def write_ledger(
    rides: Sequence[RiddenPeaks],
    history: History,
    decided: Decided,
    *,
    athlete_id: int,
    scope: Q | None,
    first: int,
) -> LedgerChange:
    """Bring the rows in scope in line with the rides from the position ``first`` on.

    Without a scope there are no rows yet. A row that only has another place in the ledger
    is written again, and is neither come nor gone.
    """
    placed = [(ride.session_id, athlete_id, ride.started_at_s) for ride in rides]
    came: set[ToldRecord] = set()
    went: set[ToldRecord] = set()
    for per_kg, model, fields, found in (
        (False, Record, RECORD_FIELDS, decided.records),
        (True, RelativeRecord, RELATIVE_FIELDS, decided.per_kg),
    ):
        wanted = _record_rows(found, history, placed, first=first)
        new, gone = _replace_rows(model, fields, scope, wanted)
        came.update(_told(row, per_kg=per_kg) for row in new)
        went.update(_told(row, per_kg=per_kg) for row in gone)
    marks = _mark_rows(history, decided, placed, first=first)
    _replace_rows(HighMark, MARK_FIELDS, scope, marks)
    return LedgerChange(frozenset(came - went), frozenset(went - came))


def _told(row: Row, *, per_kg: bool) -> ToldRecord:
    return ToldRecord(row[0], per_kg, *row[len(PLACE) :])


def _record_rows(
    found: FoundRecords, history: History, placed: Sequence[Place], *, first: int
) -> set[Row]:
    at = np.flatnonzero(found.session >= first)
    columns = (
        history.levels[found.series[at]].tolist(),
        history.durations_s[found.series[at]].tolist(),
        [WINDOWS[window].value for window in found.window[at].tolist()],
        found.value[at].tolist(),
        [None if previous != previous else previous for previous in found.previous[at].tolist()],
    )
    places = [placed[session] for session in found.session[at].tolist()]
    return {(*place, *row) for place, *row in zip(places, *columns, strict=True)}


def _mark_rows(
    history: History, decided: Decided, placed: Sequence[Place], *, first: int
) -> set[Row]:
    rows: set[Row] = set()
    for per_kg, marks in zip((False, True), decided.marks, strict=True):
        session, series = np.nonzero(marks[first:])
        session += first
        value = history.powers_w[session, series]
        if per_kg:
            value = value / history.masses_kg[session]
        places = [placed[position] for position in session.tolist()]
        levels, durations_s = history.levels[series].tolist(), history.durations_s[series].tolist()
        told = zip(places, levels, durations_s, value.tolist(), strict=True)
        rows.update((*place, level, d_s, per_kg, value) for place, level, d_s, value in told)
    return rows


def _replace_rows(
    model: type[Any], fields: Sequence[str], scope: Q | None, wanted: set[Row]
) -> tuple[list[Row], list[Row]]:
    """Write what differs; gives what is new and what is gone."""
    there: dict[Row, int] = {}
    if scope is not None:
        known = model.objects.filter(scope).order_by().values_list("pk", *fields)
        there = {row[1:]: row[0] for row in known}
    gone = {key: pk for key, pk in there.items() if key not in wanted}
    keys = list(gone.values())
    for start in range(0, len(keys), KEYS_AT_ONCE):
        model.objects.filter(pk__in=keys[start : start + KEYS_AT_ONCE]).delete()
    new = sorted(wanted - there.keys(), key=lambda row: row[:6])
    insert_rows(model, fields, new)
    return new, list(gone)
