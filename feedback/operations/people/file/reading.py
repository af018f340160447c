"""Read a people file from its bytes to records, or refuse it with all its faults."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import thread_time
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.budget import Budget
from feedback.operations.people.file.checks import (
    advice_between,
    faults_between,
    is_own_row,
    leaders_alone,
)
from feedback.operations.people.file.column_choosing import (
    places_of,
    question_of_columns,
    said_columns,
)
from feedback.operations.people.file.csv_reading import read_csv
from feedback.operations.people.file.headings import LIST, find_columns
from feedback.operations.people.file.kinds import refuse_other_kinds
from feedback.operations.people.file.leaders_above import (
    FACTS,
    below_leaders,
    is_merged_leader,
    with_leaders,
)
from feedback.operations.people.file.notices import (
    MOST_TOLD,
    Notice,
    PeopleFileError,
    first_told,
)
from feedback.operations.people.file.questions import (
    LEAVE,
    TAKE,
    TAKE_OR_LEAVE,
    AmbiguousFileError,
    ReadingChoices,
)
from feedback.operations.people.file.rows import RowReader
from feedback.operations.people.file.summaries import is_summary
from feedback.operations.people.file.told_cells import told_cells
from feedback.operations.people.file.turned_names import told_of_names
from feedback.operations.people.file.xlsx_reading import read_xlsx
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from feedback.operations.people.file.headings import Columns, Vocabulary
    from feedback.operations.people.file.rows import ParsedRow
    from feedback.operations.people.file.table import Line, RawTable, Remark
    from surveys.model import Survey

EXAMPLE_LEADER: Final = "exempel.chef@example.se"
"""Whose row in the template is an example and never counts."""

_LIMIT_MB: Final = 20
_MEGABYTE: Final = 1024 * 1024
_NOTHING_SAID: Final = ReadingChoices()
_MOST_ROWS_NAMED: Final = 12
_LONGEST_SHOWN: Final = 80
_NAMED_BY: Final = (("leader_name", "leader_email"), ("rater_name", "rater_email"))


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """A faultless people file: its records, and what may still be a slip."""

    people: PeopleList
    advice: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The rows below the headings of a file, and what was noticed so far."""

    columns: Columns
    lines: list[Line]
    faults: list[Notice]
    advice: list[Notice]
    told: dict[int, frozenset[str]]
    """The columns of each row of which something is told already: one fault a cell."""


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
    read = _with_leaders_above(read_rows(content, LIST, answers), answers.leader_above)
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
    if faults:
        raise PeopleFileError(faults)
    advice = [replace(notice, code="leader-alone-yet") for notice in alone]
    advice += [Notice("example-row", number) for number in sorted(examples)]
    named = (line for line in read.lines if line.number not in examples)
    advice += told_of_names(read.columns, named, _NAMED_BY)
    advice = [*read.advice, *advice, *first_told(advice_between(rows, own_group))]
    return PeopleFile(
        _records(rows, own_group, survey.default_language),
        tuple(sorted(advice, key=lambda notice: notice.row)),
    )


def _with_leaders_above(read: ReadRows, answer: str) -> ReadRows:
    """Return the rows with the leader of the row above, if that is meant; ask if nobody has said.

    So people write lists for people: the leader once, perhaps in merged cells.
    """
    left_out = below_leaders(read.columns, read.lines)
    if not left_out or answer == LEAVE:
        return read
    if answer != TAKE:
        values = {"count": len(left_out), "rows": _some_of(left_out)}
        notice = Notice("leader-above", values=values)
        raise AmbiguousFileError("leader_above", notice, TAKE_OR_LEAVE)
    return replace(
        read,
        lines=with_leaders(read.columns, read.lines),
        faults=[one for one in read.faults if not is_merged_leader(one, read.columns)],
        told={row: columns - FACTS for row, columns in read.told.items()},
    )


