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
from feedback.operations.people.file.leaders_above import with_leaders_above
from feedback.operations.people.file.notices import (
    MOST_TOLD,
    Notice,
    PeopleFileError,
    first_told,
)
from feedback.operations.people.file.questions import ReadingChoices
from feedback.operations.people.file.rows import RowReader
from feedback.operations.people.file.sifting import read_table, rows_of
from feedback.operations.people.file.turned_names import told_of_names
from feedback.operations.people.file.vocabulary import LIST
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.rows import ParsedRow
    from feedback.operations.people.file.table import Line, RawTable
    from surveys.model import Survey

EXAMPLE_LEADER: Final = "exempel.chef@example.se"
"""Whose row in the template is an example and never counts."""

_NOTHING_SAID: Final = ReadingChoices()
_NAMED_BY: Final = (("leader_name", "leader_email"), ("rater_name", "rater_email"))


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A faultless people file: its records, and what may still be a slip."""

    people: PeopleList
    advice: tuple[Notice, ...]


def read_people_file(
    content: bytes,
    survey: Survey,
    *,
    leaders_may_be_alone: bool = False,
    answers: ReadingChoices = _NOTHING_SAID,
) -> PeopleFile:
    """Return the people of a file; raise PeopleFileError with every fault.

    What kind of file it is, its content tells; its name is not asked. A leader without
    raters is a fault, unless they may be proposed later. What can be read in several ways
    is asked: AmbiguousFileError.
    """
    table = read_table(content, (LIST,), answers)
    return list_in(table, survey, leaders_may_be_alone=leaders_may_be_alone, answers=answers)


def list_in(
    table: RawTable,
    survey: Survey,
    *,
    leaders_may_be_alone: bool = False,
    answers: ReadingChoices = _NOTHING_SAID,
) -> PeopleFile:
    """Return the people of a table, as `read_people_file` does of a file."""
    read = with_leaders_above(rows_of(table, LIST, answers), answers.leader_above)
    reader = RowReader(read.columns, survey, read.told)
    examples = {line.number for line in read.lines if _is_example(read.columns, line)}
    rows = list(_rows(reader, read.lines, examples))
    own_group = next((g.key for g in survey.groups if g.kind is GroupKind.SELF), None)
    between = first_told(faults_between(rows, read.columns, own_group))
    faults = [*read.faults, *reader.faults, *between]
    faulty = {notice.row for notice in faults}
    alone = first_told(leaders_alone(rows, faulty))
    if not rows:
        faults.append(Notice("empty"))
    if not leaders_may_be_alone:
        faults += alone
    advice = [replace(notice, code="leader-alone-yet") for notice in alone]
    advice += [Notice("example-row", number) for number in sorted(examples)]
    named = (line for line in read.lines if line.number not in examples)
    advice += told_of_names(read.columns, named, _NAMED_BY)
    advice = [
        *read.advice,
        *first_told(iter(read.protected)),
        *advice,
        *first_told(advice_between(rows, own_group)),
    ]
    advice.sort(key=lambda notice: notice.row)
    if faults:
        raise PeopleFileError(faults, advice=advice)
    return PeopleFile(_records(rows, own_group, survey.default_language), tuple(advice))


def _rows(
    reader: RowReader, lines: Sequence[Line], examples: Collection[int]
) -> Iterator[ParsedRow]:
    """Yield each row but the examples; a file of faults is not read to its end."""
    for line in lines:
        if len(reader.faults) > MOST_TOLD:
            return
        if line.number not in examples:
            yield reader.read(line)


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
        workplace=first("workplace"),
        coach_email=first("coach_email") or None,
        approver_email=first("approver_email") or None,
        language=languages.get(email, language),
        raters=tuple(
            RaterEntry(
                name=row.rater_name,
                group=row.group,
                email=row.rater_email or None,
                own_number=row.rater_id or None,
                language=languages[row.rater],
                workplace=row.rater_workplace,
            )
            for row in rows
            if row.rater and not is_own_row(row, own_group)
        ),
    )
