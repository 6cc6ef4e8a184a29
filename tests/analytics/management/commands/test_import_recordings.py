import os
import signal
import subprocess
import sys
import threading
import zipfile
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from analytics.engine.recording import RecordingRefused
from analytics.management.commands.import_recordings import read_settled
from analytics.models import ImportBatch, Session
from tests.conftest import PROJECT_DIR
from tests.journeys.conftest import _test_database_url as database_url
from tests.make import exit_code_of, make_athlete, make_fit
from tests.make.rides import STARTED_AT

pytestmark = pytest.mark.django_db


def run(athlete_id: int, *paths) -> object:
    return exit_code_of("import_recordings", "--athlete", str(athlete_id), *map(str, paths))


def test_files_folders_and_zips_are_imported_once(tmp_path, capsys):
    athlete = make_athlete()
    rides = [make_fit(started_at=STARTED_AT + timedelta(days=day)) for day in range(3)]
    (tmp_path / "2026" / "may").mkdir(parents=True)
    (tmp_path / "2026" / "may" / "one.fit").write_bytes(rides[0])
    (tmp_path / "again.fit").write_bytes(rides[0])
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as archive:
        archive.writestr("two.fit", rides[1])
        archive.writestr("three.fit", rides[2])

    code = run(athlete.pk, tmp_path)

    assert code == 0
    assert Session.objects.filter(athlete=athlete).count() == 3
    assert "3 imported, 1 known already, 0 refused." in capsys.readouterr().out


def test_a_refused_file_is_named_and_stops_nothing(tmp_path, capsys):
    athlete = make_athlete()
    (tmp_path / "a.txt").write_bytes(b"no ride")
    (tmp_path / "b.fit").write_bytes(make_fit())

    code = run(athlete.pk, tmp_path)

    printed = capsys.readouterr()
    assert code == 1
    assert "a.txt: " in printed.err
    assert "1 imported, 0 known already, 1 refused." in printed.out


def test_what_cannot_be_read_or_is_too_large_stops_nothing(tmp_path, capsys, settings):
    settings.MAX_RECORDING_BYTES = 50_000
    ride = tmp_path / "ride.fit"
    ride.write_bytes(make_fit())
    large = tmp_path / "large.fit"
    large.write_bytes(bytes(50_001))

    code = run(make_athlete().pk, "/proc/self/mem", large, ride)

    printed = capsys.readouterr()
    assert code == 1
    assert "/proc/self/mem: The file cannot be read" in printed.err
    assert "large.fit: The file is larger than" in printed.err
    assert "1 imported, 0 known already, 2 refused." in printed.out


def test_a_file_that_grows_while_it_is_read_is_refused_by_name(tmp_path):
    path = tmp_path / "ride.fit"
    path.write_bytes(bytes(40_000_000))
    stop = threading.Event()

    def grow():
        with path.open("ab") as file:
            while not stop.is_set():
                file.write(b"more")
                file.flush()

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        with pytest.raises(RecordingRefused, match="still being written"):
            read_settled(path, limit_bytes=2**26)
    finally:
        stop.set()
        writer.join()


def test_what_has_no_end_is_read_no_further_than_the_limit():
    with pytest.raises(RecordingRefused, match="larger than"):
        read_settled(Path("/dev/zero"), limit_bytes=1000)


@pytest.mark.parametrize("texts", ((), ("--write-texts",)))
def test_texts_of_history_are_written_where_they_are_asked_for(tmp_path, texts):
    (tmp_path / "ride.fit").write_bytes(make_fit(started_at=STARTED_AT - timedelta(days=2000)))

    run(make_athlete().pk, tmp_path, *texts)

    assert ImportBatch.objects.get().writes_texts == bool(texts)


def test_neither_paths_nor_a_folder_to_watch_is_wrong_usage(tmp_path):
    athlete_id = str(make_athlete().pk)
    for more in ((), (str(tmp_path), "--watch", str(tmp_path)), ("--watch", "/nowhere")):
        with pytest.raises(CommandError) as fault:
            call_command("import_recordings", "--athlete", athlete_id, *more)
        assert fault.value.returncode == 2


@pytest.mark.parametrize("wrong", ("athlete", "path"))
def test_wrong_usage_ends_with_code_two(tmp_path, wrong):
    athlete_id = 0 if wrong == "athlete" else make_athlete().pk
    path = tmp_path if wrong == "athlete" else tmp_path / "nowhere"

    with pytest.raises(CommandError) as fault:
        call_command("import_recordings", "--athlete", str(athlete_id), str(path))

    assert fault.value.returncode == 2


@pytest.mark.django_db(transaction=True)
def test_a_watched_folder_is_imported_when_it_is_quiet_until_ctrl_c(tmp_path):
    athlete = make_athlete()
    (tmp_path / "ride.fit").write_bytes(make_fit())
    command = [sys.executable, "manage.py", "import_recordings", "--watch", str(tmp_path)]
    watching = subprocess.Popen(  # noqa: S603 - our own command
        [*command, "--athlete", str(athlete.pk)],
        cwd=PROJECT_DIR,
        env={**os.environ, "DATABASE_URL": database_url(), "VAR_DIR": str(settings.VAR_DIR)},
        stdout=subprocess.PIPE,
        text=True,
        # A shell starts what runs in its background deaf to Ctrl-C, the tests and their child too.
        preexec_fn=partial(signal.signal, signal.SIGINT, signal.SIG_DFL),
    )
    try:
        lines = [watching.stdout.readline() for _ in range(2)]
        watching.send_signal(signal.SIGINT)
        assert watching.wait(timeout=20) == 0
    finally:
        watching.kill()
        watching.stdout.close()

    assert lines[1] == "1 imported, 0 known already, 0 refused.\n"
    assert Session.objects.filter(athlete=athlete).count() == 1
