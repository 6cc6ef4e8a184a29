import pytest

from analytics.engine.decoding.foreign import find_root_element, refuse_foreign
from analytics.engine.recording import RecordingRefused


@pytest.mark.parametrize(
    ("data", "kind"),
    (
        (b"", "empty"),
        (b"\x00" * 900, "nothing but blanks"),
        (b" \r\n", "nothing but blanks"),
        (b"PK\x03\x04rest", "a ZIP archive"),
        (b"\x89PNG\r\n\x1a\n", "a PNG image"),
        (b"\xff\xd8\xff\xe0", "a JPEG image"),
        (b"%PDF-1.7", "a PDF document"),
        (b"SRM7o\xb9", "an SRM file"),
        (b"WKO\x1a\x1c", "a WKO file"),
        (b"\x00\x05\x16\x07\x00\x02", "a companion file that macOS made"),
        (b"[Params]\r\nVersion=106", "a Polar HRM file"),
        (b"60 08 03 57 6b 31\r\n40 08", "a raw PowerTap file"),
        (b"[COURSE HEADER]\nFTP = 250", "an ERG or MRC workout"),
        (b"\n<!DOCTYPE html><html>", "an HTML page"),
        (b"<html><body>Log in</body>", "an HTML page"),
        (b'<?xml version="1.0"?><html xmlns="x">', "an HTML page"),
        (b"<FitnessWorkbook>", "a SportTracks fitlog"),
        (b'<Memory revision="210">', "a Sigma memory file"),
        (b"<workout_file>", "a Zwift workout"),
        (b"<a:song/>", "XML of another kind (song)"),
        (b"<", "XML without any element"),
        (b'{"DeviceLog": {', "a Suunto JSON file"),
        (b'{"RIDES": [', "a collection of figures"),
        (b"[1, 2]", "JSON of another kind"),
        (b"Minutes,Watts,Km\n0.04,0,0", "a table (CSV)"),
        (b"secs\twatts\thr\n1\t200\t120", "a table (CSV)"),
        (b"Dear coach, this is my ride", "a text file"),
        (b"\x93\x8a\x01\x02" * 40, "an unknown kind of file"),
    ),
)
def test_file_that_is_no_recording_is_named(data, kind):
    with pytest.raises(RecordingRefused) as refused:
        refuse_foreign(data)

    assert kind in str(refused.value)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize(
    ("head", "root"),
    (
        ("<gpx>", "gpx"),
        ('<?xml version="1.0"?>\n<!-- a > b -->\n<gpx:gpx x="1">', "gpx"),
        ('<!DOCTYPE pwx [<!ENTITY a "b">]><pwx/>', "pwx"),
        ("<!-- never closed", ""),
        ("< gpx>", ""),
        ("text", ""),
    ),
)
def test_root_element_is_found_behind_any_prologue(head, root):
    assert find_root_element(head) == root
