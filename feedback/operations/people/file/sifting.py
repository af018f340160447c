"""Sift a table of people: which columns are meant, and which rows below their headings count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from time import thread_time
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.budget import Budget
from feedback.operations.people.file.column_choosing import (
    places_of,
    question_of_columns,
    said_columns,
)
from feedback.operations.people.file.csv_reading import read_csv
from feedback.operations.people.file.headings import find_columns
from feedback.operations.people.file.kinds import refuse_other_kinds
from feedback.operations.people.file.notices import Notice, PeopleFileError, first_told
from feedback.operations.people.file.protected import told_of_protected
from feedback.operations.people.file.questions import (
    LEAVE,
    NOWHERE,
    TAKE,
    TAKE_OR_LEAVE,
    AmbiguousFileError,
    ReadingChoices,
    some_rows,
)
from feedback.operations.people.file.summaries import is_summary
from feedback.operations.people.file.told_cells import told_cells
from feedback.operations.people.file.vocabulary import LIST
from feedback.operations.people.file.xlsx_reading import read_xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.table import Line, RawTable, Remark
    from feedback.operations.people.file.vocabulary import Vocabulary

_LIMIT_MB: Final = 20
_MEGABYTE: Final = 1024 * 1024
_NOTHING_SAID: Final = ReadingChoices()
_LONGEST_SHOWN: Final = 80


@dataclass(frozen=True, slots=True)
class ReadRows:
    """The rows below the headings of a file, and what was noticed so far."""

    columns: Columns
    lines: list[Line]
    faults: list[Notice]
    advice: list[Notice]
    told: dict[int, frozenset[str]]
    """The columns of each row of which something is told already: one fault a cell."""
    protected: tuple[Notice, ...] = ()
    """What names each row whose people's data are protected."""


def rows_of(table: RawTable, vocabulary: Vocabulary, answers: ReadingChoices) -> ReadRows:
    """Return the rows of a list with what their columns mean; raise what must be put right first.

    Rows and columns that do not show are asked about: a filter that somebody has forgotten
    would else bring people in, or leave them out, without a word.
    """
    lines = [line for line in table.lines if not line.is_empty]
    if not lines:
        raise PeopleFileError([*table.advice, Notice("empty")])
    columns, faults, advice = _columns_meant(table, lines, vocabulary, answers)
    if faults:
        raise PeopleFileError([*table.advice, *faults])
    below = [line for line in lines if line.number > columns.row]
    rows: list[Line] = []
    summaries: list[Line] = []
    for line in below:
        (summaries if is_summary(line) else rows).append(line)
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
        [
            *table.advice,
            *advice,
            *_summed_up(summaries),
            *_formulas(concerning(table.formulas)),
        ],
        told_cells(faults_told, columns, rows),
        tuple(told_of_protected(_headings(lines, columns), rows)),
    )


def _columns_meant(
    table: RawTable, lines: list[Line], vocabulary: Vocabulary, answers: ReadingChoices
) -> tuple[Columns, list[Notice], list[Notice]]:
    """Return the columns, what is wrong with them, and advice; ask what nobody has said."""
    said = said_columns(answers.columns)
    chosen = places_of({c: at for c, at in said.items() if c in vocabulary.names}, lines)
    nowhere = {column for column, at in said.items() if at == NOWHERE}
    columns, faults, advice = find_columns(lines, vocabulary, said=chosen, nowhere=nowhere)
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
        return find_columns(lines, vocabulary, left=left_out, said=chosen, nowhere=nowhere)
    return columns, faults, advice


def _headings(lines: Iterable[Line], columns: Columns) -> Line:
    return next(line for line in lines if line.number == columns.row)


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
        values = {"count": len(hidden), "rows": some_rows(hidden)}
        raise AmbiguousFileError("hidden_rows", Notice("rows-hidden", values=values), TAKE_OR_LEAVE)
    return {*hidden} if answers.hidden_rows == LEAVE else set()


def read_table(
    content: bytes,
    vocabularies: Sequence[Vocabulary] = (LIST,),
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
        return read_xlsx(content, budget, vocabularies, answers.sheet)
    refuse_other_kinds(content)
    return read_csv(content, budget, answers.encoding)
