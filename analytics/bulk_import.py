"""Athletes, weights and thresholds from a table: each row judged, then all of them or none.

An athlete is known by number, or by team and name where the number is left empty; on the table of
athletes an empty number is somebody new. A day that has a value already gets the new one.
"""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from analytics.audit import Act, record_act
from analytics.bulk_tables import BulkTable
from analytics.models import Athlete, BodyMass, Team, Thresholds
from analytics.people import MEASURES, dossier_of, note_changes
from analytics.spreadsheets import RowFault, Table


class RowRefused(Exception):
    """A row cannot be taken; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class Change:
    """What one row does: an athlete, or a day of one."""

    row: int
    sentence: str
    saved: Athlete | BodyMass | Thresholds
    key: tuple[object, ...]  # what may stand in the file only once


@dataclass(slots=True)
class Plan:
    changes: list[Change] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)
    unchanged: int = 0


class Known:
    """The teams and athletes that rows may name, read once."""

    def __init__(self) -> None:
        self.teams = {team.name.casefold(): team for team in Team.objects.all()}
        self.athletes = {row.pk: row for row in Athlete.objects.select_related("team")}
        self.by_name: dict[tuple[str, ...], list[Athlete]] = {}
        for athlete in self.athletes.values():
            self.by_name.setdefault(_name_key(athlete), []).append(athlete)

    def team(self, name: str) -> Team:
        team = self.teams.get(name.casefold())
        if team is None:
            raise RowRefused(f"There is no team “{name}”.")
        return team

    def athlete(self, row: dict[str, str]) -> Athlete:
        """Find whom a row means; a number and a name that disagree are refused."""
        if row["number"]:
            return self.numbered(row["number"], called=f"{row['first_name']} {row['last_name']}")
        team = self.team(row["team"])
        key = (str(team.pk), row["first_name"].casefold(), row["last_name"].casefold())
        found = self.by_name.get(key, [])
        name = f"{row['first_name']} {row['last_name']}"
        if not found:
            raise RowRefused(f"There is no {name} in {team}.")
        if len(found) > 1:
            raise RowRefused(f"{name} of {team} is not the only one: give the number.")
        return found[0]

    def numbered(self, number: str, *, called: str = "") -> Athlete:
        athlete = self.athletes.get(int(number)) if number.isascii() and number.isdigit() else None
        if athlete is None:
            raise RowRefused(f"There is no athlete with the number “{number}”.")
        if called.strip() and called.casefold() != str(athlete).casefold():
            raise RowRefused(f"Number {number} is {athlete}, not {called}.")
        return athlete


def _name_key(athlete: Athlete) -> tuple[str, ...]:
    return str(athlete.team_id), athlete.first_name.casefold(), athlete.last_name.casefold()


def plan_import(kind: BulkTable, table: Table) -> Plan:
    """Judge every row; nothing is stored."""
    plan = Plan(faults=list(table.faults))
    known = Known()
    read = READERS[kind](known)
    seen: dict[tuple[object, ...], int] = {}
    for number, row in table.rows:
        try:
            change = read(number, row)
            if change is None:
                plan.unchanged += 1
                continue
            first = seen.setdefault(change.key, number)
            if first != number:
                raise RowRefused(f"Row {first} says something of the same already.")
            change.saved.full_clean(exclude=("athlete", "team"), validate_unique=False)
        except RowRefused as refusal:
            plan.faults.append(RowFault(number, str(refusal)))
        except ValidationError as error:
            plan.faults.append(RowFault(number, _told(error)))
        else:
            plan.changes.append(change)
    plan.faults.sort(key=lambda fault: fault.row)
    return plan


def _told(error: ValidationError) -> str:
    said = [
        f"{name}: {message}" if name != "__all__" else message
        for name, messages in error.message_dict.items()
        for message in messages
    ]
    return " ".join(said)


def _athletes(known: Known) -> Callable[[int, dict[str, str]], Change | None]:
    def read(number: int, row: dict[str, str]) -> Change | None:
        team = known.team(row["team"])
        if not row["number"]:
            athlete = Athlete(team=team, time_zone=row["time_zone"] or "UTC")
            athlete.first_name, athlete.last_name = row["first_name"], row["last_name"]
            key = _name_key(athlete)
            if key in known.by_name:
                there = known.by_name[key][0]
                raise RowRefused(f"{there} of {team} is there already, as number {there.pk}.")
            return Change(number, f"New: {athlete} in {team}.", athlete, key)
        athlete = known.numbered(row["number"])
        before = (athlete.team_id, str(athlete), athlete.time_zone)
        told = f"{athlete} of {athlete.team}"
        athlete.team = team
        athlete.first_name, athlete.last_name = row["first_name"], row["last_name"]
        athlete.time_zone = row["time_zone"] or athlete.time_zone
        if before == (athlete.team_id, str(athlete), athlete.time_zone):
            return None
        sentence = f"{told} becomes {athlete} of {team}, {athlete.time_zone}."
        return Change(number, sentence, athlete, (athlete.pk,))

    return read


def _weights(known: Known) -> Callable[[int, dict[str, str]], Change | None]:
    stored = {(row.athlete_id, row.date): row for row in BodyMass.objects.all()}

    def read(number: int, row: dict[str, str]) -> Change | None:
        athlete, day = known.athlete(row), parse_day(row["date"])
        mass_kg = parse_number(row["mass_kg"], "mass_kg")
        if mass_kg is None:
            raise RowRefused("There is no mass_kg.")
        mass = stored.get((athlete.pk, day)) or BodyMass(athlete=athlete, date=day)
        before: float | None = mass.mass_kg  # none yet of a new day
        if before == mass_kg:
            return None
        was = "" if before is None else f" (was {before:g})"
        mass.mass_kg = mass_kg
        sentence = f"{athlete}, {day}: {mass_kg:g} kg{was}."
        return Change(number, sentence, mass, (athlete.pk, day))

    return read


def _thresholds(known: Known) -> Callable[[int, dict[str, str]], Change | None]:
    stored = {(row.athlete_id, row.date): row for row in Thresholds.objects.all()}

    def read(number: int, row: dict[str, str]) -> Change | None:
        athlete, day = known.athlete(row), parse_day(row["date"])
        values = {name: parse_number(row[name], name) for name in MEASURES}
        if not any(value is not None for value in values.values()):
            raise RowRefused("It gives no value.")
        thresholds = stored.get((athlete.pk, day)) or Thresholds(athlete=athlete, date=day)
        if values == {name: getattr(thresholds, name) for name in MEASURES}:
            return None
        for name, value in values.items():
            setattr(thresholds, name, value)
        told = ", ".join(f"{name} {value:g}" for name, value in values.items() if value is not None)
        return Change(number, f"{athlete}, {day}: {told}.", thresholds, (athlete.pk, day))

    return read


READERS: dict[BulkTable, Callable[[Known], Callable[[int, dict[str, str]], Change | None]]] = {
    BulkTable.ATHLETES: _athletes,
    BulkTable.WEIGHTS: _weights,
    BulkTable.THRESHOLDS: _thresholds,
}


def parse_day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise RowRefused(f"“{text[:40]}” is not a day; write one such as 2026-05-03.") from None


def parse_number(text: str, name: str) -> float | None:
    """Read a number with a point or, where none is there, a comma; an empty cell is no value."""
    if not text:
        return None
    try:
        number = float(text if "." in text else text.replace(",", "."))
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise RowRefused(f"“{text[:40]}” under {name} is not a number.")
    return number


@transaction.atomic
def import_table(kind: BulkTable, table: Table, act: Act) -> tuple[Plan, set[int]]:
    """Store what the rows say, all or nothing; gives the athletes whose figures are due."""
    plan = plan_import(kind, table)
    if plan.faults:
        return plan, set()
    athletes = list(_existing(plan.changes))
    list(Athlete.objects.select_for_update().filter(pk__in=[each.pk for each in athletes]))
    before = {athlete.pk: dossier_of(athlete) for athlete in athletes}
    for change in plan.changes:
        is_new = isinstance(change.saved, Athlete) and change.saved.pk is None
        change.saved.save()
        if is_new and isinstance(change.saved, Athlete):
            subject = f"athlete {change.saved.pk}"
            record_act(act, "athlete.created", subject=subject, athlete=change.saved)
    for athlete in athletes:
        note_changes(before[athlete.pk], athlete, act)
    detail = {"rows": len(plan.changes), "unchanged": plan.unchanged}
    record_act(act, "athletes.imported", subject=f"table of {kind}", detail=detail)
    return plan, set(before)


def _existing(changes: Iterable[Change]) -> Iterable[Athlete]:
    """Give each athlete once who was there before."""
    concerned: dict[Any, Athlete] = {}
    for change in changes:
        athlete = change.saved if isinstance(change.saved, Athlete) else change.saved.athlete
        if athlete.pk is not None:
            concerned.setdefault(athlete.pk, athlete)
    return concerned.values()
