"""Tables as people send and fetch them: CSV in the encodings and delimiters of spreadsheets, XLSX.

Reading gives text cells and a sentence for each row that cannot be read; nothing is guessed.
Text that a spreadsheet would run is refused on the way in and defused on the way out.
"""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from analytics.csv_cells import RUN_BY_SPREADSHEETS, defused

MOST_BYTES = 5 * 1024 * 1024
MOST_UNPACKED_BYTES = 100 * 1024 * 1024
MOST_ROWS = 10_000
MOST_COLUMNS = 50
DELIMITERS = (",", ";", "\t")
BYTE_ORDER_MARKS = (
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
    (b"\xef\xbb\xbf", "utf-8-sig"),
)


class UnreadableTable(Exception):
    """The file is no table that we can read; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True)
class RowFault:
    row: int  # as a spreadsheet numbers it: the heading is row 1
    sentence: str


@dataclass(frozen=True, slots=True)
class Table:
    """Rows by the names of the heading, with their numbers; faults of those left out."""

    rows: list[tuple[int, dict[str, str]]]
    faults: list[RowFault]


def read_table(data: bytes, columns: Sequence[str]) -> Table:
    """Read a file that holds the given columns, in any order; others are refused by name."""
    if len(data) > MOST_BYTES:
        raise UnreadableTable("The file is larger than 5 MB: split it.")
    if data.startswith(b"PK\x03\x04"):
        lines, faults = _lines_of_workbook(data), list[RowFault]()
    else:
        text, faults = _decoded(data)
        lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter_of(text, columns))
    try:
        numbered = list(enumerate(islice(lines, MOST_ROWS + 2), start=1))
    except csv.Error as error:
        raise UnreadableTable(f"This is no table: {error}.") from error
    if len(numbered) > MOST_ROWS + 1:
        raise UnreadableTable(f"The file has more than {MOST_ROWS:,} rows: split it.")
    return _named(numbered, columns, faults)


def _named(
    numbered: list[tuple[int, list[str]]], columns: Sequence[str], faults: list[RowFault]
) -> Table:
    if not numbered:
        raise UnreadableTable("The file is empty.")
    heading = [cell.strip().lower() for cell in numbered[0][1]]
    if sorted(heading) != sorted(columns):
        raise UnreadableTable(
            f"Row 1 has to name these columns: {', '.join(columns)}; "
            f"it names: {', '.join(heading)[:200]}."
        )
    undecoded = {fault.row for fault in faults}
    rows = []
    for number, line in numbered[1:]:
        cells = [cell.strip() for cell in line]
        if number in undecoded or not any(cells):
            continue
        fault = _fault_of(cells, heading)
        if fault:
            faults.append(RowFault(number, fault))
        else:
            kept = map(_undefused, cells)
            rows.append((number, dict(zip(heading, kept, strict=True))))
    return Table(rows, faults)


def _fault_of(cells: list[str], heading: list[str]) -> str:
    if len(cells) != len(heading):
        return f"It has {len(cells)} cells, the heading has {len(heading)}."
    for name, cell in zip(heading, cells, strict=True):
        if cell.startswith(RUN_BY_SPREADSHEETS):
            return f"“{cell[:40]}” under {name} is a formula; write the value itself."
    return ""


def _undefused(cell: str) -> str:
    """Take off the apostrophe that our own files put before such text."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RUN_BY_SPREADSHEETS) else cell


def _decoded(data: bytes) -> tuple[str, list[RowFault]]:
    """Read as UTF-8, or as UTF-16 where the file says so; name each row that is neither."""
    encoding = next((name for mark, name in BYTE_ORDER_MARKS if data.startswith(mark)), "utf-8")
    try:
        return data.decode(encoding), []
    except UnicodeDecodeError as error:
        if encoding == "utf-16":
            raise UnreadableTable("The file says it is UTF-16, and is not.") from error
    sentence = "It holds letters that are not UTF-8; save the file as “CSV UTF-8”."
    faults = []
    for number, line in enumerate(data.splitlines(), start=1):
        try:
            line.decode()
        except UnicodeDecodeError:
            faults.append(RowFault(number, sentence))
    if faults[0].row == 1:
        raise UnreadableTable("Row 1 is not UTF-8; save the file as “CSV UTF-8”.")
    return data.decode(errors="replace"), faults


def _delimiter_of(text: str, columns: Sequence[str]) -> str:
    first = text.partition("\n")[0].lower()
    found = [mark for mark in DELIMITERS if mark in first]
    if len(columns) > 1 and not found:
        raise UnreadableTable("Row 1 is one cell: separate columns by comma, semicolon or tab.")
    return max(found, key=first.count)


def _lines_of_workbook(data: bytes) -> Iterator[list[str]]:
    """Read the first sheet; openpyxl reads XML through defusedxml, which is installed."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            if sum(part.file_size for part in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise UnreadableTable("The workbook is too large once unpacked: split it.")
        book = load_workbook(io.BytesIO(data), read_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what the file says of its size may be a lie
        lines = sheet.iter_rows(max_row=MOST_ROWS + 2, max_col=MOST_COLUMNS)
        filled = [[_text_of(cell.value) for cell in line] for line in lines]
    except UnreadableTable:
        raise
    except Exception as error:  # the reader raises whatever a damaged workbook sets off
        raise UnreadableTable("This is no workbook that can be read.") from error
    width = (
        max((i for i, cell in enumerate(filled[0], start=1) if cell), default=0) if filled else 0
    )
    for line in filled:
        while len(line) > width and not line[-1]:
            line.pop()
        yield line + [""] * (width - len(line))


def _text_of(value: Any) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)


def write_workbook(heading: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """Write one sheet whose text cells are text, whatever they begin with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in (heading, *rows):
        cells = []
        for value in row:
            cell = WriteOnlyCell(sheet, defused(value) if value is not None else None)
            if isinstance(value, str):
                cell.data_type = "s"
            cells.append(cell)
        sheet.append(cells)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
