"""Find the columns by their headings."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.heading_words import normalised
from feedback.operations.people.file.notices import Notice
from feedback.operations.people.file.table import letters_of

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from feedback.operations.people.file.table import Line
    from feedback.operations.people.file.vocabulary import Vocabulary

NOTHING_SAID: Final[Mapping[str, int]] = MappingProxyType({})
_SHOWN_NAMES: Final = 3


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column stands, and what its heading is in the file."""

    row: int
    places: dict[str, int]
    headings: dict[str, str]

    def cell(self, line: Line, column: str) -> str:
        """Return what stands in a column of a row; empty if there is none."""
        place = self.places.get(column)
        return line.cells[place] if place is not None and place < len(line.cells) else ""

    def heading(self, column: str) -> str:
        """Return a column's heading as it stands in the file."""
        if column not in self.headings and column.endswith("name"):
            column = f"{column.removesuffix('name')}first_name"
        return self.headings.get(column, column)

    def coordinate(self, line: Line, column: str) -> str:
        """Return what Excel calls the cell: B7."""
        return f"{letters_of(self.places[column] + 1)}{line.number}"


def find_columns(
    lines: Sequence[Line],
    vocabulary: Vocabulary,
    *,
    left: Collection[int] = (),
    said: Mapping[str, int] = NOTHING_SAID,
    nowhere: Collection[str] = (),
) -> tuple[Columns, list[Notice], list[Notice]]:
    """Return the columns, with the faults and the advice about headings.

    Columns that are left, by their place, count as if they were not there; what somebody says
    of one goes before its heading, and what is said to be nowhere is not looked for.
    """
    heading_line = vocabulary.heading_line(lines)
    meanings = {
        place: column
        for place, column in vocabulary.meanings(heading_line).items()
        if column not in said and column not in nowhere and place not in said.values()
    } | {place: column for column, place in said.items()}
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    faults: list[Notice] = []
    unused: list[str] = []
    for place, heading in enumerate(heading_line.cells):
        column = meanings.get(place) if place not in left else None
        if column is None:
            unused += [heading] if heading else []
        elif column in places:
            values: dict[str, object] = {"column": called(column, vocabulary)}
            values |= {"first": headings[column], "second": heading}
            faults.append(Notice("column-twice", heading_line.number, values=values))
        else:
            places[column], headings[column] = place, heading
    if not places and not any(nearest(names, unused) for names in vocabulary.names.values()):
        unknown = {"headings": _shortened(unused)}
        return (
            Columns(heading_line.number, places, headings),
            [Notice("headings-unknown", heading_line.number, values=unknown)],
            [],
        )
    faults += [_missing(column, vocabulary, unused) for column in vocabulary.lacking(places)]
    advice = [Notice("column-unused", values={"columns": _shortened(unused)})] if unused else []
    return Columns(heading_line.number, places, headings), faults, advice


def called(column: str, vocabulary: Vocabulary) -> dict[str, str]:
    """Return what a column is called in each language, first as our own lists call it."""
    english, swedish, *_ = vocabulary.names[column]
    return {"sv": swedish.capitalize(), "en": english.capitalize()}


def _missing(column: str, vocabulary: Vocabulary, unused: list[str]) -> Notice:
    names = vocabulary.names[column]
    near = nearest(names, unused)
    hint = f" ({near}?)" if near else ""
    shown = ", ".join(names[1 : _SHOWN_NAMES + 1])
    values = {"column": called(column, vocabulary), "nearest": hint, "names": shown}
    return Notice("column-missing", values=values)


def nearest(names: Sequence[str], unused: Sequence[str]) -> str:
    """Return the heading that is spelled most like one of these names, if any is."""
    spellings = {normalised(heading): heading for heading in unused}
    plain = [normalised(name) for name in names]
    near = [n for name in plain for n in difflib.get_close_matches(name, spellings, 1, 0.75)]
    return spellings[near[0]] if near else ""


def _shortened(unused: list[str], most: int = 8) -> str:
    shown = ", ".join(unused[:most])
    return shown if len(unused) <= most else f"{shown} … (+{len(unused) - most})"
