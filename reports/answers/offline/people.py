"""Read who rated whom, and in which relation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from unicodedata import normalize as normalise

import numpy as np

from reports.answers.offline.cells import NOT_AVAILABLE
from reports.answers.offline.columns import DRAWN, GROUP, MODULE, RATER, ColumnPlaces
from reports.answers.offline.occasions import read_modules
from surveys.model import GroupKind

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.answers.offline.faults import FaultList
    from surveys.model import Survey

_DRAWN: Final = {"1": True, "0": False, "": False, NOT_AVAILABLE: False}


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The subjects, of each row its subject, its group and its rater's label, and what to tell.

    `modules` holds the occasions of each module by label and name, where subjects are occasions.
    `drawn` marks the answers by codes that anybody present could draw.
    """

    subjects: tuple[str, ...]
    subject_codes: npt.NDArray[np.int32]
    group_codes: npt.NDArray[np.int8]
    raters: tuple[str, ...]
    notes: tuple[str, ...]
    modules: dict[str, dict[str, str]]
    drawn: npt.NDArray[np.bool_]


def read_people(
    rows: list[list[str]],
    numbers: list[int],
    columns: ColumnPlaces,
    survey: Survey,
    found: FaultList,
) -> People:
    """Read the columns of subject, group and rater, noting every fault.

    A rater who is not named gets the row's number as label. Labels that differ only in how
    their letters are put together (å as one, or as a and a ring) are one, and it is noted.
    """
    notes: list[str] = []
    about = survey.subject
    names = _labels(rows, numbers, about, columns.subject, notes)
    within = _labels(rows, numbers, MODULE, columns.module, notes)
    raters = _labels(rows, numbers, RATER, columns.rater, notes)
    groups = _read_groups(rows, numbers, columns, survey, found)
    for number, name, module in zip(numbers, names, within, strict=True):
        if not name:
            found.add(f"the {about} is missing", row=number, column=about)
        if columns.module is not None and not module:
            found.add("the module is missing", row=number, column=MODULE)
    labels = [
        f"{module} · {name}" if module else name for module, name in zip(within, names, strict=True)
    ]
    _note_repeated_raters(numbers, labels, raters, about, found)
    _note_repeated_selves(numbers, labels, groups, survey, found)
    place = {label: code for code, label in enumerate(dict.fromkeys(labels))}
    whole = list(zip(labels, within, names, strict=True)) if columns.module is not None else []
    return People(
        subjects=tuple(place),
        subject_codes=np.array([place[label] for label in labels], dtype=np.int32),
        group_codes=np.array(groups, dtype=np.int8),
        raters=_named(raters, numbers),
        notes=tuple(notes),
        modules=read_modules(rows, numbers, columns, whole, found) if whole else {},
        drawn=np.array(_read_drawn(rows, numbers, columns.drawn, found), dtype=np.bool_),
    )


def _labels(
    rows: list[list[str]], numbers: list[int], column: str, at: int | None, notes: list[str]
) -> list[str]:
    """Return the labels of a column; note each that the file spells in two ways."""
    if at is None:
        return ["" for _ in rows]
    spellings: dict[str, tuple[str, int]] = {}
    told: set[str] = set()
    labels = []
    for number, row in zip(numbers, rows, strict=True):
        spelled = row[at].strip()
        label = normalise("NFC", spelled)
        labels.append("" if label == NOT_AVAILABLE else label)
        if label.isascii():
            continue
        first, earlier = spellings.setdefault(label, (spelled, number))
        if spelled != first and label not in told:
            told.add(label)
            notes.append(
                f"the {column} '{label}' is written with letters put together in two ways, first "
                f"in the rows {earlier} and {number}; they count as one"
            )
    return labels


def _named(raters: list[str], numbers: list[int]) -> tuple[str, ...]:
    """Name raters without a label by their row, as no other rater is called."""
    taken = set(raters)
    labels = []
    for rater, number in zip(raters, numbers, strict=True):
        label = rater or str(number)
        while not rater and label in taken:
            label = f"row {label}"
        labels.append(label)
    return tuple(labels)


def _read_groups(
    rows: list[list[str]],
    numbers: list[int],
    columns: ColumnPlaces,
    survey: Survey,
    found: FaultList,
) -> list[int]:
    place = {group.key: code for code, group in enumerate(survey.groups)}
    folded = {key.casefold(): code for key, code in place.items()}
    codes = []
    if columns.group is None:
        return [0] * len(rows)
    for number, row in zip(numbers, rows, strict=True):
        name = normalise("NFC", row[columns.group].strip())
        code = place.get(name, folded.get(name.casefold(), -1))
        codes.append(code)
        if code < 0:
            what = f"'{name}' is no group of the survey" if name else "the group is missing"
            found.add(f"{what}; it has {', '.join(place)}", row=number, column=GROUP)
    return codes


def _read_drawn(
    rows: list[list[str]], numbers: list[int], at: int | None, found: FaultList
) -> list[bool]:
    if at is None:
        return [False] * len(rows)
    for number, row in zip(numbers, rows, strict=True):
        if row[at].strip() not in _DRAWN:
            what = f"'{row[at].strip()}' says nothing of a code; write 1 if it was drawn, else 0"
            found.add(what, row=number, column=DRAWN)
    return [_DRAWN.get(row[at].strip(), False) for row in rows]


def _note_repeated_raters(
    numbers: list[int], labels: list[str], raters: list[str], about: str, found: FaultList
) -> None:
    first: dict[tuple[str, str], int] = {}
    for number, label, rater in zip(numbers, labels, raters, strict=True):
        before = first.setdefault((label, rater), number) if rater else number
        if before != number:
            what = f"rater {rater} of {about} {label} already stands in row {before}"
            found.add(what, row=number, column=RATER)


def _note_repeated_selves(
    numbers: list[int], leaders: list[str], groups: list[int], survey: Survey, found: FaultList
) -> None:
    own = {code for code, group in enumerate(survey.groups) if group.kind is GroupKind.SELF}
    first: dict[str, int] = {}
    for number, leader, group in zip(numbers, leaders, groups, strict=True):
        if group not in own:
            continue
        before = first.setdefault(leader, number)
        if before != number:
            what = f"the self rating of leader {leader} already stands in row {before}"
            found.add(what, row=number, column=GROUP)
