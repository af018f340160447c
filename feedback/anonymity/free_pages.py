"""Read the free pages of an SQLite file, which hold what was deleted unless it was overwritten."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import BinaryIO

_HEADER: Final = 100
_LARGEST: Final = 65536  # written as 1, for it does not fit into two bytes


def readable_free_pages(path: Path) -> int:
    """Return how many free pages of a database file still hold something.

    The file must be at rest: an empty write-ahead log, nobody writing.
    """
    with path.open("rb") as file:
        header = file.read(_HEADER)
        size, first = _page_size(header), int.from_bytes(header[32:36], "big")
        return sum(any(_page(file, number, size)) for number in _free_pages(file, first, size))


def _page_size(header: bytes) -> int:
    size = int.from_bytes(header[16:18], "big")
    return _LARGEST if size == 1 else size


def _free_pages(file: BinaryIO, first: int, size: int) -> Iterator[int]:
    """Yield the leaves of the list of free pages; its trunk pages hold the list itself."""
    trunk = first
    while trunk:
        page = _page(file, trunk, size)
        trunk, leaves = struct.unpack_from(">2I", page)
        yield from struct.unpack_from(f">{leaves}I", page, 8)


def _page(file: BinaryIO, number: int, size: int) -> bytes:
    file.seek((number - 1) * size)
    return file.read(size)
