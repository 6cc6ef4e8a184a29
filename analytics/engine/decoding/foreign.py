"""Names what a file is when it is no recording that is read here."""

import re
from typing import NoReturn

from analytics.engine.decoding.document_text import read_head
from analytics.engine.recording import RecordingRefused

_MAGICS = (
    (b"PK\x03\x04", "a ZIP archive"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\x1f\x8b", "a gzip file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"%PDF", "a PDF document"),
    (b"Rar!", "a RAR archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"SQLite format 3\x00", "a database"),
    (b"\x00\x05\x16\x07", "a companion file that macOS made"),
    (b"SRM", "an SRM file"),
    (b"WKO\x1a", "a WKO file"),
)

# How a text begins.
_TEXTS = (
    (re.compile(r"\[Params\]"), "a Polar HRM file"),
    (re.compile(r"(?:[0-9a-fA-F]{2} ){5}[0-9a-fA-F]{2}\s"), "a raw PowerTap file"),
    (re.compile(r"(?i)<!doctype html|<html"), "an HTML page"),
    (re.compile(r"\[COURSE HEADER\]"), "an ERG or MRC workout"),
)

_ROOT_ELEMENT = re.compile(r"<(?:[\w.-]{1,80}:)?([A-Za-z_][\w.-]{0,80})")
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<![A-Z][^>\[]*(?:\[.*?\]\s*)?>)", re.DOTALL)
_ROOTS = {
    "FitnessWorkbook": "a SportTracks fitlog",
    "Log": "a Sigma log",
    "Memory": "a Sigma memory file",
    "Trip": "a Sigma trip",
    "Activity": "a Sigma log",
    "html": "an HTML page",
    "kml": "a KML map",
    "workout_file": "a Zwift workout",
    "sml": "a Suunto file",
    "Workbook": "a spreadsheet",
    "svg": "an SVG image",
}

_JSON_KEYS = (
    (re.compile(r'"DeviceLog"'), "a Suunto JSON file"),
    (re.compile(r'"METRICS"|"RIDES"\s*:'), "a collection of figures"),
    (re.compile(r'"WorkoutStepsArray"|"WorkoutSteps"'), "a MyWhoosh workout"),
)
_TABLE_LINE = re.compile(r"[^,;\t\n]*[,;\t][^,;\t\n]*[,;\t]")
_SHARE_PRINTABLE = 0.95


def find_root_element(head: str) -> str:
    """Name the first element of an XML document, without its prefix; "" if there is none."""
    position = 0
    while prologue := _PROLOGUE.match(head, position):
        position = prologue.end()
    root = _ROOT_ELEMENT.match(head[position:].lstrip())
    return root[1] if root else ""


def refuse_foreign(data: bytes) -> NoReturn:
    """Say in one sentence what these bytes are instead of a recording.

    Raises
    ------
    RecordingRefused
        Always.
    """
    raise RecordingRefused(_describe(data))


def _cannot(kind: str) -> str:
    return f"This is {kind}, which cannot be read as a ride."


def _describe(data: bytes) -> str:
    if not data:
        return "The file is empty."
    if not data.strip(b"\x00 \t\r\n"):
        return "The file holds nothing but blanks."
    magic_kind = next((kind for magic, kind in _MAGICS if data.startswith(magic)), "")
    if magic_kind:
        return _cannot(magic_kind)
    head = read_head(data)
    text_kind = next((kind for pattern, kind in _TEXTS if pattern.match(head)), "")
    if text_kind:
        return _cannot(text_kind)
    if head.startswith("<"):
        return _describe_xml(head)
    if head.startswith(("{", "[")):
        return _describe_json(head)
    return _describe_text(head)


def _describe_xml(head: str) -> str:
    root = find_root_element(head)
    if root in _ROOTS:
        return _cannot(_ROOTS[root])
    if root:
        return _cannot(f"XML of another kind ({root})")
    return _cannot("XML without any element")


def _describe_json(head: str) -> str:
    for pattern, kind in _JSON_KEYS:
        if pattern.search(head):
            return _cannot(kind)
    return _cannot("JSON of another kind")


def _describe_text(head: str) -> str:
    lines = head[:4000].replace("\t", " ").splitlines()
    readable = sum(letter.isprintable() and letter != "\ufffd" for line in lines for letter in line)
    if not lines or readable < _SHARE_PRINTABLE * sum(map(len, lines)):
        return _cannot("an unknown kind of file")
    if any(_TABLE_LINE.match(line) for line in head.splitlines()[:3]):
        return _cannot("a table (CSV)")
    return _cannot("a text file")
