"""The file of a document: small objects packed into streams, everything compressed, once.

ReportLab writes each object as text of its own, and knows no object streams. A tagged report
has a thousand small objects: packed (ISO 32000-1, 7.5.7) they take half the room. Written
here directly, no second library has to read the file again and write it anew.
"""

# ruff: noqa: ANN401 - ReportLab is untyped

from __future__ import annotations

import zlib
from functools import lru_cache
from hashlib import md5
from typing import TYPE_CHECKING, Any, Final

from reportlab.pdfbase.pdfdoc import XMP, PDFArray, PDFDictionary, PDFStream, PDFTrueTypeFont
from reportlab.pdfbase.pdfdoc import format as formatted

if TYPE_CHECKING:
    from collections.abc import Iterator

PER_STREAM: Final = 200
"""How many objects share a stream: a reader unpacks them together."""
_OFFSET_BYTES: Final = 4
_EFFORT: Final = 4
"""How hard zlib tries: half the time of its usual 6, and a report is a thirtieth larger."""
_END_OF_STREAM: Final = b"endstream\n"


def write_file(document: Any, canvas: Any) -> bytes:
    """Return a finished ReportLab document as a file of PDF 1.7, its identifier a hash of it."""
    catalog, info = document.Reference(document.Catalog), document.Reference(document.info)
    for font in document.delayedFonts:
        font.addObjects(document)
    document.Outlines.prepare(document, canvas)
    if document.Outlines.ready < 0:
        document.Catalog.Outlines = None
    file = _File()
    packed: list[tuple[int, bytes]] = []
    for number, thing in _objects(document):
        if isinstance(thing, PDFTrueTypeFont):
            thing.Widths = _widths(tuple(thing.Widths.sequence))
        if isinstance(thing, PDFStream):
            file.add(number, _stream(thing, document))
            continue
        content = formatted(thing, document, toplevel=1)
        if content.endswith(_END_OF_STREAM):  # an image writes itself, without a line's end
            file.add(number, content.removesuffix(_END_OF_STREAM) + b"\nendstream")
        else:
            packed.append((number, content))
    root, facts = formatted(catalog, document), formatted(info, document)
    return file.finished(packed, root, facts)


class _File:
    """The bytes so far, and where each object stands in them."""

    def __init__(self) -> None:
        self._parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
        self._length = len(self._parts[0])
        self._places: dict[int, tuple[int, int, int]] = {0: (0, 0, 0xFFFF)}

    def add(self, number: int, content: bytes) -> None:
        """Add an object that stands by itself."""
        self._places[number] = (1, self._length, 0)
        part = b"%d 0 obj\n%b\nendobj\n" % (number, content)
        self._parts.append(part)
        self._length += len(part)

    def finished(self, packed: list[tuple[int, bytes]], root: bytes, facts: bytes) -> bytes:
        """Add the small objects and the table of all places; return the file."""
        following = max([*self._places, *(number for number, _ in packed)]) + 1
        for start in range(0, len(packed), PER_STREAM):
            chunk = packed[start : start + PER_STREAM]
            for index, (number, _) in enumerate(chunk):
                self._places[number] = (2, following, index)
            self.add(following, _packed(chunk))
            following += 1
        self._add_places(following, root, facts)
        return b"".join(self._parts)

    def _add_places(self, number: int, root: bytes, facts: bytes) -> None:
        start = self._length
        self._places[number] = (1, start, 0)
        rows = b"".join(
            bytes((kind,)) + place.to_bytes(_OFFSET_BYTES, "big") + index.to_bytes(2, "big")
            for kind, place, index in map(self._places.__getitem__, range(number + 1))
        )
        identifier = md5(b"".join(self._parts), usedforsecurity=False).hexdigest().encode()
        entries = b"/Type /XRef /Size %d /W [1 %d 2] /Root %b /Info %b /ID [<%b> <%b>]"
        values = (number + 1, _OFFSET_BYTES, root, facts, identifier, identifier)
        self.add(number, _compressed(entries % values, rows))
        self._parts.append(b"startxref\n%d\n%%%%EOF\n" % start)


def _objects(document: Any) -> Iterator[tuple[int, Any]]:
    """Yield every object by its number; writing one may make more of them known."""
    number = 1
    while number in document.numberToId:
        yield number, document.idToObject[document.numberToId[number]]
        number += 1


def _stream(stream: Any, document: Any) -> bytes:
    if isinstance(stream, XMP):  # plain, so that archives find it without a PDF reader
        packet: bytes = stream.makeContent(document)
        head = b"<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%b\nendstream"
        return head % (len(packet), packet)
    entries = formatted(PDFDictionary(stream.dictionary.dict), document).strip()[2:-2].strip()
    if "Length1" in stream.dictionary.dict:  # a face, with the same letters in many documents
        return _framed(entries, _small_face(stream.content))
    return _compressed(entries, _content(stream, document))


def _content(stream: Any, document: Any) -> bytes:
    content = stream.content
    if isinstance(content, str) and content.isascii():
        return content.encode()  # ReportLab's encoding says the same, a hundred times slower
    spelled: bytes = formatted(content, document)
    return spelled


def _packed(objects: list[tuple[int, bytes]]) -> bytes:
    numbers, offset = [], 0
    for number, content in objects:
        numbers.append(b"%d %d" % (number, offset))
        offset += len(content) + 1
    index = b" ".join(numbers) + b"\n"
    entries = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(index))
    return _compressed(entries, index + b"\n".join(content for _, content in objects))


def _compressed(entries: bytes, content: bytes) -> bytes:
    return _framed(entries, zlib.compress(content, _EFFORT))


@lru_cache(maxsize=64)
def _widths(widths: tuple[Any, ...]) -> bytes:
    spelled: bytes = formatted(PDFArray(list(widths)), None)
    return spelled


@lru_cache(maxsize=64)
def _small_face(content: bytes) -> bytes:
    return zlib.compress(content, _EFFORT)


def _framed(entries: bytes, small: bytes) -> bytes:
    head = b"<< %b /Filter /FlateDecode /Length %d >>" % (entries, len(small))
    return b"%b\nstream\n%b\nendstream" % (head, small)
