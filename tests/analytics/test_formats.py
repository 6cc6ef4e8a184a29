"""Each kind of file that the product promises to read, from its bytes to the session."""

import gzip
import json
from datetime import UTC, datetime

import pytest

from analytics.models import ImportFile, Session
from tests.analytics.engine.decoding.fit_bytes import (
    ENUM,
    FILE_ID,
    RECORDS,
    SESSIONS,
    START,
    START_AT_S,
    STEPS,
    TEXT,
    UINT8,
    UINT16,
    UINT32,
    compressed,
    data,
    definition,
    fit_file,
    power_record,
    repeat,
    session,
    step,
)
from tests.make import import_fit, make_athlete, make_fit, make_tcx
from tests.make.imports import add_to, add_zip_to, make_batch, make_zip, work_to_the_end

pytestmark = pytest.mark.django_db

CYCLING, RUNNING, SWIMMING = 2, 1, 5
MINUTE = [power_record(second, 200) for second in range(60)]
PLAIN = fit_file(FILE_ID, RECORDS, *MINUTE)
LAYOUT = [(253, UINT32), (7, UINT16)]


def big_endian() -> bytes:
    return fit_file(
        FILE_ID,
        definition(1, 20, LAYOUT, big_endian=True),
        *(data(1, "IH", START + second, 200, big_endian=True) for second in range(60)),
    )


def compressed_times() -> bytes:
    powers = definition(2, 20, [(7, UINT16)])
    later = (compressed(2, second % 32, "H", 200) for second in range(1, 60))
    return fit_file(FILE_ID, powers, RECORDS, power_record(0, 200), *later)


def developer_power() -> bytes:
    described = definition(
        0, 206, [(0, UINT8), (1, UINT8), (2, UINT8), (3, TEXT, 8), (14, UINT16), (15, UINT8)]
    )
    return fit_file(
        FILE_ID,
        described,
        data(0, "BBB8sHB", 0, 4, UINT16, b"Power", 20, 0xFF),
        definition(1, 20, [(253, UINT32)], developer_fields=[(4, 2, 0)]),
        *(data(1, "IH", START + second, 200) for second in range(60)),
    )


def strap_and_steps() -> bytes:
    """Heart rates as a strap hands them over after a swim, and a planned workout."""
    heart_rates = definition(6, 132, [(253, UINT32), (9, UINT32), (6, UINT8)])
    workout = definition(7, 26, [(4, ENUM), (8, TEXT, 8)])
    return fit_file(
        FILE_ID,
        workout,
        data(7, "B8s", CYCLING, b"Short"),
        STEPS,
        step(0, 10, 1250, 1270),
        step(1, 10, intensity=1),
        repeat(2, 0, 3),
        heart_rates,
        *(data(6, "IIB", START + second, 1024 * second, 120) for second in range(60)),
        RECORDS,
        *MINUTE,
    )


GPX = (
    '<gpx creator="a device"><trk><trkseg>'
    + "".join(
        f'<trkpt lat="52.{second:04}" lon="-4.5"><ele>3</ele>'
        f"<time>2020-06-01T14:52:{second:02}Z</time><extensions><power>200</power>"
        "<gpxtpx:TrackPointExtension><gpxtpx:hr>140</gpxtpx:hr></gpxtpx:TrackPointExtension>"
        "</extensions></trkpt>"
        for second in range(60)
    )
    + "</trkseg></trk></gpx>"
).encode()

PWX = (
    "<pwx><workout><sportType>Bike</sportType><time>2020-06-01T14:52:40Z</time>"
    + "".join(
        f"<sample><timeoffset>{second}</timeoffset><pwr>200</pwr></sample>" for second in range(60)
    )
    + "</workout></pwx>"
).encode()

GOLDEN_CHEETAH = json.dumps(
    {
        "RIDE": {
            "STARTTIME": "2010/08/15 00:53:30 UTC ",
            "RECINTSECS": 1,
            "TAGS": {"Sport": "Bike "},
            "SAMPLES": [{"SECS": second, "WATTS": 200} for second in range(60)],
        }
    }
).encode()

WITH_POWER = {
    "FIT": PLAIN,
    "FIT in gzip": gzip.compress(PLAIN),
    "FIT big endian": big_endian(),
    "FIT with compressed timestamps": compressed_times(),
    "FIT with developer fields": developer_power(),
    "FIT with strap and workout-step messages": strap_and_steps(),
    "GPX with extensions": GPX,
    "PWX": PWX,
    "Golden Cheetah JSON": GOLDEN_CHEETAH,
}


@pytest.mark.parametrize("kind", WITH_POWER)
def test_each_format_becomes_a_session_whatever_it_is_called(kind):
    recording = import_fit(make_athlete(), WITH_POWER[kind], name="no hint.bin")

    ride = recording.sessions.get()
    assert (ride.elapsed_s, ride.mean_power_w) == (60, 200.0)


def test_tcx_becomes_a_session():
    recording = import_fit(make_athlete(), make_tcx(seconds=60), name="no hint.bin")

    assert recording.sessions.get().mean_heart_rate_bpm == 130


@pytest.mark.parametrize(
    "file",
    (
        fit_file(FILE_ID, RECORDS, *MINUTE)
        + fit_file(FILE_ID, RECORDS, *(power_record(9000 + s, 250) for s in range(60))),
        fit_file(
            FILE_ID,
            RECORDS,
            *MINUTE,
            *(power_record(9000 + second, 250) for second in range(60)),
            SESSIONS,
            session(0, 60, CYCLING),
            session(9000, 60, CYCLING),
        ),
    ),
    ids=("chained files", "several sessions in a file"),
)
def test_each_ride_of_a_file_is_a_session(file):
    rides = import_fit(make_athlete(), file).sessions.order_by("started_at")

    assert [ride.mean_power_w for ride in rides] == [200.0, 250.0]
    assert rides[0].started_at == datetime.fromtimestamp(START_AT_S, UTC)


TRIATHLON = fit_file(
    FILE_ID,
    RECORDS,
    *(power_record(second, 100) for second in range(180)),
    SESSIONS,
    session(0, 60, SWIMMING),
    session(60, 60, CYCLING),
    session(120, 60, RUNNING),
)


def test_of_a_triathlon_the_cycling_becomes_a_session_and_the_rest_is_told():
    ride = import_fit(make_athlete(), TRIATHLON).sessions.get()

    assert ride.started_at == datetime.fromtimestamp(START_AT_S + 60, UTC)
    assert "Not cycling, and left out: running and swimming." in ride.quality["notes"]


def test_another_sport_is_refused_by_name():
    recording = import_fit(make_athlete(), make_fit(sport="running"))

    assert recording.reason == "This is a recording of running, not of cycling."


def test_archives_hold_all_formats_in_any_folder():
    files = {f"{number}/{kind}": WITH_POWER[kind] for number, kind in enumerate(WITH_POWER)}
    batch = make_batch()
    add_zip_to(batch, make_zip(files))
    add_to(batch, "alone.tcx", make_tcx(seconds=60))

    work_to_the_end(batch)

    taken = ImportFile.objects.filter(batch=batch, state=ImportFile.State.TAKEN)
    known = ImportFile.objects.filter(batch=batch, state=ImportFile.State.KNOWN)
    assert (taken.count(), known.count()) == (len(files), 1)  # gzip or not, a ride is one
    assert Session.objects.filter(recording__batch=batch).count() == len(files)
