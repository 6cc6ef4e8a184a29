"""Streams a hostile XML document as local element names, in bounded memory.

Prefixes are cut off rather than resolved: exporters forget to declare them, and no two
elements that are read here differ in their namespace alone.
"""

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import Protocol
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import DefusedExpatParser

from analytics.engine.decoding.document_text import find_encoding
from analytics.engine.recording import RecordingRefused

MAX_ELEMENTS = 2_500_000  # a day at 1 Hz has about 1,500,000
MAX_DEPTH = 64
MAX_TEXT_CHARACTERS = 2_000

_PIECE_BYTES = 2**18
MAX_IDLE_PIECES = 4
_STRAY_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]{1,7}|#x[0-9A-Fa-f]{1,6});)")
_UNFINISHED_REFERENCE = re.compile(r"&[#0-9A-Za-z]{0,8}\Z")


class ElementReader(Protocol):
    """What a format makes of the elements."""

    def begin(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of an element; names are without prefix."""
        ...

    def finish(self, name: str, parent: str, text: str) -> None:
        """Take the end of an element and the text directly before it."""
        ...


def read_elements(data: bytes, reader: ElementReader) -> tuple[str, ...]:
    """Feed a document to a reader, up to its end or its first fault.

    Parameters
    ----------
    data : bytes
        The document.
    reader : ElementReader
        Is told of each element in turn.

    Returns
    -------
    tuple of str
        One sentence where the document is not well-formed; what the reader was told
        before that is sound.

    Raises
    ------
    RecordingRefused
        If the document declares a document type or entities, or passes a limit.
    """
    parser = _ElementParser(reader)
    try:
        for piece in _pieces(data):
            elements_before = parser.element_count
            parser.feed(piece)
            parser.refuse_standstill(elements_before)
        parser.close()
    except DefusedXmlException as error:
        raise RecordingRefused("The XML declares a document type, which is refused.") from error
    except SAXParseException as error:
        line = error.getLineNumber()
        return (f"The XML is faulty at line {line}; only what came before was read.",)
    return ()


def _pieces(data: bytes) -> Iterator[str]:
    """Decode piece by piece; the declared encoding is ours to read, not the parser's.

    An ampersand that begins no reference, as in a title that was never escaped, is escaped
    here: it would end the document for the parser.
    """
    decoder = codecs.getincrementaldecoder(find_encoding(data))(errors="replace")
    held = ""
    for start in range(0, len(data), _PIECE_BYTES):
        piece = held + decoder.decode(data[start : start + _PIECE_BYTES])
        if start == 0:
            piece = piece.lstrip("\ufeff \t\r\n")
        unfinished = _UNFINISHED_REFERENCE.search(piece)
        held = unfinished[0] if unfinished else ""
        yield _STRAY_AMPERSAND.sub("&amp;", piece.removesuffix(held))
    yield _STRAY_AMPERSAND.sub("&amp;", held)


class _TextContent(ContentHandler):
    """Keeps the text since the latest tag."""

    def __init__(self) -> None:
        super().__init__()
        self.text = ""

    def characters(self, content: str) -> None:
        if len(self.text) < MAX_TEXT_CHARACTERS:
            self.text += content


class _ElementParser(DefusedExpatParser):
    """Keeps the open elements and passes each on by its local name.

    The driver's callbacks for tags are taken directly: a detour over a SAX content handler
    and its attribute objects would double the time of a long ride.
    """

    def __init__(self, reader: ElementReader) -> None:
        super().__init__(forbid_dtd=True)
        self._begin = reader.begin
        self._finish = reader.finish
        self._open: list[str] = [""]
        self._content = _TextContent()
        self.setContentHandler(self._content)
        self._idle_pieces = 0
        self.element_count = 0

    def start_element(self, name: str, attrs: Mapping[str, str]) -> None:
        self.element_count += 1
        if self.element_count > MAX_ELEMENTS or len(self._open) > MAX_DEPTH:
            raise RecordingRefused("The XML holds more than a ride can hold.")
        local = name.rpartition(":")[2]
        self._open.append(local)
        self._content.text = ""
        self._begin(local, attrs)

    def end_element(self, name: str) -> None:
        local = self._open.pop()
        self._finish(local, self._open[-1], self._content.text)
        self._content.text = ""

    def refuse_standstill(self, elements_before: int) -> None:
        """Refuse a document whose pieces bring no element: one overlong token.

        The parser starts such a token anew with each piece, in quadratic time.
        """
        stands_still = self.element_count == elements_before
        self._idle_pieces = self._idle_pieces + 1 if stands_still else 0
        if self._idle_pieces > MAX_IDLE_PIECES:
            raise RecordingRefused("The XML holds an overlong piece of text.")
