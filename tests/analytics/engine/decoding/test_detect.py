import csv
import gzip
from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.engine.decoding import detect
from analytics.engine.decoding.archive import unpack_recordings
from analytics.engine.decoding.detect import decode_recording, find_format
from analytics.engine.recording import Channel, RecordingFormat, RecordingRefused

GPX = (
    b'<?xml version="1.0"?><gpx creator="x"><trk><name>R&amp;D</name><trkseg>'
    b'<trkpt lat="1" lon="2"><ele>3</ele><time>2020-06-01T14:52:40Z</time></trkpt>'
    b'<trkpt lat="1" lon="2"><time>2020-06-01T14:52:41Z</time></trkpt></trkseg></trk></gpx>'
)
TCX = (
    b'<TrainingCenterDatabase><Activities><Activity Sport="Biking">'
    b'<Lap StartTime="2020-06-01T14:52:40Z"><TotalTimeSeconds>9</TotalTimeSeconds><Track>'
    b"<Trackpoint><Time>2020-06-01T14:52:40Z</Time><Cadence>90</Cadence></Trackpoint>"
    b"<Trackpoint><Time>2020-06-01T14:52:48Z</Time></Trackpoint></Track><Track><Trackpoint>"
    b"<Time>2020-06-01T14:53:49Z</Time></Trackpoint></Track></Lap></Activity></Activities>"
    b"</TrainingCenterDatabase>"
)
PWX = (
    b"<pwx><workout><sportType>Bike</sportType><time>2020-06-01T14:52:40</time><segment>"
    b"<summarydata><beginning>0</beginning><duration>5</duration></summarydata></segment>"
    b"<sample><timeoffset>1</timeoffset><pwr>250</pwr></sample><event><timeoffset>2</timeoffset>"
    b"<type>Stopping</type></event></workout></pwx>"
)
GOLDEN_CHEETAH = (
    b'{"RIDE":{"STARTTIME":"2010/08/15 00:53:30 UTC","TAGS":{"Sport":"Bike"},'
    b'"SAMPLES":[{"SECS":0,"WATTS":250},{"SECS":1,"KM":1e3}],'
    b'"INTERVALS":[{"NAME":"a","START":0,"STOP":1}]}}'
)
DOCUMENTS = (GPX, TCX, PWX, GOLDEN_CHEETAH)
FORMATS = (
    RecordingFormat.GPX,
    RecordingFormat.TCX,
    RecordingFormat.PWX,
    RecordingFormat.GOLDEN_CHEETAH,
)


@pytest.mark.parametrize(("document", "format_"), tuple(zip(DOCUMENTS, FORMATS, strict=True)))
def test_format_is_found_by_content(document, format_):
    recording = decode_recording(document)

    assert recording.format is format_
    assert len(recording.rides) == 1


@pytest.mark.parametrize(
    "disguise",
    (
        lambda document: b"\n \t" + document,
        lambda document: b"\xef\xbb\xbf" + document,
        lambda document: document.decode().encode("utf-16"),
        lambda document: gzip.compress(document),
        lambda document: gzip.compress(gzip.compress(document)),
    ),
)
@pytest.mark.parametrize("document", DOCUMENTS)
def test_blanks_marks_encodings_and_gzip_change_nothing(document, disguise):
    plain, disguised = decode_recording(document), decode_recording(disguise(document))

    assert disguised.format is plain.format
    assert disguised.faults == plain.faults
    assert disguised.rides[0].laps == plain.rides[0].laps
    np.testing.assert_equal(disguised.rides[0].samples.at_s, plain.rides[0].samples.at_s)


def test_fit_is_known_by_its_header():
    assert find_format(b"\x0e\x10\x43\x08\x78\x06\x09\x00.FIT") is RecordingFormat.FIT


def test_cut_gzip_keeps_what_could_be_read():
    document = GPX.replace(b"</trkseg>", b" " * 4000 + b"</trkseg>")

    recording = decode_recording(gzip.compress(document, compresslevel=0)[:-500])

    assert recording.rides[0].samples.at_s.size == 2
    assert recording.faults[0] == "The gzip file is cut."
    assert recording.faults[1].startswith("The XML is faulty")


@pytest.mark.parametrize(
    ("data", "kind"),
    (
        (b"", "The file is empty."),
        (b"PK\x03\x04", "a ZIP archive"),
        (gzip.compress(b"\x89PNG"), "a PNG image"),
        (b'{"RIDES":[', "a collection of figures"),
        (b"<kml/>", "a KML map"),
    ),
)
def test_everything_else_is_refused_by_name(data, kind):
    with pytest.raises(RecordingRefused, match=kind):
        decode_recording(data)


def test_size_is_bounded_before_reading(monkeypatch):
    monkeypatch.setattr(detect, "MAX_RECORDING_BYTES", 2**20)

    with pytest.raises(RecordingRefused, match="larger than 1 MB"):
        decode_recording(bytes(2**20 + 1))


