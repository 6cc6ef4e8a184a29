import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from analytics.models import Session
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


@pytest.mark.parametrize("wrong", ("athlete", "path"))
def test_wrong_usage_ends_with_code_two(tmp_path, wrong):
    athlete_id = 0 if wrong == "athlete" else make_athlete().pk
    path = tmp_path if wrong == "athlete" else tmp_path / "nowhere"

    with pytest.raises(CommandError) as fault:
        call_command("import_recordings", "--athlete", str(athlete_id), str(path))

    assert fault.value.returncode == 2
