"""Write people files: the template to fill in, and the list as it stands, ready to read back."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from feedback.operations.people.file.headings import NAMES
from feedback.operations.people.file.instructions import INSTRUCTIONS, SHEETS
from feedback.operations.people.file.reading import EXAMPLE_LEADER
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
    from surveys.model import Survey

COLUMNS: Final = (
    "leader_email",
    "leader_name",
    "leader_title",
    "unit",
    "coach_email",
    "approver_email",
    "rater_email",
    "rater_name",
    "rater_unit",
    "rater_id",
    "group",
    "language",
)
_DANGEROUS: Final = ("=", "+", "-", "@")
_WIDTH: Final = 22


def people_csv(people: PeopleList, survey: Survey, language: str) -> bytes:
    """Return a list as Swedish Excel opens it: semicolons, UTF-8 with a mark."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";")
    for row in _table(people, survey, language):
        # The mark keeps a spreadsheet from computing what somebody wrote as a name.
        writer.writerow([f"'{cell}" if cell.startswith(_DANGEROUS) else cell for cell in row])
    return stream.getvalue().encode("utf-8-sig")


def people_xlsx(people: PeopleList, survey: Survey, language: str) -> bytes:
    """Return a list as a workbook, with a second sheet that says how to fill it in."""
    workbook = Workbook(write_only=True)
    names = SHEETS["en" if language == "en" else "sv"]
    sheet = workbook.create_sheet(names[0])
    sheet.freeze_panes = "A2"
    for place in range(1, len(COLUMNS) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = _WIDTH
    for number, row in enumerate(_table(people, survey, language)):
        cells = [WriteOnlyCell(sheet, cell) for cell in row]
        for cell in cells:
            cell.data_type = "s"  # a name that begins with = is no formula
            cell.font = Font(bold=number == 0)
        sheet.append(cells)
    _add_instructions(workbook, names[1], survey, language)
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def headings(language: str) -> list[str]:
    """Return the headings of a language: English, or the usual Swedish ones."""
    if language == "en":
        return list(COLUMNS)
    return [NAMES[column][1].capitalize() for column in COLUMNS]


def _table(people: PeopleList, survey: Survey, language: str) -> Iterator[list[str]]:
    yield headings(language)
    if not people.leaders:
        yield _example(survey, language)
    for leader in people.leaders:
        if not leader.raters:
            yield _row(leader, None, survey, language)
        for rater in leader.raters:
            yield _row(leader, rater, survey, language)


def _row(leader: LeaderEntry, rater: RaterEntry | None, survey: Survey, language: str) -> list[str]:
    about = [leader.email, leader.name, leader.title, leader.unit]
    about += [leader.coach_email or "", leader.approver_email or ""]
    if rater is None:
        return [*about, *[""] * (len(COLUMNS) - len(about))]
    group = survey.text(survey.group(rater.group).label, language)
    who = [rater.email or "", rater.name, rater.workplace, rater.rater_id or ""]
    return [*about, *who, group, rater.language]


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
        f"{survey.text(group.label, language)} ({group.key})"
        for group in survey.groups
        if group.kind is not GroupKind.SELF
    ]
    words = {"groups": ", ".join(labels), "languages": ", ".join(survey.languages)}
    titles = dict(zip(COLUMNS, headings(language), strict=True))
    for column, text in INSTRUCTIONS["en" if language == "en" else "sv"].items():
        title, what = WriteOnlyCell(sheet, titles.get(column, "")), WriteOnlyCell(sheet, None)
        what.value = text.format(**words)
        title.font, what.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
        sheet.append([title, what])
