from datetime import UTC, date, datetime

import pytest

from analytics.audit import Act
from analytics.bulk_import import import_table, plan_import
from analytics.bulk_tables import COLUMNS, BulkTable, rows_of
from analytics.csv_cells import write_csv
from analytics.models import Athlete, AuditEntry, BodyMass, Thresholds
from analytics.spreadsheets import read_table, write_workbook
from tests.make import make_athlete, make_staff, make_team

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 5, 4, tzinfo=UTC)


@pytest.fixture
def act():
    return Act(make_staff(), NOW)


def table_of(kind: BulkTable, *rows: str):
    return read_table("\n".join([";".join(COLUMNS[kind]), *rows]).encode(), COLUMNS[kind])


def faults_of(kind: BulkTable, *rows: str) -> dict[int, str]:
    return {fault.row: fault.sentence for fault in plan_import(kind, table_of(kind, *rows)).faults}


def test_athletes_are_made_and_changed(act):
    team, other = make_team(name="Sedgefen"), make_team(name="Marshside")
    there = make_athlete(team=team, last_name="Reed")
    table = table_of(
        BulkTable.ATHLETES,
        f"{there.pk};Marshside;Ada;Sedge;Europe/Ljubljana",
        ";sedgefen;Bea;Marsh;",
    )

    plan, due = import_table(BulkTable.ATHLETES, table, act)

    assert (plan.faults, len(plan.changes), due) == ([], 2, {there.pk})
    there.refresh_from_db()
    assert (str(there), there.team, there.time_zone) == ("Ada Sedge", other, "Europe/Ljubljana")
    assert Athlete.objects.get(last_name="Marsh").time_zone == "UTC"
    assert set(AuditEntry.objects.values_list("act", flat=True)) == {
        "athlete.moved",
        "athlete.details_changed",
        "athlete.created",
        "athletes.imported",
    }


def test_weights_and_thresholds_are_stored_and_told_athlete_by_athlete(act):
    athlete = make_athlete(team=make_team(name="Sedgefen"), last_name="Reed")
    BodyMass.objects.create(athlete=athlete, date=date(2026, 5, 1), mass_kg=62)
    weights = table_of(
        BulkTable.WEIGHTS,
        f"{athlete.pk};;;;2026-05-01;61,5",  # a comma, as half of Europe writes it
        ";Sedgefen;ada;reed;2026-05-02;61",
        f"{athlete.pk};Sedgefen;Ada;Reed;2026-05-03;60.9",
    )
    thresholds = table_of(BulkTable.THRESHOLDS, f"{athlete.pk};;;;2026-05-01;271;21000;;")

    import_table(BulkTable.WEIGHTS, weights, act)
    import_table(BulkTable.THRESHOLDS, thresholds, act)

    assert list(athlete.masses.values_list("mass_kg", flat=True)) == [61.5, 61, 60.9]
    stored = athlete.thresholds.get()
    assert (stored.critical_power_w, stored.ftp_w) == (271, None)
    told = AuditEntry.objects.about(athlete).values_list("act", flat=True)
    assert sorted(told) == ["athlete.masses_changed", "athlete.thresholds_changed"]
    athlete.refresh_from_db()
    assert athlete.records_due_from == date(1970, 1, 1)  # the earliest holds for the days before


def test_each_bad_row_is_named_and_nothing_is_stored(act):
    athlete = make_athlete(team=make_team(name="Sedgefen"), last_name="Reed")
    make_athlete(team=athlete.team, last_name="Twin")
    make_athlete(team=athlete.team, last_name="Twin")
    rows = (
        f"{athlete.pk};;;;2026-05-01;61",
        "999999;;;;2026-05-01;61",
        f"{athlete.pk};;Bea;Marsh;2026-05-02;61",
        ";Nowhere;Ada;Reed;2026-05-02;61",
        ";Sedgefen;No;Body;2026-05-02;61",
        ";Sedgefen;Ada;Twin;2026-05-02;61",
        f"{athlete.pk};;;;3.5.2026;61",
        f"{athlete.pk};;;;2026-05-03;heavy",
        f"{athlete.pk};;;;2026-05-04;500",
        f"{athlete.pk};;;;2026-05-05;",
        f"{athlete.pk};;;;2026-05-01;62",
        f"{athlete.pk};;;;2026-05-06;=1+60",
        f"{athlete.pk};;;;2026-05-07",
        f"{athlete.pk};;;;2026-05-08;nan",
    )

    plan, due = import_table(BulkTable.WEIGHTS, table_of(BulkTable.WEIGHTS, *rows), act)

    assert {fault.row: fault.sentence for fault in plan.faults} == {
        3: "There is no athlete with the number “999999”.",
        4: f"Number {athlete.pk} is Ada Reed, not Bea Marsh.",
        5: "There is no team “Nowhere”.",
        6: "There is no No Body in Sedgefen.",
        7: "Ada Twin of Sedgefen is not the only one: give the number.",
        8: "“3.5.2026” is not a day; write one such as 2026-05-03.",
        9: "“heavy” under mass_kg is not a number.",
        10: "A mass lies between 25 and 250 kg.",
        11: "There is no mass_kg.",
        12: "Row 2 says something of the same already.",
        13: "“=1+60” under mass_kg is a formula; write the value itself.",
        14: "It has 5 cells, the heading has 6.",
        15: "“nan” under mass_kg is not a number.",
    }
    assert (due, BodyMass.objects.count(), AuditEntry.objects.count()) == (set(), 0, 0)


def test_bad_rows_of_athletes_are_named():
    athlete = make_athlete(team=make_team(name="Sedgefen"), last_name="Reed")

    assert faults_of(
        BulkTable.ATHLETES,
        ";Sedgefen;Ada;Reed;UTC",
        ";Sedgefen;Bea;Marsh;Europe/Nowhere",
        ";Sedgefen;Cee;;UTC",
        ";Sedgefen;Dee;Fen;UTC",
        ";Sedgefen;dee;FEN;UTC",
    ) == {
        2: f"Ada Reed of Sedgefen is there already, as number {athlete.pk}.",
        3: "time_zone: “Europe/Nowhere” is not a time zone; write one such as Europe/Ljubljana.",
        4: "last_name: This field cannot be blank.",
        6: "Row 5 says something of the same already.",
    }


def test_thresholds_that_cannot_be_are_named():
    athlete = make_athlete()

    faults = faults_of(
        BulkTable.THRESHOLDS,
        f"{athlete.pk};;;;2026-05-01;2710;;;",
        f"{athlete.pk};;;;2026-05-02;;;;",
    )

    assert "between 30 and 1000 W" in faults[2]
    assert faults[3] == "It gives no value."


@pytest.mark.parametrize("kind", tuple(BulkTable))
@pytest.mark.parametrize("form", ("csv", "xlsx"))
def test_what_was_fetched_comes_back_without_a_change(kind, form):
    athlete = make_athlete(last_name='=Réed, "Al"')
    BodyMass.objects.create(athlete=athlete, date=date(2026, 5, 1), mass_kg=61.25)
    Thresholds.objects.create(athlete=athlete, date=date(2026, 5, 1), critical_power_w=271.5)
    rows = list(rows_of(kind))

    written = (
        write_workbook(COLUMNS[kind], rows)
        if form == "xlsx"
        else write_csv(COLUMNS[kind], rows).encode()
    )
    plan = plan_import(kind, read_table(written, COLUMNS[kind]))

    assert (plan.faults, plan.changes, plan.unchanged) == ([], [], 1)
