"""The connection to the team's database: read-only, and every fault named in one sentence."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import Error

from analytics.source_database import queries
from analytics.source_database.queries import Family
from analytics.source_database.rows import (
    SourceAthlete,
    SourceSession,
    athlete_from,
    session_from,
)

SOURCE_ALIAS = "source"  # of the settings' DATABASES; absent without SOURCE_DATABASE_URL
LONGEST_FOLD_BYTES = 64 * 1024 * 1024  # MariaDB cuts JSON_ARRAYAGG at 1 MiB without a word


class SourceUnavailable(Exception):
    """The team's database is not set up, cannot be reached, or is not what we read."""


class SourceReader:
    """Answers from the team's database; counts the rows that came over the wire."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        self._connection = connection
        self._is_prepared = False
        self.rows_read = 0

    def version(self) -> str:
        return str(self._ask("SELECT VERSION()")[0][0])

    def count(self, family: Family) -> int:
        return int(self._ask(queries.count(family))[0][0])

    def page_end(self, family: Family, after_id: int, size: int) -> int | None:
        last_id = self._ask(queries.page_end(family), [after_id, size])[0][0]
        return None if last_id is None else int(last_id)

    def page_sum(self, family: Family, after_id: int, last_id: int) -> tuple[int, int]:
        """Give how many members a page has, and the sum of their fingerprints."""
        parameters = queries.page_parameters(family, after_id, last_id)
        members, total = self._ask(queries.page_sum(family), parameters)[0]
        return int(members or 0), int(total or 0)

    def page_fingerprints(self, family: Family, after_id: int, last_id: int) -> dict[int, str]:
        parameters = queries.page_parameters(family, after_id, last_id)
        return _fingerprints(self._ask(queries.page_fingerprints(family), parameters))

    def fingerprints_of(self, family: Family, ids: Sequence[int]) -> dict[int, str]:
        parameters = queries.repeated(ids, len(family.parts))
        return _fingerprints(self._ask(queries.fingerprints_of(family, len(ids)), parameters))

    def scoped_ids(
        self, family: Family, after_id: int, size: int, *, since: date | None, team: int | None
    ) -> list[int]:
        sql = queries.scoped_ids(family, by_date=since is not None, by_team=team is not None)
        first_day = since if family.name == "session" else None
        wanted = [value for value in (after_id, first_day, team, size) if value is not None]
        return [row[0] for row in self._ask(sql, wanted)]

    def existing(self, family: Family, ids: Sequence[int]) -> set[int]:
        return {row[0] for row in self._ask(queries.existing(family, len(ids)), list(ids))}

    def sessions(self, ids: Sequence[int]) -> list[SourceSession]:
        rows = self._ask(queries.sessions(len(ids)), queries.repeated(ids, 4))
        return [session_from(row) for row in rows]

    def athletes(self, ids: Sequence[int]) -> list[SourceAthlete]:
        rows = self._ask(queries.athletes(len(ids)), queries.repeated(ids, 3))
        return [athlete_from(row) for row in rows]

    def _ask(self, sql: str, parameters: Iterable[Any] = ()) -> list[tuple[Any, ...]]:
        try:
            with self._connection.cursor() as cursor:
                if not self._is_prepared:
                    cursor.execute(f"SET SESSION group_concat_max_len = {LONGEST_FOLD_BYTES}")
                    self._is_prepared = True
                cursor.execute(sql, list(parameters))
                rows: list[tuple[Any, ...]] = cursor.fetchall()
        except Error as error:
            raise SourceUnavailable(f"The source database: {error.args[-1]}.") from error
        self.rows_read += len(rows)
        return rows


def open_source() -> SourceReader:
    """Open the team's database; raises SourceUnavailable where none is set up."""
    if not is_set_up():
        raise SourceUnavailable("No source database is set up: SOURCE_DATABASE_URL is empty.")
    return SourceReader(connections[SOURCE_ALIAS])


def is_set_up() -> bool:
    return SOURCE_ALIAS in connections


def in_batches(ids: Sequence[int], size: int) -> Iterator[Sequence[int]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _fingerprints(rows: Iterable[tuple[int, Decimal]]) -> dict[int, str]:
    return {member_id: str(int(total)) for member_id, total in rows}
