"""Read a file of responses into the matrix, or refuse it with every fault."""

from __future__ import annotations

from dataclasses import dataclass, field
from operator import itemgetter
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.answers.matrix import SKIPPED, Responses, asked_of_groups
from reports.answers.offline.cells import FAULTY, NOT_AVAILABLE, Cells
from reports.answers.offline.columns import MODULE, ColumnPlaces, column_names, find_columns
from reports.answers.offline.faults import FaultList, ResponsesFileError
from reports.answers.offline.people import People, read_people
from reports.answers.offline.texts import decode, split_records
from reports.partitions import codes

if TYPE_CHECKING:
    import os
    from collections.abc import Callable, Mapping

    import numpy.typing as npt

    from reports.partitions import Unit
    from surveys.model import Survey

LONGEST_COMMENT: Final = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class OfflineResponses:
    """The responses of a file, and what the file calls their raters, row by row.

    The labels of raters serve to find duplicates and to name single raters' figures in
    `feedback score --unsuppressed --figures`; they are not part of the responses. `notes` say
    what was taken otherwise than it is written. Where subjects are the occasions of modules,
    `modules` holds their labels in the order of their days, with what each is called. `drawn`
    marks the answers by codes that anybody present could draw; `root` is the tree that subjects
    are nodes of.
    """

    responses: Responses
    raters: tuple[str, ...]
    notes: tuple[str, ...] = ()
    modules: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    drawn: npt.NDArray[np.bool_] | None = None
    root: Unit | None = None

    @property
    def told(self) -> tuple[str, ...]:
        """What a report may be made of: the nodes of a tree, the modules, or else the subjects."""
        if self.root is not None:
            return tuple(codes(self.root))
        return tuple(self.modules) or self.responses.subjects

    @property
    def about(self) -> str:
        """What each of them is: the survey's subject, or a module of occasions."""
        return MODULE if self.modules else self.responses.survey.subject


def read_responses(path: str | os.PathLike[str], survey: Survey) -> OfflineResponses:
    """Read a file of responses.

    Parameters
    ----------
    path
        A CSV file: `;`, `,` or tab, UTF-8 with or without a mark, or cp1252.
    survey
        What was asked; its item keys are the columns. Answers to an earlier version, which
        the survey tells of, are read as that version: the responses hold the survey they answer.

    Returns
    -------
    OfflineResponses
        The matrix in the order of the file; leaders in the order of first appearance.

    Raises
    ------
    ResponsesFileError
        With every fault of the file, each with its row and column.
    OSError
        If the file cannot be read.

    """
    return parse_responses(Path(path).read_bytes(), survey, name=Path(path).name)


def parse_responses(content: bytes, survey: Survey, *, name: str) -> OfflineResponses:
    """Read the content of a file of responses; `name` is what faults call the file."""
    found = FaultList()
    text = decode(content, found)
    read = None if found else _read_records(split_records(text, found), survey, found)
    if found or read is None:
        raise ResponsesFileError(name, found)
    return read


def _read_records(
    records: list[list[str]], survey: Survey, found: FaultList
) -> OfflineResponses | None:
    survey = survey.as_asked_in(column_names(records[0])) if records else survey
    columns = find_columns(records[0], survey, found) if records else None
    if columns is None:
        return None
    numbers, rows = _whole_rows(records, columns, found)
    if not rows and not found:
        found.add("there is no row below the first", row=2)
    people = read_people(rows, numbers, columns, survey, found)
    ratings = _read_ratings(rows, numbers, columns, survey, found)
    _note_unasked(ratings, people, numbers, columns, survey, found)
    comments = _read_comments(rows, numbers, columns, found)
    return _assemble(survey, people, ratings, comments)


def _assemble(
    survey: Survey,
    people: People,
    ratings: npt.NDArray[np.int8],
    comments: tuple[dict[str, str], ...],
) -> OfflineResponses:
    responses = Responses(
        survey=survey,
        subjects=people.subjects,
        ratings=ratings,
        subject_codes=people.subject_codes,
        group_codes=people.group_codes,
        comments=comments,
    )
    return OfflineResponses(responses, people.raters, people.notes, people.modules, people.drawn)


def _whole_rows(
    records: list[list[str]], columns: ColumnPlaces, found: FaultList
) -> tuple[list[int], list[list[str]]]:
    """Return the rows of the right width and their numbers; empty rows are passed over."""
    numbers, rows = [], []
    for number, record in enumerate(records[1:], start=2):
        if len(record) == columns.width and any(record):
            numbers.append(number)
            rows.append(record)
        elif any(cell.strip() for cell in record):
            what = f"the row has {len(record)} cells, the first row {columns.width}"
            found.add(what, row=number)
    return numbers, rows


def _read_ratings(
    rows: list[list[str]],
    numbers: list[int],
    columns: ColumnPlaces,
    survey: Survey,
    found: FaultList,
) -> npt.NDArray[np.int8]:
    cells = Cells(survey.scale)
    if not columns.items:
        return np.empty((len(rows), 0), dtype=np.int8)
    pick = _picker([at for _, at in columns.items])
    read = cells.__getitem__
    packed = b"".join([bytes(map(read, pick(row))) for row in rows])
    ratings = np.frombuffer(packed, dtype=np.int8).reshape(len(rows), len(columns.items))
    for row, item in np.argwhere(ratings == FAULTY).tolist():
        key, at = columns.items[item]
        found.add(cells.explain(rows[row][at]), row=numbers[row], column=key)
    return ratings


def _note_unasked(
    ratings: npt.NDArray[np.int8],
    people: People,
    numbers: list[int],
    columns: ColumnPlaces,
    survey: Survey,
    found: FaultList,
) -> None:
    """Note answers to items that the rater's group is not asked: they would tell how many it is."""
    if found:
        return
    unasked = ~asked_of_groups(survey)[people.group_codes] & (ratings != SKIPPED)
    for row, item in np.argwhere(unasked).tolist():
        group = survey.groups[people.group_codes[row]].key
        what = f"the group {group} is not asked this; leave the cell empty"
        found.add(what, row=numbers[row], column=columns.items[item][0])


def _picker(positions: list[int]) -> Callable[[list[str]], tuple[str, ...]]:
    """Return what takes these cells from a row; itemgetter gives no tuple for a single one."""
    if len(positions) == 1:
        return lambda row: (row[positions[0]],)
    return itemgetter(*positions)


def _read_comments(
    rows: list[list[str]], numbers: list[int], columns: ColumnPlaces, found: FaultList
) -> tuple[dict[str, str], ...]:
    comments = []
    for number, row in zip(numbers, rows, strict=True):
        texts = {key: row[at].strip() for key, at in columns.questions}
        comments.append({k: text for k, text in texts.items() if text not in {"", NOT_AVAILABLE}})
        for key, text in comments[-1].items():
            if len(text) > LONGEST_COMMENT:
                what = f"the comment has {len(text)} characters, at most {LONGEST_COMMENT} fit"
                found.add(what, row=number, column=key)
    return tuple(comments)
