"""`sync_source` as a shell sees it; some of it in a process of its own, which is killed."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from analytics.models import Athlete, Session, SourceLink, SourceSync
from analytics.record_book import decide_due_records
from tests.analytics.source_database.twin import expected_sessions, stored_sessions
from tests.make import exit_code_of
from tests.make.source_database import SourcePlan

PROJECT_DIR = Path(__file__).resolve().parents[3]
PATIENCE_S = 90.0


@pytest.mark.django_db
def test_without_a_source_the_usage_is_wrong(capsys):
    with pytest.raises(BaseException, match="SOURCE_DATABASE_URL is empty") as stop:
        exit_code_of("sync_source")

    assert getattr(stop.value, "returncode", None) == 2


@pytest.mark.mariadb
@pytest.mark.django_db
def test_refused_rows_are_named_and_the_code_is_1(source, capsys):
    source.fill(SourcePlan(sessions=48))

    assert exit_code_of("sync_source") == 1

    told = capsys.readouterr()
    assert "It has no date." in told.err
    assert "33 sessions new" in told.out


@pytest.mark.mariadb
@pytest.mark.django_db
def test_all_well_is_0_and_a_sync_under_way_is_2(source):
    source.fill(SourcePlan(sessions=5, oddity_share=0.0))
    assert exit_code_of("sync_source", "--since", "2020-01-01") == 0
    assert Session.objects.count() == 5
    SourceSync.objects.begin(now=timezone.now())

    with pytest.raises(BaseException, match="under way") as stop:
        exit_code_of("sync_source")

    assert getattr(stop.value, "returncode", None) == 2


@pytest.mark.mariadb
@pytest.mark.django_db(transaction=True)
def test_killed_sync_is_taken_up_and_equals_an_undisturbed_one(source, tmp_path):
    source.fill(SourcePlan(athletes=4, sessions=3000, oddity_share=0.3))
    child = start_sync(source.url, tmp_path)
    wait_until_some_are_stored(child)
    child.kill()
    child.wait()
    stored = Session.objects.count()
    assert 0 < stored < 3000
    assert Session.objects.filter(source_links=None).count() == 0  # whole batches only

    SourceSync.objects.filter(slot=SourceSync.SLOT).update(lease_until=timezone.now())
    source.sync()
    for athlete in Athlete.objects.exclude(records_due_from=None):
        decide_due_records(athlete.pk, now=timezone.now())

    assert stored_sessions() == expected_sessions(source.rows)
    assert SourceLink.objects.filter(kind="session").count() == 3000


def start_sync(source_url: str, folder: Path) -> "subprocess.Popen[bytes]":
    own = os.environ["DATABASE_URL"]
    return subprocess.Popen(
        [sys.executable, "manage.py", "sync_source"],
        cwd=PROJECT_DIR,
        env={
            **os.environ,
            "DATABASE_URL": own.replace("/directeur?", f"/{connection.settings_dict['NAME']}?"),
            "SOURCE_DATABASE_URL": source_url,
            "VAR_DIR": str(folder),
        },
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def wait_until_some_are_stored(child: "subprocess.Popen[bytes]") -> None:
    until_s = time.monotonic() + PATIENCE_S
    while not Session.objects.exists():
        assert child.poll() is None
        assert time.monotonic() < until_s
        time.sleep(0.05)
