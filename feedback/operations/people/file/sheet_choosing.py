"""Choose the sheet that holds the list: the one that people see, or the one they name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.instructions import SHEETS
from feedback.operations.people.file.notices import Notice, PeopleFileError
from feedback.operations.people.file.questions import AmbiguousFileError, Choice

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.people.file.table import Line
    from feedback.operations.people.file.vocabulary import Vocabulary

_MOST_NAMED: Final = 20
_MOST_SHOWN: Final = 120


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a workbook, with its first lines."""

    name: str
    part: str
    is_hidden: bool
    lines: tuple[Line, ...]

    def knows(self, vocabularies: Sequence[Vocabulary]) -> tuple[bool, int]:
        """Tell whether this can be a list of one of these kinds, and how many columns are known."""
        return max(map(self._knows, vocabularies))

    def _knows(self, vocabulary: Vocabulary) -> tuple[bool, int]:
        if not self.lines:
            return False, 0
        found = set(vocabulary.meanings(vocabulary.heading_line(self.lines)).values())
        return not vocabulary.lacking(found), len(found)


def chosen_sheet(
    sheets: Sequence[Sheet], vocabularies: Sequence[Vocabulary], said: str
) -> tuple[Sheet, tuple[Notice, ...]]:
    """Return the sheet with the list and what to tell about it; ask if more than one can be it.

    What nobody sees is never read unless somebody names it.
    """
    if said:
        return _named(sheets, said), ()
    visible = [sheet for sheet in sheets if not sheet.is_hidden]
    if len(sheets) == 1 and visible:
        return visible[0], ()
    lists = [sheet for sheet in visible if sheet.knows(vocabularies)[0]]
    if len(lists) == 1:
        return lists[0], _told(lists[0], sheets)
    hidden = [sheet for sheet in sheets if sheet.is_hidden]
    asked = lists or [sheet for sheet in hidden if sheet.knows(vocabularies)[0]]
    if asked or not visible:
        code = "sheet-which" if lists else "sheet-hidden"
        choices = tuple(Choice(sheet.name, _said(sheet)) for sheet in asked or hidden)
        raise AmbiguousFileError("sheet", Notice(code), choices)
    # None has all columns: what the nearest one lacks is told.
    likeliest = max(visible, key=lambda sheet: (sheet.knows(vocabularies)[1], bool(sheet.lines)))
    return likeliest, _told(likeliest, sheets)


def _named(sheets: Sequence[Sheet], said: str) -> Sheet:
    for sheet in sheets:
        if sheet.name.casefold() == said.strip().casefold():
            return sheet
    names = ", ".join(sheet.name for sheet in sheets[:_MOST_NAMED])
    raise PeopleFileError([Notice("sheet-unknown", values={"sheet": said[:80], "names": names})])


def _told(read: Sheet, sheets: Sequence[Sheet]) -> tuple[Notice, ...]:
    ours = {names[1] for names in SHEETS.values()}  # the template's own instructions
    others = [one.name for one in sheets if one is not read and one.lines and one.name not in ours]
    if not others:
        return ()
    values = {"sheet": read.name, "others": ", ".join(others[:_MOST_NAMED])}
    return (Notice("sheet-read", values=values),)


def _said(sheet: Sheet) -> str:
    first = next((line for line in sheet.lines[1:] if not line.is_empty), None)
    cells = ", ".join(cell for cell in first.cells if cell)[:_MOST_SHOWN] if first else ""
    return f"{sheet.name} ({cells} …)" if cells else sheet.name
