"""Each kind of bad input that the product promises to meet with a named reason or repair."""

import io
import struct
import time
import zipfile
from datetime import UTC, datetime

import pytest

from analytics.models import ImportFile, Recording, Session
from tests.analytics.engine.decoding.fit_bytes import (
    FILE_ID,
    RECORDS,
    START,
    UINT16,
    UINT32,
    data,
    definition,
    fit_file,
    power_record,
)
from tests.make import import_fit, make_athlete, make_fit
from tests.make.imports import add_to, add_zip_to, make_batch, make_zip, work_to_the_end

pytestmark = pytest.mark.django_db

LONGEST_S = 5.0
MINUTE = [power_record(second, 200) for second in range(60)]


@pytest.fixture(autouse=True)
def _in_bounded_time():
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 4 * LONGEST_S  # of a machine that does other things too


def notes_of(file: bytes) -> str:
    return " ".join(import_fit(make_athlete(), file).sessions.get().quality["notes"])


def reason_of(file: bytes) -> str:
    recording = import_fit(make_athlete(), file)
    assert recording.state == Recording.State.REFUSED
    assert not Session.objects.exists()
    return recording.reason


def rows_after_zip(archive: bytes) -> dict[str, str]:
    """Import a ZIP with a good ride in it; give the faults of its files by name."""
    batch = make_batch()
    add_zip_to(batch, archive)
    work_to_the_end(batch)
    rows = ImportFile.objects.of_batch(batch)
    return {row.name: row.fault for row in rows}


def test_zip_bomb():
    faults = rows_after_zip(make_zip({"ride.fit": make_fit(), "bomb.fit": bytes(50_000_000)}))

    assert faults == {
        "ride.fit": "",
        "bomb.fit": "The file unpacks to far more than a ride can hold.",
    }


def test_zip_that_lies_about_its_sizes():
    archive = bytearray(make_zip({"ride.fit": make_fit()}))
    entry = archive.rindex(b"PK\x01\x02")
    archive[entry + 24 : entry + 28] = struct.pack("<I", 7)

    (fault,) = rows_after_zip(bytes(archive)).values()
    assert fault == "This file of the ZIP archive is damaged."


def test_nested_zips():
    inner = make_zip({"ride.fit": make_fit(), "deeper.zip": make_zip({"b.fit": make_fit()})})

    assert rows_after_zip(make_zip({"days.zip": inner})) == {
        "days.zip/ride.fit": "",
        "days.zip/deeper.zip": "This ZIP archive is nested too deeply.",
    }


def test_paths_that_climb_out(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "kept"

    faults = rows_after_zip(make_zip({"../../climbed.fit": make_fit(), "/etc/ride.fit": b""}))

    assert faults == {"../../climbed.fit": "", "/etc/ride.fit": "The file is empty."}
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert [path.suffix for path in written] == [".gz"]
    assert all((tmp_path / "kept") in path.parents for path in written)


@pytest.mark.parametrize(
    "declared",
    (
        '<!DOCTYPE gpx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE gpx [<!ENTITY secret SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE gpx SYSTEM "http://127.0.0.1/ride.dtd">',
    ),
    ids=("that multiply", "of a file", "of another machine"),
)
def test_xml_entities(declared):
    document = f"<?xml version='1.0'?>{declared}<gpx><trk><name>&b;&secret;</name></trk></gpx>"

    assert reason_of(document.encode()) == "The XML declares a document type, which is refused."


def test_cut_file():
    whole = fit_file(FILE_ID, RECORDS, *MINUTE)

    ride = import_fit(make_athlete(), whole[: len(whole) // 2]).sessions.get()

    assert 20 < ride.elapsed_s < 40
    assert "The file is cut" in " ".join(ride.quality["notes"])


def test_wrong_crc():
    ride = import_fit(make_athlete(), fit_file(FILE_ID, RECORDS, *MINUTE, crc=0)).sessions.get()

    assert ride.elapsed_s == 60
    assert "checksum" in " ".join(ride.quality["notes"])


def test_clock_that_jumps_back():
    seconds = [*range(40), *range(20, 60)]
    file = fit_file(FILE_ID, RECORDS, *(power_record(second, 200) for second in seconds))

    ride = import_fit(make_athlete(), file).sessions.get()

    assert (ride.elapsed_s, ride.mean_power_w) == (60, 200.0)
    assert "Steps back in time, sorted out: 1." in ride.quality["notes"]


def test_clock_that_jumps_by_years():
    far = 400_000_000
    file = fit_file(
        FILE_ID, RECORDS, *MINUTE, *(power_record(far + second, 200) for second in range(5))
    )

    ride = import_fit(make_athlete(), file).sessions.get()

    assert ride.elapsed_s == 60
    assert ride.quality["notes"]


def test_year_1989():
    assert "dated 1989-12-31, which is before 1990" in reason_of(
        make_fit(started_at=datetime(1989, 12, 31, 12, tzinfo=UTC))
    )


def test_year_2106():
    last = 0xFFFFFFFE - 60  # FIT counts its seconds in 32 bits, from 1989
    late = [data(1, "IH", last + second, 200) for second in range(60)]

    reason = reason_of(fit_file(FILE_ID, RECORDS, *late))

    assert "in the future" in reason


def test_ride_of_48_hours():
    every_minute = (power_record(60 * minute, 150) for minute in range(48 * 60))

    ride = import_fit(make_athlete(), fit_file(FILE_ID, RECORDS, *every_minute)).sessions.get()

    assert ride.elapsed_s == 48 * 3600 - 59


@pytest.mark.parametrize(
    "tail",
    (
        definition(2, 20, [(253, UINT32), (7, UINT16, 3)]) + data(2, "IHB", START + 60, 200, 0),
        definition(2, 20, [(7, UINT16, 255)] * 200) + b"\x02\x00",
        b"\x42\x00\x00\x14\x00\xff",
    ),
    ids=("a field of an odd size", "more than the file holds", "fields that are not there"),
)
def test_definition_that_lies_about_sizes(tail):
    ride = import_fit(make_athlete(), fit_file(FILE_ID, RECORDS, *MINUTE, tail)).sessions.get()

    assert 60 <= ride.elapsed_s <= 61
    assert ride.mean_power_w == 200.0


def test_header_that_lies_about_the_size():
    file = fit_file(FILE_ID, RECORDS, *MINUTE, size=2**31)

    assert "cut" in notes_of(file)


def test_file_of_0_bytes():
    batch = make_batch()

    row = add_to(batch, "empty.fit", b"")

    assert (row.state, row.reason) == (ImportFile.State.REFUSED, "The file is empty.")


def test_zip_of_nothing():
    empty = io.BytesIO()
    zipfile.ZipFile(empty, "w").close()

    assert list(rows_after_zip(empty.getvalue()).values()) == ["The ZIP archive is empty."]
