"""Read who rated whom, and in which relation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reports.offline.columns import GROUP, LEADER, RATER, Columns
from surveys.model import GroupKind

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.offline.faults import FaultList
    from surveys.model import Survey


@dataclass(frozen=True, slots=True, eq=False)
class People:
    """The leaders, and of each row its leader, its group and its rater's label."""

    leaders: tuple[str, ...]
    leader_codes: npt.NDArray[np.int32]
    group_codes: npt.NDArray[np.int8]
    raters: tuple[str, ...]


def read_people(
    rows: list[list[str]],
    numbers: list[int],
    columns: Columns,
    survey: Survey,
    found: FaultList,
) -> People:
    """Read the columns leader, group and rater, noting every fault.

    A file without raters gets the row's number as the rater's label.
    """
    leaders = [row[columns.leader].strip() for row in rows]
    raters = _raters(rows, numbers, columns)
    groups = _read_groups(rows, numbers, columns, survey, found)
    for number, leader in zip(numbers, leaders, strict=True):
        if not leader:
            found.add("the leader is missing", row=number, column=LEADER)
    _note_repeated_raters(numbers, leaders, raters, found)
    _note_repeated_selves(numbers, leaders, groups, survey, found)
    place = {leader: code for code, leader in enumerate(dict.fromkeys(leaders))}
    return People(
        leaders=tuple(place),
        leader_codes=np.array([place[leader] for leader in leaders], dtype=np.int32),
        group_codes=np.array(groups, dtype=np.int8),
        raters=tuple(rater or str(number) for rater, number in zip(raters, numbers, strict=True)),
    )


def _raters(rows: list[list[str]], numbers: list[int], columns: Columns) -> list[str]:
    if columns.rater is None:
        return ["" for _ in numbers]
    at = columns.rater
    return [row[at].strip() for row in rows]


def _read_groups(
    rows: list[list[str]],
    numbers: list[int],
    columns: Columns,
    survey: Survey,
    found: FaultList,
) -> list[int]:
    place = {group.key: code for code, group in enumerate(survey.groups)}
    folded = {key.casefold(): code for key, code in place.items()}
    codes = []
    for number, row in zip(numbers, rows, strict=True):
        name = row[columns.group].strip()
        code = place.get(name, folded.get(name.casefold(), -1))
        codes.append(code)
        if code < 0:
            what = f"'{name}' is no group of the survey" if name else "the group is missing"
            found.add(f"{what}; it has {', '.join(place)}", row=number, column=GROUP)
    return codes


def _note_repeated_raters(
    numbers: list[int], leaders: list[str], raters: list[str], found: FaultList
) -> None:
    first: dict[tuple[str, str], int] = {}
    for number, leader, rater in zip(numbers, leaders, raters, strict=True):
        before = first.setdefault((leader, rater), number) if rater else number
        if before != number:
            what = f"rater {rater} of leader {leader} already stands in row {before}"
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
