"""The rows of a file that waits, as they are put right: each with its cells and what is wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from flask import request
from flask_babel import gettext as _

from feedback.languages import current_language
from feedback.operations.people.file.rows import whole_name
from feedback.requests.fields import LooseField
from feedback.requests.listing import Choice, Column, listed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms import SelectChoice

    from feedback.operations.people.file import Notice
    from feedback.operations.people.file.problems import Problems
    from feedback.operations.people.file.table import Line
    from feedback.operations.people.file.uploads import ReadUpload
    from feedback.requests.listing import Listing

MUST: Final = "must"
LOOK: Final = "look"
_EACH_PAGE: Final = 10
_NAMED_BY: Final = ("rater_", "", "leader_")


@dataclass(frozen=True, slots=True)
class RepairRow:
    """A row of the file: whom it is about, what is wrong with it, its fields once it is shown."""

    line: Line
    faults: tuple[Notice, ...]
    advice: tuple[Notice, ...]
    is_dropped: bool
    name: str = ""
    told: tuple[str, ...] = ()
    open_fields: tuple[LooseField, ...] = ()
    other_fields: tuple[LooseField, ...] = ()


def repair_rows(read: ReadUpload) -> list[Line]:
    """Return all rows below the headings with their repairs, those that are left out as well."""
    everything = replace(read.upload.repairs, dropped=frozenset())
    whole = replace(read, upload=replace(read.upload, repairs=everything))
    return [line for line in whole.mended.lines if line.number > read.headings_row]


def repair_list(
    read: ReadUpload, problems: Problems, groups: Sequence[SelectChoice]
) -> Listing[RepairRow]:
    """Return the page of rows that the address asks for: those to put right, unless it asks."""
    dropped = read.upload.repairs.dropped
    rows = [
        RepairRow(
            line,
            problems.faults.get(line.number, ()),
            problems.advice.get(line.number, ()),
            line.number in dropped,
        )
        for line in repair_rows(read)
    ]
    asked = dict(request.args)
    if not asked.get("show") and not asked.get("q"):
        asked["show"] = MUST if problems.faults else LOOK
    found = listed(
        rows,
        [Column("row", _("Row"))],
        asked,
        search=lambda row: row.line.cells,
        choices=[
            Choice(MUST, _("To put right"), lambda row: bool(row.faults)),
            Choice(LOOK, _("Worth a look"), lambda row: bool(row.advice) and not row.is_dropped),
            Choice("left", _("Left out"), lambda row: row.is_dropped),
            Choice("all", _("All rows"), lambda _: True),
        ],
        page_size=_EACH_PAGE,
    )
    return replace(found, rows=tuple(_with_fields(row, read, groups) for row in found.rows))


def _with_fields(row: RepairRow, read: ReadUpload, groups: Sequence[SelectChoice]) -> RepairRow:
    fields = [
        _field(row, column, place, read, groups)
        for column, place in sorted(read.places.items(), key=lambda one: one[1])
    ]
    wanted = {one.column for one in (*row.faults, *row.advice) if one.column}
    shown = [field for field in fields if field.words in wanted]
    # What is told of the row and of no cell of it may be put right in any of them.
    if any(not _is_at(notice, read) for notice in row.faults):
        shown = fields
    language = current_language()
    plain = [replace(one, row=0).text(language) for one in row.advice]
    plain += [replace(one, row=0).text(language) for one in row.faults if not _is_at(one, read)]
    return replace(
        row,
        name=_name_in(row.line, read),
        told=tuple(plain),
        open_fields=tuple(shown),
        other_fields=tuple(field for field in fields if field not in shown),
    )


def _field(
    row: RepairRow,
    column: str,
    place: int,
    read: ReadUpload,
    groups: Sequence[SelectChoice],
) -> LooseField:
    heading, text = _heading(read, place), _cell(row.line, place)
    mine = [one for one in row.faults if one.column and one.column == heading]
    # A fault is told once, at its cell; what it was probably meant to be stands there already.
    guess = next(
        (str(one.values["suggestion"]).strip(" ?") for one in mine if one.values.get("suggestion")),
        "",
    )
    language = current_language()
    choices: tuple[tuple[str, str], ...] = ()
    if column == "group":
        known = [(str(one.label), str(one.label)) for one in groups]
        choices = tuple(dict.fromkeys([(text, text or "–"), *known]))
    return LooseField(
        f"cell-{row.line.number}-{place}",
        heading or column,
        guess or text,
        replace(mine[0], row=0).text(language) if mine else "",
        choices,
    )


def _is_at(notice: Notice, read: ReadUpload) -> bool:
    return any(notice.column == _heading(read, place) for place in read.places.values())


def _heading(read: ReadUpload, place: int) -> str:
    line = next((one for one in read.table.lines if one.number == read.headings_row), None)
    return _cell(line, place) if line else ""


def _name_in(line: Line, read: ReadUpload) -> str:
    def cell(column: str) -> str:
        place = read.places.get(column)
        return "" if place is None else _cell(line, place)

    names = (whole_name(cell, prefix) for prefix in _NAMED_BY)
    return next(filter(None, names), "")


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""
