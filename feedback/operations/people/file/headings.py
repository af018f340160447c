"""Find the columns by their headings, Swedish or English, however they are spelled."""

from __future__ import annotations

import difflib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import Notice

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feedback.operations.people.file.table import Line

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "leader_email": ("leader email", "chefens e-post", "chef e-post", "e-post chef"),
    "leader_name": ("leader name", "leader", "chefens namn", "chef", "chef namn", "namn chef"),
    "leader_title": ("leader title", "title", "chefens titel", "titel", "befattning", "chef titel"),
    "unit": ("unit", "department", "enhet", "förvaltning", "verksamhet", "arbetsplats"),
    "coach_email": ("coach email", "coach", "coachens e-post", "coach e-post", "e-post coach"),
    "approver_email": (
        "approver email",
        "godkännarens e-post",
        "godkännare",
        "e-post godkännare",
        "godkänns av",
    ),
    "rater_email": (
        "rater email",
        "svarandes e-post",
        "svarande e-post",
        "e-post svarande",
        "respondentens e-post",
        "respondent e-post",
    ),
    "rater_name": (
        "rater name",
        "rater",
        "svarandes namn",
        "svarande",
        "svarande namn",
        "namn svarande",
        "respondentens namn",
        "respondent",
    ),
    "rater_id": ("rater id", "svarandes id", "svarande id", "löpnummer", "svarandes nummer"),
    "rater_unit": (
        "rater unit",
        "svarandes enhet",
        "svarandes arbetsplats",
        "respondentens enhet",
    ),
    "group": ("group", "relation", "grupp", "svarsgrupp"),
    "language": ("language", "språk"),
}
"""Each column's headings; the first is English, the next the usual Swedish one."""

REQUIRED: Final = (("leader_email",), ("leader_name",), ("group",), ("rater_email", "rater_id"))
"""The columns that must be there; of several together any one."""

_SEARCHED_LINES: Final = 10
_FEWEST_KNOWN: Final = 2
_SHOWN_NAMES: Final = 3
_ADDRESS_WORDS: Final = re.compile(
    r"\b(?:e-?post(?:-?adress)?|e-?mail(?:-?adress| address)?|mejl(?:adress)?|mail(?:adress)?)\b"
)


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
        return self.headings.get(column, column)


def find_columns(
    lines: Sequence[Line],
    names: Mapping[str, tuple[str, ...]] = NAMES,
    required: Sequence[tuple[str, ...]] = REQUIRED,
) -> tuple[Columns, list[Notice], list[Notice]]:
    """Return the columns, with the faults and the advice about headings.

    A title or empty rows may stand above the headings.
    """
    meanings = {_normalised(name): column for column in names for name in (column, *names[column])}

    def known_count(line: Line) -> int:
        return len({meanings.get(_normalised(cell)) for cell in line.cells} - {None})

    candidates = [line for line in lines[:_SEARCHED_LINES] if not line.is_empty]
    heading_line = max(candidates, key=known_count)
    if known_count(heading_line) < _FEWEST_KNOWN:
        heading_line = candidates[0]
    places: dict[str, int] = {}
    headings: dict[str, str] = {}
    faults: list[Notice] = []
    unused: list[str] = []
    for place, heading in enumerate(heading_line.cells):
        column = meanings.get(_normalised(heading))
        if column is None:
            unused += [heading] if heading else []
        elif column in places:
            values = {"column": column, "first": headings[column], "second": heading}
            faults.append(Notice("column-twice", heading_line.number, values=values))
        else:
            places[column], headings[column] = place, heading
    lacking = [choices[0] for choices in required if not set(choices) & set(places)]
    faults += [_missing(column, names[column], unused) for column in lacking]
    advice = [Notice("column-unused", values={"columns": _shortened(unused)})] if unused else []
    return Columns(heading_line.number, places, headings), faults, advice


def _normalised(heading: str) -> str:
    words = re.sub(r"[_\s]+", " ", heading.casefold()).strip(" :*")
    return _ADDRESS_WORDS.sub("e-post", words)


def _missing(column: str, names: tuple[str, ...], unused: list[str]) -> Notice:
    spellings = {_normalised(heading): heading for heading in unused}
    plain = [_normalised(name) for name in names]
    near = [n for name in plain for n in difflib.get_close_matches(name, spellings, 1, 0.75)]
    nearest = f" ({spellings[near[0]]}?)" if near else ""
    shown = ", ".join((column, *names[1:_SHOWN_NAMES]))
    return Notice("column-missing", values={"column": column, "nearest": nearest, "names": shown})


def _shortened(unused: list[str], most: int = 8) -> str:
    shown = ", ".join(unused[:most])
    return shown if len(unused) <= most else f"{shown} … (+{len(unused) - most})"
