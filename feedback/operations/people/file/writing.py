"""Write people files: the template to fill in, and the list as it stands, ready to read back."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from feedback.operations.people.file.instructions import INSTRUCTIONS, SHEETS
from feedback.operations.people.file.reading import EXAMPLE_LEADER
from feedback.operations.people.file.sheet_writing import with_rows
from feedback.operations.people.file.vocabulary import NAMES
from feedback.operations.people.people_list import RaterEntry
from feedback.text.names import as_written
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.cell import Cell
    from openpyxl.worksheet._write_only import WriteOnlyWorksheet

    from feedback.operations.people.people_list import LeaderEntry, PeopleList
    from surveys.model import Survey

COLUMNS: Final = (
    "leader_email",
    "leader_name",
    "leader_title",
    "workplace",
    "coach_email",
    "approver_email",
    "rater_email",
    "rater_name",
    "rater_workplace",
    "rater_id",
    "group",
    "language",
)
_DANGEROUS: Final = re.compile("'*[=+@-]")
_QUOTED: Final = re.compile("'+[=+@-]|=\"")  # ="…" pasted from a sheet is a text kept as it is
_LIKE_ESCAPED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")  # else it is read as a character
_WIDTH: Final = 22
_BOLD: Final = Font(bold=True)


def people_csv(people: PeopleList, survey: Survey, language: str) -> bytes:
    """Return a list as Swedish Excel opens it: semicolons, UTF-8 with a mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    for row in _table(people, survey, language):
        # The mark keeps a spreadsheet from computing what somebody wrote as a name.
        writer.writerow([f"'{cell}" if _DANGEROUS.match(cell) else cell for cell in row])
    return stream.getvalue().encode("utf-8-sig")


def people_xlsx(people: PeopleList, survey: Survey, language: str) -> bytes:
    """Return a list as a workbook, with a second sheet that says how to fill it in."""
    workbook = Workbook(write_only=True)
    names = SHEETS["en" if language == "en" else "sv"]
    sheet = workbook.create_sheet(names[0])
    sheet.freeze_panes = "A2"
    for place in range(1, len(COLUMNS) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    # Reading takes one mark away from such a cell, whichever program has written it.
    rows = (
        [_LIKE_ESCAPED.sub("_x005F_", f"'{cell}" if _QUOTED.match(cell) else cell) for cell in row]
        for row in _table(people, survey, language)
    )
    sheet.append([_bold(sheet, title) for title in next(rows)])
    _add_instructions(workbook, names[1], survey, language)
    stream = io.BytesIO()
    workbook.save(stream)
    return with_rows(stream.getvalue(), rows, first=2)


def headings(language: str) -> list[str]:
    """Return the headings of a language: English, or the usual Swedish ones."""
    return [NAMES[column][language != "en"].capitalize() for column in COLUMNS]


def _bold(sheet: WriteOnlyWorksheet, text: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, text)
    cell.font = _BOLD
    return cell


def _table(people: PeopleList, survey: Survey, language: str) -> Iterator[list[str]]:
    yield headings(language)
    if not people.leaders:
        yield _example(survey, language)
    for leader in people.leaders:
        if leader.language != survey.default_language:
            yield _own_row(leader, survey, language)
        elif not leader.raters:
            yield _row(leader, None, survey, language)
        for rater in leader.raters:
            yield _row(leader, rater, survey, language)


def _row(leader: LeaderEntry, rater: RaterEntry | None, survey: Survey, language: str) -> list[str]:
    about = [leader.email, as_written(leader.name, leader.email), leader.title, leader.workplace]
    about += [leader.coach_email or "", leader.approver_email or ""]
    if rater is None:
        return [*about, *[""] * (len(COLUMNS) - len(about))]
    group = survey.text(survey.group(rater.group).label, language)
    name = as_written(rater.name, rater.email or "")
    who = [rater.email or "", name, rater.workplace, rater.own_number or ""]
    return [*about, *who, group, rater.language]


def _own_row(leader: LeaderEntry, survey: Survey, language: str) -> list[str]:
    """Return a row about the leader's own answers, which says the leader's language."""
    own = next((g.key for g in survey.groups if g.kind is GroupKind.SELF), survey.groups[0].key)
    entry = RaterEntry(leader.name, own, leader.email, language=leader.language)
    return _row(leader, entry, survey, language)


def _example(survey: Survey, language: str) -> list[str]:
    group = next(group for group in survey.groups if group.kind is not GroupKind.SELF)
    label = survey.text(group.label, language)
    about = [EXAMPLE_LEADER, "Kim Exempel", "Rektor", "Norra skolan"]
    people = ["coach.exempel@example.se", "chefens.chef@example.se"]
    rater = ["respondent@example.se", "Robin Exempel", "Norra skolan", ""]
    return [*about, *people, *rater, label, survey.default_language]


def _add_instructions(workbook: Workbook, name: str, survey: Survey, language: str) -> None:
    sheet = workbook.create_sheet(name)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 28, 90
    labels = [
        survey.text(group.label, language)
        for group in survey.groups
        if group.kind is not GroupKind.SELF
    ]
    words = {"groups": ", ".join(labels), "languages": ", ".join(survey.languages)}
    titles = dict(zip(COLUMNS, headings(language), strict=True))
    for column, text in INSTRUCTIONS["en" if language == "en" else "sv"].items():
        what = WriteOnlyCell(sheet, text.format(**words))
        what.alignment = Alignment(wrap_text=True, vertical="top")
        sheet.append([_bold(sheet, titles.get(column, "")), what])
