"""Open a workbook's archive without trusting it: sizes first, then parts piece by piece.

What the libraries for ZIP and XML trip over in a crafted or broken file is told in one
sentence. Only their calls stand inside `reading_library`, so that a fault of our own code is
never taken for one of the file.
"""

from __future__ import annotations

import io
import zipfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.kinds import LOCKED
from feedback.operations.people.file.notices import Notice, PeopleFileError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.operations.people.file.budget import Budget

MOST_MEGABYTES: Final = 100
"""All parts together, unpacked."""

_MEGABYTE: Final = 1024 * 1024
_MOST_PARTS: Final = 2000
_IS_LOCKED: Final = 0x1
_ENTRY: Final = b"PK\x01\x02"
_PIECE: Final = 8 * 1024  # larger ones keep the garbage collector busy: twice the time
_PACKED_FROM: Final = 4 * _MEGABYTE
_MOST_PACKED: Final = 300
"""How many times smaller a large part may be packed; a list of people makes ten or twenty."""

_OTHERS: Final = {
    "content.xml": "OpenDocument (.ods)",
    "xl/workbook.bin": "Excel Binary (.xlsb)",
    "word/document.xml": "Word (.docx)",
    "ppt/presentation.xml": "PowerPoint (.pptx)",
    "index/document.iwa": "Apple Numbers / Pages",
    "index.zip": "Apple Numbers / Pages",
}
WORKBOOK: Final = "xl/workbook.xml"
ROOT: Final = "_rels/.rels"
"""Which says where the workbook is, should it have another name."""


@contextmanager
def reading_library() -> Iterator[None]:
    """Turn whatever a library fails with on a damaged file into the sentence for people."""
    try:
        yield
    except Exception as error:
        raise damaged() from error


def damaged() -> PeopleFileError:
    """Return what is said of a file that is no whole workbook."""
    return PeopleFileError([Notice("unreadable")])


@dataclass(slots=True)
class Archive:
    """The parts of a workbook that may be read, within what a file may cost."""

    content: bytes
    budget: Budget
    _written: dict[str, str] = field(default_factory=dict, init=False)  # by the name we ask for

    def __post_init__(self) -> None:
        """Look at what the archive says of itself; nothing is unpacked yet."""
        if self.content.count(_ENTRY) > _MOST_PARTS:
            raise PeopleFileError([Notice("too-many-parts", values={"limit": _MOST_PARTS})])
        with reading_library(), zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            parts = archive.infolist()
        if any(part.flag_bits & _IS_LOCKED for part in parts):
            raise PeopleFileError([Notice(LOCKED)])
        self._written = {part_name(part.filename): part.filename for part in parts}
        kind = next((kind for name, kind in _OTHERS.items() if name in self._written), "ZIP")
        if WORKBOOK not in self._written and (kind != "ZIP" or ROOT not in self._written):
            raise other_kind(kind)
        # The library gives out no more than these sizes say, even when they lie.
        _refuse_large(sum(part.file_size for part in parts))
        for part in parts:
            _refuse_packed(part)

    @property
    def names(self) -> list[str]:
        """The names of all parts, as `part_name` writes them."""
        return list(self._written)

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece, and check at its end that it is whole."""
        with reading_library():
            archive = zipfile.ZipFile(io.BytesIO(self.content))
            part = archive.open(self._written[part_name(name)])
        with archive, part:
            while True:
                self.budget.check_time()
                with reading_library():
                    piece = part.read(_PIECE)
                if not piece:
                    return
                yield piece


def part_name(name: str) -> str:
    r"""Return a part's name as it is looked for: case means nothing, and some write \\ for /.

    >>> part_name("\\xl\\SharedStrings.xml")
    'xl/sharedstrings.xml'
    """
    return name.replace("\\", "/").lstrip("/").lower()


def other_kind(kind: str) -> PeopleFileError:
    """Return what is said of an archive that holds no workbook but something else."""
    return PeopleFileError([Notice("not-a-table", values={"looks_like": kind})])


def _refuse_large(size: int) -> None:
    megabytes = size / _MEGABYTE
    if megabytes > MOST_MEGABYTES:
        values = {"size": round(megabytes), "limit": MOST_MEGABYTES}
        raise PeopleFileError([Notice("too-large", values=values)])


def _refuse_packed(part: zipfile.ZipInfo) -> None:
    if part.file_size > max(_PACKED_FROM, _MOST_PACKED * part.compress_size):
        values = {"size": round(part.file_size / _MEGABYTE)}
        raise PeopleFileError([Notice("too-packed", values=values)])