def try_to_decode(data):
    """Decode, or take the refusal: anything else is a failure of the test."""
    try:
        recording = decode_recording(data)
    except RecordingRefused as refusal:
        message = str(refusal)
        assert message.endswith(".")
        assert len(message) < 200
        assert "\n" not in message
        return
    for ride in recording.rides:
        assert np.isfinite(ride.samples.at_s).all()
        assert not any(np.isinf(values).any() for values in ride.samples.channels.values())


EDITS = st.lists(
    st.tuples(
        st.integers(0, 600),
        st.integers(0, 30),
        st.binary(max_size=6) | st.sampled_from([b"<", b"&", b"-1", b"1e308", b"NaN", b"</Lap>"]),
    ),
    max_size=6,
)


@settings(max_examples=400, deadline=None)
@given(document=st.sampled_from(DOCUMENTS), edits=EDITS, is_packed=st.booleans())
def test_no_damage_raises_anything_but_a_refusal(document, edits, is_packed):
    damaged = gzip.compress(document) if is_packed else document
    for position, removed, inserted in edits:
        start = position % (len(damaged) + 1)
        damaged = damaged[:start] + inserted + damaged[start + removed :]

    try_to_decode(damaged)


@settings(max_examples=200, deadline=None)
@given(start=st.sampled_from([b"", b"<gpx>", b'{"RIDE":{', b"\x1f\x8b\x08\x00"]), rest=st.binary())
def test_no_bytes_raise_anything_but_a_refusal(start, rest):
    try_to_decode(start + rest)


def read_table(path):
    with path.open() as table:
        return list(csv.DictReader(table))


def decode_file(rides_dir, name):
    (member,) = unpack_recordings(name, (rides_dir / "files" / name).read_bytes())
    assert member.data is not None
    return decode_recording(member.data)


def test_real_files_agree_with_their_manifest(rides_dir):
    rows = [
        row
        for row in read_table(rides_dir / "manifest.csv")
        if row["type"] in ("tcx", "gpx", "pwx", "json") and row["start_utc"]
    ]

    assert len(rows) > 20
    for row in rows:
        recording = decode_file(rides_dir, row["file"])
        (ride,) = recording.rides
        started_at = datetime.fromtimestamp(float(ride.samples.at_s[0]), UTC)
        assert ride.samples.at_s.size == int(row["records"]), row["file"]
        assert len(ride.laps) == int(row["laps"] or 0), row["file"]
        assert started_at.strftime("%Y-%m-%dT%H:%M:%SZ") == row["start_utc"], row["file"]
        assert recording.device == row["device"].strip(), row["file"]


FIGURES = {  # channel, and whether it is a mean
    "HeartRateAvg": (Channel.HEART_RATE, True),
    "HeartRateMax": (Channel.HEART_RATE, False),
    "PowerAvg": (Channel.POWER, True),
    "PowerMax": (Channel.POWER, False),
}


def test_real_files_agree_with_what_other_programs_publish(rides_dir):
    rows = [
        row
        for row in read_table(rides_dir / "expected.csv")
        if row["file"].endswith((".gpx", ".tcx")) and row["metric"] in FIGURES
    ]

    assert len(rows) >= 8
    for row in rows:
        channel, is_mean = FIGURES[row["metric"]]
        (ride,) = decode_file(rides_dir, row["file"]).rides
        values = ride.samples.channels[channel]
        ours = np.nanmean(values) if is_mean else np.nanmax(values)
        assert ours == pytest.approx(float(row["expected"]), abs=0.51), row


def test_same_ride_reads_the_same_from_two_formats(rides_dir):
    folder = "GoldenCheetah+sweatpy/sweat/examples/data/activity_5039744860"
    (tcx,) = decode_file(rides_dir, f"{folder}.tcx").rides
    (gpx,) = decode_file(rides_dir, f"{folder}.gpx").rides

    _, in_tcx, in_gpx = np.intersect1d(tcx.samples.at_s, gpx.samples.at_s, return_indices=True)

    assert in_gpx.size == gpx.samples.at_s.size
    for channel in (Channel.HEART_RATE, Channel.LATITUDE, Channel.LONGITUDE, Channel.ALTITUDE):
        np.testing.assert_allclose(
            tcx.samples.channels[channel][in_tcx], gpx.samples.channels[channel][in_gpx]
        )


TIMER_STOOD_STILL = "2009_01_09_11_13_14"  # for 79 s of its only lap, which the table leaves out


def test_laps_of_real_files_are_those_that_the_device_wrote(rides_dir):
    rows = [
        row
        for row in read_table(rides_dir / "device_laps.csv")
        if row["file"].endswith((".tcx", ".pwx")) and TIMER_STOOD_STILL not in row["file"]
    ]

    assert len(rows) > 100
    laps = {file: decode_file(rides_dir, file).rides[0].laps for file in {r["file"] for r in rows}}
    for row in rows:
        lap = laps[row["file"]][int(row["lap"]) - 1]
        started_at = datetime.fromtimestamp(lap.start_at_s, UTC)
        assert lap.name == row["name"], row
        assert started_at.strftime("%Y-%m-%dT%H:%M:%SZ") == row["start_utc"], row
        assert lap.end_at_s - lap.start_at_s == pytest.approx(float(row["elapsed_s"]), abs=1.2), row
