import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from cycling_site.source_database import SourceIsReadOnly, source_database, time_zone_named

PROJECT_DIR = Path(__file__).resolve().parents[2]
ASK = """
import json, django
django.setup()
from django.conf import settings
source = settings.DATABASES.get("source")
print(json.dumps([source, "sync-source" in settings.CELERY_BEAT_SCHEDULE]))
"""


def settings_with(**environment: str) -> tuple[Any, bool]:
    clean = {name: text for name, text in os.environ.items() if not name.startswith("SOURCE_")}
    finished = subprocess.run(  # noqa: S603 - our own list, read by no shell
        [sys.executable, "-c", ASK],
        cwd=PROJECT_DIR,
        env={**clean, "DJANGO_SETTINGS_MODULE": "cycling_site.settings", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    source, is_scheduled = json.loads(finished.stdout)
    return source, is_scheduled


def test_without_an_address_there_is_no_source_and_no_schedule(tmp_path):
    assert settings_with(VAR_DIR=str(tmp_path)) == (None, False)


def test_source_is_read_only_and_makes_no_test_database(tmp_path):
    source, is_scheduled = settings_with(
        VAR_DIR=str(tmp_path), SOURCE_DATABASE_URL="mysql://reader:secret@db.example:3307/team"
    )

    assert source["OPTIONS"]["init_command"] == "SET SESSION TRANSACTION READ ONLY"
    assert source["TEST"]["MIRROR"] == "default"
    assert (source["HOST"], source["NAME"], is_scheduled) == ("db.example", "team", True)


def test_schedule_is_switched_off_by_zero_minutes(tmp_path):
    _source, is_scheduled = settings_with(
        VAR_DIR=str(tmp_path), SOURCE_DATABASE_URL="mysql://h/team", SOURCE_SYNC_MINUTES="0"
    )

    assert not is_scheduled


def test_no_migration_ever_runs_on_the_source():
    router = SourceIsReadOnly()

    assert router.allow_migrate("source", "analytics") is False
    assert router.allow_migrate("default", "analytics") is None


def test_options_of_the_address_are_kept():
    made = source_database({"NAME": "team", "OPTIONS": {"unix_socket": "/run/x.sock"}})

    assert made["OPTIONS"]["unix_socket"] == "/run/x.sock"


def test_time_zone_that_is_none_stops_the_start():
    with pytest.raises(ImproperlyConfigured, match="Europe/Nowhere"):
        time_zone_named("Europe/Nowhere")
