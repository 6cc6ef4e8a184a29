import io
import zipfile

import pytest

from analytics.engine.decoding import archive
from analytics.engine.decoding.archive import Member, is_zip, unpack_recordings


def make_zip(members, method=zipfile.ZIP_DEFLATED):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as written:
        for name, data in members.items():
            written.writestr(name, data)
    return buffer.getvalue()


def unpack(data, name="upload.zip"):
    return list(unpack_recordings(name, data))


def test_upload_that_is_no_archive_is_its_only_member():
    assert unpack(b"<gpx/>", "ride.zip") == [Member("ride.zip", b"<gpx/>")]


def test_archive_is_known_by_content_and_read_in_order():
    members = {"b.fit": b"two", "days/a.tcx": b"one"}

    assert unpack(make_zip(members), "ride.fit") == [
        Member("b.fit", b"two"),
        Member("days/a.tcx", b"one"),
    ]


def test_traces_of_file_managers_are_left_out():
    members = {
        "__MACOSX/a.fit": b"stub",
        "._a.fit": b"stub",
        "days\\.DS_Store": b"trace",
        "days/": b"",
        "a.fit": b"ride",
    }

    assert [member.name for member in unpack(make_zip(members))] == ["a.fit"]


def test_archive_in_an_archive_is_unpacked_once():
    inner = make_zip({"a.fit": b"ride", "deeper.zip": make_zip({"b.fit": b"ride"})})

    assert unpack(make_zip({"days.zip": inner, "c.fit": b"last"})) == [
        Member("days.zip/a.fit", b"ride"),
        Member("days.zip/deeper.zip", None, "This ZIP archive is nested too deeply."),
        Member("c.fit", b"last"),
    ]


@pytest.mark.parametrize("name", ("../../etc/passwd", "/etc/passwd", "C:\\ride.fit"))
def test_name_that_points_elsewhere_is_only_shown(name):
    (member,) = unpack(make_zip({name: b"ride"}))

    assert member.data == b"ride"


def test_name_is_printable_and_bounded():
    (member,) = unpack(make_zip({"x" * 400 + "\n\x1b.fit": b"ride"}))

    assert len(member.name) == 200
    assert member.name.endswith("x??.fit")


def test_encrypted_member_is_refused_and_the_others_are_read():
    data = bytearray(make_zip({"a.fit": b"ride", "b.fit": b"ride"}))
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 0x1

    first, second = unpack(bytes(data))

    assert first == Member("a.fit", None, "This file of the ZIP archive is encrypted.")
    assert second.data == b"ride"


def test_damaged_member_is_refused_and_the_others_are_read():
    data = make_zip({"a.fit": b"first ride", "b.fit": b"second ride"}, zipfile.ZIP_STORED)

    first, second = unpack(data.replace(b"first ride", b"worst ride"))

    assert first == Member("a.fit", None, "This file of the ZIP archive is damaged.")
    assert second.data == b"second ride"


def test_method_that_may_ask_for_gigabytes_is_refused():
    (member,) = unpack(make_zip({"a.fit": b"ride"}, zipfile.ZIP_LZMA))

    assert member.refusal == "This file of the ZIP archive is packed in an uncommon way."


def test_bomb_is_refused_long_before_its_end():
    bomb, after = unpack(make_zip({"a.fit": b"\x00" * 50_000_000, "b.fit": b"ride"}))

    assert bomb.data is None
    assert bomb.refusal == "The file unpacks to far more than a ride can hold."
    assert after.data == b"ride"


def test_size_that_the_archive_states_is_not_believed():
    honest = make_zip({"a.fit": b"\x00" * 50_000_000})
    lying = honest.replace((50_000_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))

    (member,) = unpack(lying)

    assert lying != honest
    assert member.data is None


def test_total_size_is_bounded(monkeypatch):
    monkeypatch.setattr(archive, "MAX_TOTAL_UNPACKED_BYTES", 8)
    nested = make_zip({"a.fit": b"12345", "b.fit": b"67890", "c.fit": b"rest"}, zipfile.ZIP_STORED)

    members = unpack(nested)

    assert [member.data for member in members] == [b"12345", b"67890", None]
    assert "more than one upload" in members[-1].refusal


def test_number_of_members_is_bounded_before_they_are_listed(monkeypatch):
    monkeypatch.setattr(archive, "MAX_MEMBERS", 2)
    many = make_zip({f"{number}.fit": b"ride" for number in range(3)})

    assert unpack(many) == [Member("upload.zip", None, "The ZIP archive holds more than 2 files.")]


@pytest.mark.parametrize(
    ("data", "refusal"),
    (
        (make_zip({}), "The ZIP archive is empty."),
        (b"PK\x03\x04 and no more", "The ZIP archive is damaged."),
        (make_zip({"a.fit": b"ride"})[:-30], "The ZIP archive is damaged."),
        (
            make_zip({"[Content_Types].xml": b"<Types/>"}),
            "This is an office document, which cannot be read as a ride.",
        ),
    ),
)
def test_archive_without_a_ride_is_refused_as_a_whole(data, refusal):
    assert unpack(data) == [Member("upload.zip", None, refusal)]


@pytest.mark.parametrize("position", range(0, 240, 3))
def test_no_byte_of_an_archive_can_raise(position):
    data = bytearray(make_zip({"a.fit": b"ride" * 20, "b.fit": b"other" * 20}))
    data[position % len(data)] ^= 0xFF

    members = unpack(bytes(data))

    assert members
    assert all((member.data is None) == bool(member.refusal) for member in members)


def test_archive_is_told_from_a_recording():
    assert is_zip(make_zip({}))
    assert is_zip(make_zip({"a.fit": b"ride"}))
    assert not is_zip(b"PK is how my name begins")