def read_rows(content: bytes, vocabulary: Vocabulary, answers: ReadingChoices) -> ReadRows:
    """Return the rows of a list with what their columns mean; raise what must be put right first.

    Rows and columns that do not show are asked about: a filter that somebody has forgotten
    would else bring people in, or leave them out, without a word.
    """
    table = read_table(content, vocabulary, answers)
    lines = [line for line in table.lines if not line.is_empty]
    if not lines:
        raise PeopleFileError([*table.advice, Notice("empty")])
    columns, faults, advice = _columns_meant(table, lines, vocabulary, answers)
    if faults:
        raise PeopleFileError([*table.advice, *faults])
    below = [line for line in lines if line.number > columns.row]
    rows = [line for line in below if not is_summary(line)]
    summaries = [line for line in below if is_summary(line)]
    left = _hidden_to_leave(rows, answers) | {line.number for line in summaries}
    places = {*columns.places.values()}

    def concerning(remarks: Sequence[Remark]) -> Iterator[Remark]:
        return (one for one in remarks if one.concerns(columns.row, places, left))

    rows = [line for line in rows if line.number not in left]
    faults_told = first_told(concerning(table.faults))
    return ReadRows(
        columns,
        rows,
        [one.notice for one in faults_told],
        [*table.advice, *advice, *_summed_up(summaries), *_formulas(concerning(table.formulas))],
        told_cells(faults_told, columns, rows),
    )


def _columns_meant(
    table: RawTable, lines: list[Line], vocabulary: Vocabulary, answers: ReadingChoices
) -> tuple[Columns, list[Notice], list[Notice]]:
    """Return the columns, what is wrong with them, and advice; ask what nobody has said."""
    said = said_columns(answers.columns)
    chosen = places_of({c: at for c, at in said.items() if c in vocabulary.names}, lines)
    columns, faults, advice = find_columns(lines, vocabulary, said=chosen)
    if faults and not said:
        question = question_of_columns(lines, columns, vocabulary, faults, advice=table.advice)
        if question is not None:
            raise question
    hidden = {
        heading: place
        for column, place in columns.places.items()
        if place + 1 in table.hidden_columns and (heading := columns.heading(column))
    }
    if hidden and answers.hidden_columns not in {TAKE, LEAVE}:
        named = Notice("columns-hidden", values={"columns": ", ".join(hidden)})
        raise AmbiguousFileError("hidden_columns", named, TAKE_OR_LEAVE)
    if hidden and answers.hidden_columns == LEAVE:
        left_out = {*hidden.values()}
        return find_columns(lines, vocabulary, left=left_out, said=chosen)
    return columns, faults, advice


def _summed_up(lines: Iterable[Line]) -> Iterator[Notice]:
    for line in lines:
        shown = " ".join(filter(None, line.cells))[:_LONGEST_SHOWN]
        yield Notice("row-summary", line.number, values={"value": shown})


def _formulas(remarks: Iterable[Remark]) -> Iterator[Notice]:
    """Yield one notice for each column: a list made of formulas has thousands."""
    by_column: dict[int, list[Notice]] = {}
    for remark in remarks:
        by_column.setdefault(remark.columns.start, []).append(remark.notice)
    for first, *more in by_column.values():
        values = {**first.values, "more": len(more)}
        yield replace(first, code="formulas", values=values) if more else first


def _hidden_to_leave(rows: Sequence[Line], answers: ReadingChoices) -> set[int]:
    """Return the hidden rows that are not read; ask if nobody has said."""
    hidden = [line.number for line in rows if line.is_hidden]
    if hidden and answers.hidden_rows not in {TAKE, LEAVE}:
        values = {"count": len(hidden), "rows": _some_of(hidden)}
        raise AmbiguousFileError("hidden_rows", Notice("rows-hidden", values=values), TAKE_OR_LEAVE)
    return {*hidden} if answers.hidden_rows == LEAVE else set()


def _some_of(rows: Sequence[int]) -> str:
    more = " …" if len(rows) > _MOST_ROWS_NAMED else ""
    return ", ".join(map(str, rows[:_MOST_ROWS_NAMED])) + more


def read_table(
    content: bytes,
    vocabulary: Vocabulary = LIST,
    answers: ReadingChoices = _NOTHING_SAID,
    *,
    clock: Callable[[], float] = thread_time,
) -> RawTable:
    """Return a file's rows as texts, whatever kind it is; raise PeopleFileError if it is none."""
    if len(content) > _LIMIT_MB * _MEGABYTE:
        values = {"size": round(len(content) / _MEGABYTE), "limit": _LIMIT_MB}
        raise PeopleFileError([Notice("too-large", values=values)])
    budget = Budget(clock)
    if content.startswith(b"PK"):
        return read_xlsx(content, budget, vocabulary, answers.sheet)
    refuse_other_kinds(content)
    return read_csv(content, budget, answers.encoding)


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
