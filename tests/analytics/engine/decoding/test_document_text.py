import pytest

from analytics.engine.decoding.document_text import find_encoding, read_head

GREETING = "<gpx>Küste</gpx>"


@pytest.mark.parametrize(
    "encoding", ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32")
)
def test_head_is_read_in_any_unicode_encoding(encoding):
    assert read_head(GREETING.encode(encoding)) == GREETING


def test_declared_latin_encoding_is_honoured():
    document = f'<?xml version="1.0" encoding="ISO-8859-1"?>{GREETING}'

    assert read_head(document.encode("latin-1")).endswith(GREETING)


@pytest.mark.parametrize("declared", (b"rot13", b"unicode_escape", b"idna", b"no-such-thing"))
def test_document_cannot_choose_an_odd_codec(declared):
    assert find_encoding(b'<?xml version="1.0" encoding="' + declared + b'"?><gpx/>') == "utf-8"


def test_white_space_before_the_document_is_left_out():
    assert read_head(b"\xef\xbb\xbf\r\n \t<gpx/>") == "<gpx/>"
