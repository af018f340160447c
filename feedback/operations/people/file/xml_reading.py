"""Read XML as a stream of what stands in it, within bounds that no honest workbook meets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias
from xml.parsers import expat

from feedback.operations.people.file.archive import damaged, reading_library

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.operations.people.file.archive import Archive

Attributes: TypeAlias = dict[str, str]
Event: TypeAlias = tuple[str, Attributes | None, str]
"""Where an element begins its name and attributes, where it ends its name and None; or a text."""

_DEEPEST: Final = 100
_MOST_NAMES: Final = 1000
_LONGEST_SILENCE: Final = 256 * 1024
"""Bytes without a tag or a text: the parser would go over them again and again."""


def events_of(archive: Archive, name: str) -> Iterator[Event]:
    """Yield what stands in a part, names without their prefix.

    A document type is refused wherever it stands and however it is encoded: no program
    writes one into a workbook, and entities in it could grow without end.
    """
    found: list[Event] = []
    parser = _parser(found)
    depth = silence = 0
    for piece in archive.pieces(name):
        with reading_library():
            parser.Parse(piece, False)  # noqa: FBT003 - the library's own signature
        silence = 0 if found else silence + len(piece)
        if silence > _LONGEST_SILENCE:
            raise damaged()
        depth += sum(1 if attributes is not None else -1 for name, attributes, _ in found if name)
        if depth > _DEEPEST:
            raise damaged()
        yield from found
        found.clear()
    with reading_library():
        parser.Parse(b"", True)  # noqa: FBT003 - as above
    yield from found


def check_part(archive: Archive, name: str) -> None:
    """Refuse a part that is not well formed, or that has a document type."""
    for _ in events_of(archive, name):
        pass


def _parser(found: list[Event]) -> expat.XMLParserType:
    # The handlers only collect: what they would raise were taken for the file's fault.
    local, collect = _LocalNames(), found.append
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: collect((local[name], attributes, ""))
    parser.EndElementHandler = lambda name: collect((local[name], None, ""))
    parser.CharacterDataHandler = lambda text: collect(("", None, text))
    parser.StartDoctypeDeclHandler = _refuse_document_type
    return parser


class _LocalNames(dict[str, str]):
    """From a name to what follows its prefix, which is nearly always asked for again."""

    def __missing__(self, name: str) -> str:
        """Take off the prefix."""
        local = name.rpartition(":")[2]
        if len(self) < _MOST_NAMES:
            self[name] = local
        return local


def _refuse_document_type(*_declared: object) -> None:
    raise damaged()
