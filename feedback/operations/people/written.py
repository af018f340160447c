"""What somebody wrote or pasted of a programme: one thing a line, semicolons between its parts.

Rows copied from a spreadsheet have tabs instead. A line of headings is left out, and a part that
holds a semicolon itself stands in quotation marks.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

from feedback.errors import Fault
from feedback.text.addresses import is_address, read_address
from feedback.text.one_line import one_line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence


ADDRESS_HEADINGS: Final = frozenset(
    {"adress", "e-post", "e-postadress", "address", "e-mail", "email"}
)
"""What may stand above addresses."""


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """A line that says something, with its number in the text, from 1."""

    number: int
    cells: tuple[str, ...]

    def __getitem__(self, place: int) -> str:
        """Return a part of the line; empty where it ends before."""
        return self.cells[place] if place < len(self.cells) else ""

    def has_more_than(self, count: int) -> bool:
        """Tell whether something stands behind this many parts."""
        return any(self.cells[count:])

    def address(self, place: int) -> str:
        """Return a part of the line as addresses are kept."""
        return read_address(self[place])

    def address_faults(self, place: int) -> Iterator[Fault]:
        """Yield a fault if a part is no address."""
        if not is_address(self.address(place)):
            yield Fault(
                "Line %(line)s: %(email)s is no e-mail address.",
                line=self.number,
                email=self[place],
            )

    def day(self, place: int) -> date | None:
        """Return a part of the line as a day; None where it is empty or no day."""
        try:
            return date.fromisoformat(self[place])
        except ValueError:
            return None

    def day_faults(self, *places: int) -> Iterator[Fault]:
        """Yield a fault for each part that says something and is no day."""
        for place in places:
            if self[place] and self.day(place) is None:
                yield Fault(
                    "Line %(line)s: %(day)s is no day; write it as 2027-05-28.",
                    line=self.number,
                    day=self[place],
                )


def lines_in(text: str, *, place: int, headings: Collection[str]) -> list[WrittenLine]:
    """Return the lines of a text that say something.

    A line is one of headings if its part at `place` is one of these words.
    """
    return [
        line for line in _lines(text) if any(line.cells) and line[place].casefold() not in headings
    ]


def written(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as `lines_in` reads them, without the empty parts that end them."""
    return "\n".join("; ".join(map(_quoted, _without_empty_end(row))) for row in rows)


def _lines(text: str) -> Iterator[WrittenLine]:
    for number, line in enumerate(text.splitlines(), start=1):
        parted_by = "\t" if "\t" in line else ";"
        for cells in csv.reader([line], delimiter=parted_by, skipinitialspace=True):
            yield WrittenLine(number, tuple(map(one_line, cells)))


def _without_empty_end(row: Sequence[str]) -> Sequence[str]:
    count = max((place for place, cell in enumerate(row, start=1) if cell), default=0)
    return row[:count]


def _quoted(cell: str) -> str:
    if cell.startswith('"') or ";" in cell or "\t" in cell:
        return '"' + cell.replace('"', '""') + '"'
    return cell
