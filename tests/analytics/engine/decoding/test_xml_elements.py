import pytest

from analytics.engine.decoding import xml_elements
from analytics.engine.decoding.xml_elements import read_elements
from analytics.engine.recording import RecordingRefused


class Listener:
    """Notes what it is told."""

    def __init__(self):
        self.begun = []
        self.finished = []

    def begin(self, name, attributes):
        self.begun.append((name, dict(attributes)))

    def finish(self, name, parent, text):
        self.finished.append((name, parent, text))


def listen(document):
    listener = Listener()
    faults = read_elements(document, listener)
    return listener, faults


def test_elements_are_told_with_parent_and_text():
    listener, faults = listen(b'<a><b c="1">two</b></a>')

    assert faults == ()
    assert listener.begun == [("a", {}), ("b", {"c": "1"})]
    assert listener.finished == [("b", "a", "two"), ("a", "", "")]


def test_prefixes_are_cut_off_even_where_none_is_declared():
    listener, faults = listen(b'<x:a xmlns:x="urn:x"><gpxtpx:hr>120</gpxtpx:hr></x:a>')

    assert faults == ()
    assert listener.finished == [("hr", "a", "120"), ("a", "", "")]


def test_what_came_before_a_fault_is_kept():
    listener, faults = listen(b"<a>\n<b>1</b>\n<b>2</c></a>")

    assert listener.finished == [("b", "a", "1")]
    assert faults == ("The XML is faulty at line 3; only what came before was read.",)


@pytest.mark.parametrize("document", (b"<a><b>1</b>", b"<a><b>1</b></a>junk", b"<a><b>1</b>\x00"))
def test_cut_and_overlong_documents_are_told(document):
    listener, faults = listen(document)

    assert ("b", "a", "1") in listener.finished
    assert len(faults) == 1


@pytest.mark.parametrize(
    ("written", "read"),
    (
        (b"Tom & Jerry", "Tom & Jerry"),
        (b"Tom &amp; Jerry", "Tom & Jerry"),
        (b"R&D", "R&D"),
        (b"&#65;&#x42;", "AB"),
        (b"a&nbsp;b", "a&nbsp;b"),
        (b"AT&", "AT&"),
    ),
)
def test_ampersand_that_was_never_escaped_does_not_end_the_document(written, read):
    listener, faults = listen(b"<a>" + written + b"</a>")

    assert faults == ()
    assert listener.finished == [("a", "", read)]


@pytest.mark.parametrize("piece_bytes", (1, 2, 3, 7))
def test_reference_and_character_may_lie_across_two_pieces(monkeypatch, piece_bytes):
    monkeypatch.setattr(xml_elements, "_PIECE_BYTES", piece_bytes)
    monkeypatch.setattr(xml_elements, "MAX_IDLE_PIECES", 100)

    listener, faults = listen(" <a>Küste &amp; R&D</a>".encode())

    assert faults == ()
    assert listener.finished == [("a", "", "Küste & R&D")]


BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol2 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">]><gpx>&lol2;</gpx>"""
EXTERNAL = b"""<!DOCTYPE gpx [<!ENTITY xxe SYSTEM "file:///etc/passwd">]><gpx>&xxe;</gpx>"""
REMOTE = b"""<!DOCTYPE gpx SYSTEM "http://example.com/gpx.dtd"><gpx/>"""


@pytest.mark.parametrize("document", (BOMB, EXTERNAL, REMOTE, b"<!DOCTYPE gpx []><gpx/>"))
def test_entities_and_document_types_are_refused(document):
    with pytest.raises(RecordingRefused, match="declares a document type"):
        listen(document)


def test_depth_and_count_of_elements_are_bounded(monkeypatch):
    with pytest.raises(RecordingRefused, match="more than a ride"):
        listen(b"<a>" * 100)
    monkeypatch.setattr(xml_elements, "MAX_ELEMENTS", 10)
    with pytest.raises(RecordingRefused, match="more than a ride"):
        listen(b"<a>" + b"<b/>" * 10 + b"</a>")


def test_overlong_token_is_refused_before_it_costs_quadratic_time():
    with pytest.raises(RecordingRefused, match="overlong"):
        listen(b'<a b="' + b"x" * 4_000_000)


def test_overlong_text_is_cut():
    listener, _ = listen(b"<a>" + b"x\n" * 50_000 + b"</a>")

    assert len(listener.finished[0][2]) < 20_000
