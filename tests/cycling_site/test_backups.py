"""A backup made while the product writes, restored elsewhere, and compared from outside."""

import io
import json
import os
import shutil
import subprocess
import sys
import tarfile
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection

from analytics.models import Recording
from cycling_site.backups import DATABASE, MANIFEST
from tests.make import import_fit, make_athlete, make_fit, make_session, make_staff

MANAGE = Path(__file__).parents[2] / "manage.py"
RESTORED = "restored_elsewhere"


@pytest.fixture(autouse=True)
def client_program(transactional_db):
    if connection.vendor == "mysql" and shutil.which("mariadb-dump") is None:
        pytest.skip("not installed: mariadb-dump")


def database_url(*, name=None, folder=None):
    if connection.vendor == "sqlite":
        return f"sqlite:///{folder / 'db.sqlite3'}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def run(folder, url, *command):
    done = subprocess.run(  # noqa: S603 - our own list, read by no shell
        [sys.executable, *command],
        env={
            **os.environ,
            "VAR_DIR": str(folder),
            "DATABASE_URL": url,
            "DJANGO_SETTINGS_MODULE": "cycling_site.settings",
            "PYTHONPATH": str(MANAGE.parent),
        },
        cwd=MANAGE.parent,
        capture_output=True,
        text=True,
        timeout=180,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def seen(folder, url):
    return json.loads(run(folder, url, "-m", "tests.cycling_site.seen_from_outside"))


@pytest.fixture
def elsewhere(tmp_path):
    """The address of an empty database, and a folder."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    if connection.vendor == "mysql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {RESTORED}")
            cursor.execute(f"CREATE DATABASE {RESTORED} CHARACTER SET utf8mb4")
    yield folder, database_url(name=RESTORED, folder=folder)
    if connection.vendor == "mysql":
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE {RESTORED}")


@pytest.mark.django_db(transaction=True)
def test_a_restored_installation_is_the_same(tmp_path, elsewhere):
    make_staff()
    athlete = make_athlete(last_name="Ångström 🚴")
    for number in range(3):
        make_session(athlete=athlete, power_w=[200.0 + number] * 600)
    here_url = database_url(name=connection.settings_dict["NAME"], folder=Path("/"))
    if connection.vendor == "sqlite":
        here_url = f"sqlite:///{connection.settings_dict['NAME']}"
    path = tmp_path / "kept" / "backup.tar"

    call_command("backup", str(path))
    here = seen(settings.VAR_DIR, here_url)
    folder, url = elsewhere
    said = run(folder, url, str(MANAGE), "restore", str(path))
    run(folder, url, str(MANAGE), "migrate", "--verbosity", "0")

    assert "Restored 3 recordings" in said
    assert here["counts"]["analytics.Recording"] == 3
    assert here["page"][0] == 200
    assert seen(folder, url) == here


@pytest.mark.django_db(transaction=True)
def test_a_backup_while_rides_come_in_holds_each_row_with_its_bytes(tmp_path):
    athlete = make_athlete()
    import_fit(athlete, make_fit([100.0] * 300))
    stop = threading.Event()

    def keep_importing():
        for number in range(1, 400):
            if stop.is_set():
                break
            import_fit(athlete, make_fit([100.0 + number] * 300))
        connection.close()

    writer = threading.Thread(target=keep_importing)
    writer.start()
    try:
        for number in range(3):
            call_command("backup", str(tmp_path / f"{number}.tar"))
    finally:
        stop.set()
        writer.join()

    for number in range(3):
        with tarfile.open(tmp_path / f"{number}.tar") as archive:
            manifest = json.load(archive.extractfile(MANIFEST))
            files = [name for name in archive.getnames() if name.startswith("recordings/")]
        assert manifest["missing"] == 0
        assert manifest["recordings"] == len(files) >= 1
    assert Recording.objects.count() > 1


@pytest.mark.django_db(transaction=True)
def test_a_backup_never_overwrites_and_a_restore_never_mixes(tmp_path):
    path = tmp_path / "backup.tar"
    make_session()
    call_command("backup", str(path))
    assert path.stat().st_mode & 0o077 == 0

    with pytest.raises(CommandError, match="there already"):
        call_command("backup", str(path))
    with pytest.raises(CommandError, match="fills only an empty one"):
        call_command("restore", str(path))


@pytest.mark.django_db(transaction=True)
def test_a_damaged_backup_is_refused_by_name(tmp_path):
    path, damaged = tmp_path / "backup.tar", tmp_path / "damaged.tar"
    call_command("backup", str(path))
    with tarfile.open(path) as whole, tarfile.open(damaged, "w") as broken:
        for member in whole.getmembers():
            data = whole.extractfile(member).read()
            if member.name == DATABASE:
                data = data[:-1] + b"\0" if data[-1:] != b"\0" else data[:-1] + b"x"
            broken.addfile(member, io.BytesIO(data))
    (tmp_path / "no.tar").write_bytes(b"no tar at all")

    with pytest.raises(CommandError, match="is damaged"):
        call_command("restore", str(damaged))
    with pytest.raises(CommandError, match="cannot be read as a backup"):
        call_command("restore", str(tmp_path / "no.tar"))
