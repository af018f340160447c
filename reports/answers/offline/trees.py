"""Read a file of workplaces into their tree, and find where in it each response stands."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final
from unicodedata import normalize as normalise

import numpy as np

from reports.answers.offline.columns import RATER
from reports.answers.offline.faults import FaultList, ResponsesFileError
from reports.answers.offline.texts import decode, split_records
from reports.partitions import Unit

if TYPE_CHECKING:
    import os
    from collections.abc import Iterator

    import numpy.typing as npt

    from reports.answers.offline.reading import OfflineResponses

COLUMNS: Final = ("code", "parent", "name", "asked")
DEEPEST: Final = 8
"""How many levels a tree may have."""


def read_tree(path: str | os.PathLike[str]) -> Unit:
    """Read a file of workplaces and return the whole with all below it.

    Parameters
    ----------
    path
        A CSV file with a row a node: its code, the code of its parent (empty for the whole),
        its name, and how many people were asked who stand in the node itself.

    Raises
    ------
    ResponsesFileError
        With every fault of the file, each with its row.
    OSError
        If the file cannot be read.

    """
    found = FaultList()
    text = decode(Path(path).read_bytes(), found)
    nodes = [] if found else _nodes(split_records(text, found), found)
    root = _tree([one for one in nodes if one[1]], found) if nodes else None
    if found or root is None:
        raise ResponsesFileError(Path(path).name, found)
    return root


def _nodes(records: list[list[str]], found: FaultList) -> list[tuple[int, str, str, str, int]]:
    """Return number, code, parent, name and people asked of each row."""
    header = [cell.strip().casefold() for cell in records[0]] if records else []
    missing = [column for column in COLUMNS if column not in header]
    for column in missing:
        found.add("the column is missing", row=1, column=column)
    nodes, are_whole = [], True
    for number, record in enumerate([] if missing else records[1:], start=2):
        if not any(cell.strip() for cell in record):
            continue
        if len(record) != len(header):
            found.add(f"the row has {len(record)} cells, the first row {len(header)}", row=number)
            are_whole = False
            continue
        row = dict(zip(header, (normalise("NFC", cell.strip()) for cell in record), strict=True))
        nodes.append((number, row["code"], row["parent"], row["name"], _asked(row, number, found)))
    if not nodes and not found:
        found.add("there is no row below the first", row=2)
    return nodes if are_whole else []  # what a broken row is above, nobody can tell


def _asked(row: dict[str, str], number: int, found: FaultList) -> int:
    for column in ("code", "name"):
        if not row[column]:
            found.add(f"the {column} is missing", row=number, column=column)
    if not row["asked"].isdecimal():
        found.add("it must be a whole number, 0 or more", row=number, column="asked")
        return 0
    return int(row["asked"])


def _tree(nodes: list[tuple[int, str, str, str, int]], found: FaultList) -> Unit | None:
    rows = {code: number for number, code, *_ in reversed(nodes)}
    below: dict[str, list[tuple[int, str, str, str, int]]] = defaultdict(list)
    for node in nodes:
        number, code, parent, *_ = node
        if rows[code] != number:
            found.add(f"the code stands in row {rows[code]} too", row=number, column="code")
        if parent and parent not in rows:
            found.add("no row has this code", row=number, column="parent")
        below[parent].append(node)
    for number, *_ in below[""][1:]:
        found.add("only one row may have no parent, the whole", row=number, column="parent")
    if not below[""]:
        found.add("one row must have no parent: the whole", column="parent")
    if found:
        return None
    depths = _depths(below)
    for number, code, *_ in nodes:
        if code not in depths:
            found.add("it stands in a circle, under itself", row=number, column="parent")
        elif depths[code] > DEEPEST:
            found.add(f"it lies deeper than {DEEPEST} levels", row=number, column="parent")
    return None if found else _unit(below[""][0], below)


def _depths(below: dict[str, list[tuple[int, str, str, str, int]]]) -> dict[str, int]:
    """Return the level of each node that hangs under the whole, which is the first."""
    depths: dict[str, int] = {}
    waiting = [(code, 1) for _, code, *_ in below[""]]
    while waiting:
        code, depth = waiting.pop()
        depths[code] = depth
        waiting += [(child, depth + 1) for _, child, *_ in below.get(code, ())]
    return depths


def _unit(
    node: tuple[int, str, str, str, int], below: dict[str, list[tuple[int, str, str, str, int]]]
) -> Unit:
    _, code, _, name, asked = node
    return Unit(code, name, asked, 0, tuple(_unit(one, below) for one in below.get(code, ())))


def place_in_tree(read: OfflineResponses, root: Unit, name: str) -> OfflineResponses:
    """Return responses that stand at the codes of a tree, whatever their file calls its nodes.

    Parameters
    ----------
    read
        The responses of a file; a unit is named by its code or by its path from the top,
        `Äldreomsorg / Hemtjänst Norr`, with or without the whole before it.
    root
        The whole with all below it.
    name
        What faults call the file of responses.

    Raises
    ------
    ResponsesFileError
        With every unit that the tree does not have, or has twice; with a node where more have
        answered than were asked, and a rater who stands in one node twice.

    """
    found = FaultList()
    known, places = {one.code: one for one in _nodes_of(root)}, _paths(root)
    about = read.responses.survey.subject
    standing = []
    for label in read.responses.subjects:
        meant = [label] if label in known else places.get(_path(label), [])
        if not meant:
            found.add(f"'{label}' is no code and no path of the tree", column=about)
        elif len(meant) > 1:
            told = " and ".join(meant)
            found.add(f"'{label}' is the path of {told}; write the code", column=about)
        standing.append(meant[0] if meant else root.code)
    units = [known[code] for code in dict.fromkeys(standing)]
    number = {unit.code: place for place, unit in enumerate(units)}
    moved = np.array([number[code] for code in standing], dtype=np.int32)
    at = moved[read.responses.subject_codes]
    if not found:
        _note_too_many(at, read, units, found)
        _note_twice(at, read, units, found)
    if found:
        raise ResponsesFileError(name, found)
    responses = replace(read.responses, subjects=tuple(number), subject_codes=at)
    return replace(read, responses=responses, root=root)


def _note_too_many(
    at: npt.NDArray[np.int32], read: OfflineResponses, units: list[Unit], found: FaultList
) -> None:
    drawn = np.zeros(len(at), dtype=np.bool_) if read.drawn is None else read.drawn
    answered = np.bincount(at[~drawn], minlength=len(units)).tolist()
    for unit, n in zip(units, answered, strict=True):
        if n > unit.asked:
            found.add(f"{n} have answered in '{unit.code}', but only {unit.asked} were asked")


def _note_twice(
    at: npt.NDArray[np.int32], read: OfflineResponses, units: list[Unit], found: FaultList
) -> None:
    for (place, rater), n in Counter(zip(at.tolist(), read.raters, strict=True)).items():
        if n > 1:
            found.add(f"rater {rater} stands in '{units[place].code}' {n} times", column=RATER)


def _nodes_of(unit: Unit) -> Iterator[Unit]:
    yield unit
    for one in unit.below:
        yield from _nodes_of(one)


def _path(label: str) -> tuple[str, ...]:
    """Return the names of a path; spaces around the slashes mean nothing."""
    return tuple(part.strip() for part in label.split("/"))


def _paths(root: Unit) -> dict[tuple[str, ...], list[str]]:
    """Return the codes of the nodes that each path leads to, from the whole or from below it."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)

    def walk(unit: Unit, above: tuple[str, ...]) -> None:
        # A name may hold a slash: it is read as the label of a response is.
        own = (*above, *_path(unit.name))
        for path in {own, own[len(_path(root.name)) :]} - {()}:
            found[path].append(unit.code)
        for one in unit.below:
            walk(one, own)

    walk(root, ())
    return found
