"""Read a people file from its bytes to records, or refuse it with all its faults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.checks import (
    advice_between,
    faults_between,
    is_own_row,
    leaders_alone,
)
from feedback.operations.people.file.csv_reading import read_csv
from feedback.operations.people.file.headings import find_columns
from feedback.operations.people.file.notices import Notice, PeopleFileError
from feedback.operations.people.file.rows import RowReader
from feedback.operations.people.file.xlsx_reading import read_xlsx
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.rows import ParsedRow
    from feedback.operations.people.file.table import Line, RawTable
    from surveys.model import Survey

EXAMPLE_LEADER: Final = "exempel.chef@example.se"
"""Whose row in the template is an example and never counts."""

_LIMIT_MB: Final = 20
_MEGABYTE: Final = 1024 * 1024
_BEGINNINGS: Final = {
    b"\xff\xd8\xff": "JPEG",
    b"\x89PNG": "PNG",
    b"GIF8": "GIF",
    b"%PDF": "PDF",
    b"\xd0\xcf\x11\xe0": "Excel 97–2003 (.xls) / .xlsx + password",
    b"{\\rtf": "RTF",
}


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A faultless people file: its records, and what may still be a slip."""

    people: PeopleList
    advice: tuple[Notice, ...]


def read_people_file(
    content: bytes, survey: Survey, *, leaders_may_be_alone: bool = False
) -> PeopleFile:
    """Return the people of a file; raise PeopleFileError with every fault.

    What kind of file it is, its content tells; its name is not asked. A leader without
    raters is a fault, unless they may be proposed later.
    """
    table = read_table(content)
    lines = [line for line in table.lines if not line.is_empty]
    if not lines:
        raise PeopleFileError([Notice("empty")])
    columns, faults, advice = find_columns(lines)
    if faults:
        raise PeopleFileError([*table.faults, *faults])
    reader = RowReader(columns, survey)
    examples = [line for line in lines if _is_example(columns, line)]
    rows = [
        reader.read(line) for line in lines if line.number > columns.row and line not in examples
    ]
    own_group = next((g.key for g in survey.groups if g.kind is GroupKind.SELF), None)
    faults = [*table.faults, *reader.faults, *faults_between(rows, columns, own_group)]
    alone = list(leaders_alone(rows))
    if not rows:
        faults.append(Notice("empty"))
    if not leaders_may_be_alone:
        faults += alone
    if faults:
        raise PeopleFileError(faults)
    advice += [replace(notice, code="leader-alone-yet") for notice in alone]
    advice += [Notice("example-row", line.number) for line in examples]
    advice = [*table.advice, *advice, *advice_between(rows, own_group)]
    return PeopleFile(
        _records(rows, own_group, survey.default_language),
        tuple(sorted(advice, key=lambda notice: notice.row)),
    )


def read_table(content: bytes) -> RawTable:
    """Return a file's rows as texts, whatever kind it is; raise PeopleFileError if it is none."""
    if len(content) > _LIMIT_MB * _MEGABYTE:
        values = {"size": round(len(content) / _MEGABYTE), "limit": _LIMIT_MB}
        raise PeopleFileError([Notice("too-large", values=values)])
    if content.startswith(b"PK"):
        return read_xlsx(content)
    for beginning, kind in _BEGINNINGS.items():
        if content.startswith(beginning):
            raise PeopleFileError([Notice("not-a-table", values={"looks_like": kind})])
    if b"\0" in content and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PeopleFileError([Notice("unreadable")])
    return read_csv(content)


def _is_example(columns: Columns, line: Line) -> bool:
    return columns.cell(line, "leader_email").casefold() == EXAMPLE_LEADER


def _records(rows: Sequence[ParsedRow], own_group: str | None, language: str) -> PeopleList:
    languages = _languages(rows, language)
    by_leader: dict[str, list[ParsedRow]] = {}
    for row in rows:
        by_leader.setdefault(row.leader_email, []).append(row)
    return PeopleList(
        tuple(_leader(theirs, own_group, languages, language) for theirs in by_leader.values())
    )


def _languages(rows: Sequence[ParsedRow], language: str) -> dict[str, str]:
    """Return each rater's language: the first that any row names."""
    languages: dict[str, str] = {}
    for row in rows:
        if row.rater and row.language:
            languages.setdefault(row.rater, row.language)
    return {row.rater: languages.get(row.rater, language) for row in rows}


def _leader(
    rows: Sequence[ParsedRow],
    own_group: str | None,
    languages: dict[str, str],
    language: str,
) -> LeaderEntry:
    def first(fact: str) -> str:
        return next((value for row in rows if (value := getattr(row, fact))), "")

    email = rows[0].leader_email
    return LeaderEntry(
        email=email,
        name=first("leader_name"),
        title=first("leader_title"),
        unit=first("unit"),
        coach_email=first("coach_email") or None,
        approver_email=first("approver_email") or None,
        language=languages.get(email, language),
        raters=tuple(
            RaterEntry(
                name=row.rater_name,
                group=row.group,
                email=row.rater_email or None,
                rater_id=row.rater_id or None,
                language=languages[row.rater],
                workplace=row.rater_unit,
            )
            for row in rows
            if row.rater and not is_own_row(row, own_group)
        ),
    )
