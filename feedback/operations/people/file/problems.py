"""Sort what is wrong with a file that waits into what is settled at once and what row by row."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.rows import whole_name
from feedback.text.addresses import read_address

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from feedback.operations.people.file.notices import Notice
    from feedback.operations.people.file.table import Line
    from feedback.operations.people.file.uploads import ReadUpload

BOTH: Final = "both"
_TWICE: Final = frozenset({"invited-twice", "employee-twice"})
_WITHOUT_ROW: Final = frozenset(
    {"manager-named", "manager-not-listed", "manager-asked", "manager-left-out"}
)
_JOB_FACTS: Final = ("leader_name", "leader_title", "workplace", "coach_email", "approver_email")


@dataclass(frozen=True, slots=True)
class TwoJobs:
    """Somebody of whom the file says different things; each option is what to keep."""

    address: str
    name: str
    options: tuple[tuple[str, str], ...]  # value, words; words are empty for both
    rows: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class WithoutRow:
    """A manager who has no row of their own, and whether somebody has said what becomes of them."""

    address: str
    name: str
    count: int
    code: str
    is_said: bool = False


@dataclass(frozen=True, slots=True)
class Problems:
    """What is to be put right in a file, each thing at one place only."""

    duplicates: tuple[int, ...] = ()
    jobs: tuple[TwoJobs, ...] = ()
    groups: Mapping[str, int] = field(default_factory=dict)
    managers: tuple[WithoutRow, ...] = ()
    faults: Mapping[int, tuple[Notice, ...]] = field(default_factory=dict)
    advice: Mapping[int, tuple[Notice, ...]] = field(default_factory=dict)
    general: tuple[Notice, ...] = ()

    @property
    def must(self) -> int:
        """How many things stand in the way."""
        return len(self.duplicates) + len(self.jobs) + len(self.groups) + len(self.faults)

    @property
    def is_settled(self) -> bool:
        """Whether nobody needs to look at any row."""
        return not self.must and all(one.is_said for one in self.managers)


def problems_of(read: ReadUpload) -> Problems:
    """Return what is wrong with a file that was read, sorted by how it is put right."""
    rows = _Rows(read)
    twice = {notice.row for notice in read.faults if notice.code in _TWICE}
    duplicates = tuple(sorted(row for row in twice if rows.is_exact_twin(row)))
    jobs = tuple(_jobs(read, rows, {*duplicates}))
    settled = {*duplicates, *(row for job in jobs for row in job.rows)}
    groups = Counter(
        str(notice.values["value"]) for notice in read.faults if notice.code == "group-unknown"
    )
    # What is settled at once is not told row by row as well.
    left = [
        notice
        for notice in read.faults
        if not (notice.code in _TWICE and notice.row in settled)
        and notice.code not in {"leader-differs", "group-unknown"}
    ]
    managers = tuple(
        WithoutRow(
            str(notice.values["leader"]),
            str(notice.values["name"]),
            int(str(notice.values["count"])),
            notice.code,
            notice.values["leader"] in read.upload.settled.managers,
        )
        for notice in read.advice
        if notice.code in _WITHOUT_ROW
    )
    told = [notice for notice in read.advice if notice.code not in _WITHOUT_ROW]
    return Problems(
        duplicates,
        jobs,
        groups,
        managers,
        _by_row(left),
        _by_row(told),
        tuple(one for one in (*left, *told) if not one.row),
    )


def chosen_jobs(
    read: ReadUpload, chosen: Mapping[str, str]
) -> tuple[dict[tuple[int, int], str], set[int], set[str]]:
    """Return what follows from choices by address: cells to write, rows to drop, kept twice."""
    rows = _Rows(read)
    cells: dict[tuple[int, int], str] = {}
    dropped: set[int] = set()
    twice: set[str] = set()
    for job in _jobs(read, rows, set()):
        value = chosen.get(job.address, "")
        if value not in {option for option, _ in job.options}:
            continue
        if value == BOTH:
            twice.add(job.address)
        elif read.upload.kind == "staff":
            dropped |= {row for row in job.rows if str(row) != value}
        else:
            kept = rows.by_number[int(value)]
            places = [read.places[fact] for fact in _JOB_FACTS if fact in read.places]
            for row in job.rows:
                cells |= {(row, place): _cell(kept, place) for place in places}
    return cells, dropped, twice


class _Rows:
    """The rows of a file with its repairs, found by number, and by whom they are about."""

    def __init__(self, read: ReadUpload) -> None:
        self._read, self._places = read, read.places

    @cached_property
    def by_number(self) -> dict[int, Line]:
        """The rows by number; most files need none of them looked up."""
        lines = self._read.mended.lines
        return {line.number: line for line in lines if line.number > self._read.headings_row}

    @cached_property
    def about(self) -> dict[str, list[Line]]:
        """The rows by the address of whom they are about."""
        who = "email" if self._read.upload.kind == "staff" else "leader_email"
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.by_number.values():
            found[read_address(self.cell(line, who))].append(line)
        return found

    @cached_property
    def _first(self) -> dict[tuple[str, ...], int]:
        found: dict[tuple[str, ...], int] = {}
        for line in self.by_number.values():
            found.setdefault(self._facts(line), line.number)
        return found

    def cell(self, line: Line, column: str) -> str:
        """Return what stands in a column of a row."""
        place = self._places.get(column)
        return "" if place is None else _cell(line, place)

    def is_exact_twin(self, row: int) -> bool:
        """Tell whether all that is read of a row stands in an earlier one already."""
        line = self.by_number.get(row)
        return line is not None and self._first[self._facts(line)] != row

    def name(self, line: Line, prefix: str) -> str:
        """Return the name of whom a row is about."""
        return whole_name(lambda column: self.cell(line, column), prefix)

    def _facts(self, line: Line) -> tuple[str, ...]:
        return tuple(_cell(line, place).casefold() for place in self._places.values())


def _jobs(read: ReadUpload, rows: _Rows, duplicates: set[int]) -> Iterable[TwoJobs]:
    """Yield who has two jobs: two rows in a staff list, or different facts in another."""
    is_staff = read.upload.kind == "staff"
    code, value = ("employee-twice", "address") if is_staff else ("leader-differs", "leader")
    addresses = dict.fromkeys(
        str(notice.values[value])
        for notice in read.faults
        if notice.code == code and notice.row not in duplicates
    )
    columns = ("title", "workplace", "manager_email") if is_staff else _JOB_FACTS
    for address in addresses:
        mine = [line for line in rows.about[address] if line.number not in duplicates]
        options: dict[str, str] = {}
        for line in mine:
            words = " · ".join(filter(None, (rows.cell(line, column) for column in columns)))
            if words and words not in options.values():
                options[str(line.number)] = words
        if is_staff:
            options[BOTH] = ""
        name = rows.name(mine[0], "" if is_staff else "leader_") if mine else address
        numbers = tuple(line.number for line in mine)
        yield TwoJobs(address, name, tuple(options.items()), numbers)


def _by_row(notices: Sequence[Notice]) -> dict[int, tuple[Notice, ...]]:
    found: dict[int, list[Notice]] = defaultdict(list)
    for notice in notices:
        if notice.row:
            found[notice.row].append(notice)
    return {row: tuple(told) for row, told in found.items()}


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""
