import hashlib
import json

from tests.house.rooms import PROJECT_DIR

VENDOR_DIR = PROJECT_DIR / "static" / "vendor"


def listed():
    return json.loads((VENDOR_DIR / "vendor.json").read_text())


def test_every_vendored_file_is_the_listed_one():
    expected = {file["path"]: file["sha256"] for part in listed() for file in part["files"]}
    found = {
        path.relative_to(VENDOR_DIR).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in VENDOR_DIR.rglob("*")
        if path.is_file() and path.name != "vendor.json"
    }

    assert found == expected


def test_every_vendored_part_names_its_version_and_licence():
    assert [part for part in listed() if not (part["version"] and part["licence"])] == []
