import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from analytics.spreadsheets import (
    MOST_ROWS,
    RowFault,
    UnreadableTable,
    read_table,
    write_workbook,
)

COLUMNS = ("name", "date", "mass_kg")
TEXT = "name,date,mass_kg\nÁnn,2026-05-03,61.5\n"
READ = [(2, {"name": "Ánn", "date": "2026-05-03", "mass_kg": "61.5"})]


def workbook(*rows) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    (
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.replace(",", ";").encode(),
        TEXT.replace(",", "\t").replace("\n", "\r\n").encode(),
        b"mass_kg,name,date\n61.5,\xc3\x81nn,2026-05-03\n\n,,\n",
        workbook(COLUMNS, ("Ánn", date(2026, 5, 3), 61.5), (None, None, None)),
        workbook(COLUMNS, ("Ánn", datetime(2026, 5, 3), "61.5")),  # noqa: DTZ001 - as Excel has them
    ),
)
def test_usual_encodings_delimiters_and_workbooks_read_the_same(data):
    table = read_table(data, COLUMNS)

    assert (table.rows, table.faults) == (READ, [])


def test_rows_in_another_encoding_are_named():
    table = read_table(TEXT.encode() + "José,2026-05-04,60\n".encode("latin-1"), COLUMNS)

    assert table.rows == READ
    assert [fault.row for fault in table.faults] == [3]
    assert "UTF-8" in table.faults[0].sentence


@pytest.mark.parametrize("cell", ("=1+1", "@SUM(A1)", "+1", "-1"))
def test_formula_cells_are_named_in_csv_and_workbook(cell):
    for data in (
        f"name,date,mass_kg\n{cell},2026-05-03,60\n".encode(),
        workbook(COLUMNS, (cell, "2026-05-03", 60)),
    ):
        table = read_table(data, COLUMNS)
        assert table.rows == []
        assert table.faults == [
            RowFault(2, f"“{cell}” under name is a formula; write the value itself.")
        ]


def test_a_row_of_another_delimiter_is_named():
    table = read_table(f"{TEXT}Bea;2026-05-04;60\n".encode(), COLUMNS)

    assert table.rows == READ
    assert table.faults == [RowFault(3, "It has 1 cells, the heading has 3.")]


@pytest.mark.parametrize(
    ("data", "said"),
    (
        (b"", "Row 1"),
        (b"name|date|mass_kg\n", "comma, semicolon or tab"),
        (b"name,date\nAnn,2026-05-03\n", "has to name these columns"),
        (b"n\xe9me,date,mass_kg\n", "Row 1 is not UTF-8"),
        (b"\xff\xfex", "UTF-16"),
        (b"PK\x03\x04 and no more", "no workbook"),
        (b"x" * 6_000_000, "larger than 5 MB"),
        (TEXT.encode() + b"a,b,c\n" * MOST_ROWS, "more than 10,000 rows"),
    ),
)
def test_what_is_no_table_is_refused_by_one_sentence(data, said):
    with pytest.raises(UnreadableTable, match=said):
        read_table(data, COLUMNS)


def test_a_workbook_that_unpacks_to_too_much_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"0" * 200_000_000)

    with pytest.raises(UnreadableTable, match="too large once unpacked"):
        read_table(out.getvalue(), COLUMNS)


def test_a_workbook_is_read_by_a_parser_without_entities():
    assert openpyxl.DEFUSEDXML


@pytest.mark.parametrize("text", ("=cmd|' /C calc'!A0", "+1", "-Jean", "@x", "\tx"))
def test_a_workbook_of_ours_holds_no_cell_that_would_run_and_comes_back_as_it_was(text):
    data = write_workbook(COLUMNS, [[text, "2026-05-03", 61.5]])

    cell = openpyxl.load_workbook(io.BytesIO(data)).active["A2"]
    assert (cell.data_type, cell.value) == ("s", f"'{text}")
    ((_, row),) = read_table(data, COLUMNS).rows
    assert row["name"] == text
