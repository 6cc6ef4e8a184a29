"""A team's database in the private MariaDB, under the alias that the product reads."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection, connections
from django.utils import timezone

from analytics.models import SourceSync
from analytics.record_book import decide_due_records
from analytics.source_database.reading import SOURCE_ALIAS, SourceReader
from analytics.source_database.sync import SyncPlan, Tally, run_sync
from cycling_site.source_database import source_database
from tests.make.source_database import SourcePlan, fill_source

NAME = "team_of_tests"


@dataclass
class SourceOfTests:
    """Writes to the source as its own product does, and syncs from it."""

    cursor: Any
    url: str

    def fill(self, plan: SourcePlan) -> None:
        fill_source(self.cursor, plan)

    def write(self, sql: str, *values: object) -> int:
        changed: int = self.cursor.execute(sql, values)
        return changed

    def rows(self, table: str) -> list[dict[str, Any]]:
        """Everything that a table holds, as a plain reader would see it."""
        self.cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - our own names
        names = [column[0] for column in self.cursor.description]
        return [dict(zip(names, row, strict=True)) for row in self.cursor.fetchall()]

    def sync(self, **plan: object) -> tuple[Tally, SourceSync]:
        sync = SourceSync.objects.begin(now=timezone.now())
        assert sync is not None
        tally = run_sync(
            sync, lambda: SourceReader(connections[SOURCE_ALIAS]), SyncPlan(timezone.now, **plan)
        )
        for athlete_id in tally.athletes:
            decide_due_records(athlete_id, now=timezone.now())
        return tally, sync


@pytest.fixture
def source() -> Iterator[SourceOfTests]:
    parameters = connection.get_connection_params()
    for name in ("db", "database", "init_command", "isolation_level", "autocommit"):
        parameters.pop(name, None)
    driver: Any = connection  # which MySQL's has the module that only it needs
    link = driver.Database.connect(**{**parameters, "autocommit": True})
    cursor = link.cursor()
    cursor.execute(f"CREATE OR REPLACE DATABASE {NAME} CHARACTER SET utf8mb4")
    cursor.execute(f"USE {NAME}")
    known = connections.settings.get(SOURCE_ALIAS)
    address = {**settings.DATABASES["default"], "NAME": NAME}
    connections.settings[SOURCE_ALIAS] = connections.configure_settings(
        {"default": source_database(address)}
    )["default"]
    connections[SOURCE_ALIAS].connect()  # opened here, as tests may open no alias but their own
    try:
        yield SourceOfTests(
            cursor, urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{NAME}").geturl()
        )
    finally:
        connections[SOURCE_ALIAS].close()
        del connections[SOURCE_ALIAS]
        connections.settings.pop(SOURCE_ALIAS)
        if known is not None:
            connections.settings[SOURCE_ALIAS] = known
        cursor.execute(f"DROP DATABASE {NAME}")
        link.close()
