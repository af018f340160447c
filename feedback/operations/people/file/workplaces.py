"""Read where everybody works from a staff file: the tree of workplaces, and who stands where.

A row is somebody's, or a workplace's alone. Where it is says one column with its path, a column a
level, or a code with the code above it. Whoever has a protected identity is counted at their
workplace while the row is read; neither name, address nor number of theirs goes any further.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.cells import faulty_cells, wrong_address
from feedback.operations.people.file.notices import Notice, PeopleFileError, first_told
from feedback.operations.people.file.questions import ReadingChoices
from feedback.operations.people.file.rows import whole_name
from feedback.operations.people.file.sifting import read_table, rows_of
from feedback.operations.people.file.turned_names import told_of_names
from feedback.operations.people.file.workplace_tree import PLACED, WorkplaceTree
from feedback.text.addresses import is_address, read_address
from feedback.text.names import read_number

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from feedback.operations.people.file.sifting import ReadRows
    from feedback.operations.people.file.table import Line
    from feedback.operations.people.file.workplace_tree import Names

_YES: Final = frozenset({"ja", "j", "x", "1", "yes", "y", "true", "sant", "chef", "head"})
_NO: Final = frozenset({"", "nej", "n", "0", "no", "false", "falskt", "-", "–"})
_NOTHING_SAID: Final = ReadingChoices()
_NAMED_BY: Final = (("name", "email"),)
_WHO: Final = ("name", "first_name", "last_name", "email", "employee_id", "protected")


@dataclass(frozen=True, slots=True)
class PlacedEmployee:
    """Somebody at a workplace, or its head."""

    name: str
    email: str | None
    own_number: str | None
    workplace: Names
    is_head: bool

    @property
    def identity(self) -> str:
        """What tells people apart: the folded address, or the number."""
        return self.email or f"#{self.own_number}"


@dataclass(frozen=True, slots=True)
class StaffFile:
    """A faultless staff file: every workplace with its code, everybody, and how many unnamed."""

    workplaces: Mapping[Names, str]
    employees: tuple[PlacedEmployee, ...]
    unnamed: Mapping[Names, int]
    advice: tuple[Notice, ...]


def read_staff_file(content: bytes, *, answers: ReadingChoices = _NOTHING_SAID) -> StaffFile:
    """Return where everybody of a file works; raise PeopleFileError with every fault.

    What can be read in several ways is asked: AmbiguousFileError.
    """
    read = _with_marks_alone(rows_of(read_table(content, (PLACED,), answers), PLACED, answers))
    tree = WorkplaceTree.of(read)
    rows = _Rows(read, tree)
    employees = list(rows.employees(read.lines))
    faults = [*read.faults, *first_told(iter([*tree.faults, *rows.faults, *_between(employees)]))]
    if not (employees or rows.unnamed or faults):
        faults.append(Notice("empty"))
    shown = (line for line in read.lines if line.number not in rows.protected)
    advice = [*read.advice, *told_of_names(read.columns, shown, _NAMED_BY)]
    if faults:
        raise PeopleFileError(faults, advice=advice)
    return StaffFile(
        tree.codes, tuple(one for _, one in employees), dict(rows.unnamed), tuple(advice)
    )


def _with_marks_alone(read: ReadRows) -> ReadRows:
    """Leave out a column of heads that names them: only a mark says that the row is the head's."""
    columns = read.columns
    words = [word for line in read.lines if (word := _word(columns.cell(line, "head")))]
    if not words or 2 * sum(word in _YES | _NO for word in words) > len(words):
        return read
    advice = Notice("heads-not-marked", column=columns.heading("head"))
    places = {column: place for column, place in columns.places.items() if column != "head"}
    return replace(read, columns=replace(columns, places=places), advice=[*read.advice, advice])


def _word(text: str) -> str:
    return text.casefold().strip(" .*")


class _Rows:
    """Reads who a row is about, and collects what is wrong with it."""

    def __init__(self, read: ReadRows, tree: WorkplaceTree) -> None:
        """Prepare; of the cells that are told already no more is told."""
        self.columns, self.told, self.tree = read.columns, read.told, tree
        self.faults: list[Notice] = []
        self.unnamed: Counter[Names] = Counter()
        self.protected = {notice.row for notice in read.protected}

    def employees(self, lines: Iterable[Line]) -> Iterator[tuple[int, PlacedEmployee]]:
        """Yield everybody with the number of their row; the protected are counted only."""
        for line in lines:
            workplace = self.tree.places.get(line.number)
            if not any(self.columns.cell(line, column) for column in _WHO):
                continue  # a workplace where nobody stands, or what is told already
            if line.number in self.protected:
                if self._is_head(line):
                    self._fault("head-protected", line, "head")
                if workplace:
                    self.unnamed[workplace] += 1
                continue
            employee = self._employee(line, workplace or ())
            if workplace and employee:
                yield line.number, employee

    def _employee(self, line: Line, workplace: Names) -> PlacedEmployee | None:
        told = self.told.get(line.number, frozenset())
        found = dict(faulty_cells(self.columns, line, told))
        self.faults += found.values()
        told |= found.keys()
        cell = partial(self.columns.cell, line)
        name, number = whole_name(cell, ""), read_number(cell("employee_id"))
        address = read_address(cell("email"))
        if not name and told.isdisjoint(("name", "first_name", "last_name")):
            self._fault("value-missing", line, "name")
        if not (address or number) and told.isdisjoint(("email", "employee_id")):
            self._fault("employee-unknown", line, "email")
        if address and "email" not in told and not is_address(address):
            self.faults.append(
                wrong_address(cell("email"), line.number, self.columns.heading("email"))
            )
        is_head = self._is_head(line)
        if not name or not (address or number):
            return None
        return PlacedEmployee(
            name, address or None, None if address else number, workplace, is_head
        )

    def _is_head(self, line: Line) -> bool:
        text = self.columns.cell(line, "head")
        word = _word(text)
        if word in _YES:
            return True
        if word not in _NO:
            self._fault("yes-or-no", line, "head", value=text[:80])
        return False

    def _fault(self, code: str, line: Line, column: str, **values: object) -> None:
        self.faults.append(Notice(code, line.number, self.columns.heading(column), values))


def _between(employees: Sequence[tuple[int, PlacedEmployee]]) -> Iterator[Notice]:
    """Yield what rows say against each other: somebody twice, two heads of one workplace."""
    first: dict[str, int] = {}
    heads: dict[Names, list[tuple[int, str]]] = defaultdict(list)
    for number, one in employees:
        if first.setdefault(one.identity, number) != number:
            yield Notice("employee-twice", number, values={"address": one.identity})
        if one.is_head:
            heads[one.workplace].append((number, one.name))
    for names, led in heads.items():
        for number, name in led[1:]:
            values = {"workplace": " / ".join(names), "first": led[0][1], "second": name}
            yield Notice("heads-two", number, values=values)
