"""Bytes of a text document -> characters, whatever the exporter thought of encodings."""

import codecs
import re

HEAD_BYTES = 65_536  # enough for any prologue before the first element

# Longest first: the little-endian UTF-32 mark starts with the UTF-16 one.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
# Never looked up in Python's registry: a document must not choose among its codecs.
_KNOWN_ENCODINGS = {
    b"iso-8859-1": "cp1252",  # as browsers read it
    b"latin1": "cp1252",
    b"windows-1252": "cp1252",
    b"iso-8859-15": "iso-8859-15",
    b"windows-1250": "cp1250",
    b"windows-1251": "cp1251",
}


def find_encoding(data: bytes) -> str:
    """Name the codec of a text document; UTF-8 where nothing says otherwise.

    Parameters
    ----------
    data : bytes
        The document, or at least its beginning.

    Returns
    -------
    str
        One of a few names that Python knows; a byte order mark is consumed by the codec.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return encoding
    if data.startswith(b"<\x00"):
        return "utf-16-le"
    if data.startswith(b"\x00<"):
        return "utf-16-be"
    declared = _DECLARED.search(data, 0, 1024)
    return _KNOWN_ENCODINGS.get(declared[1].lower(), "utf-8") if declared else "utf-8"


def read_head(data: bytes) -> str:
    """Decode the beginning of a document, without the white space before it."""
    head = data[:HEAD_BYTES]
    return head.decode(find_encoding(head), errors="replace").lstrip("\ufeff \t\r\n")
