"""Build teams from the staff register's own list: employee, address, manager's address.

Whoever is somebody's manager is a leader; the team are those who have the leader as
manager, the peers are the other managers under the same manager.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.cells import faulty_cells, wrong_address
from feedback.operations.people.file.notices import Notice, PeopleFileError, first_told
from feedback.operations.people.file.questions import ReadingChoices
from feedback.operations.people.file.reading import PeopleFile
from feedback.operations.people.file.rows import whole_name
from feedback.operations.people.file.sifting import read_table, rows_of
from feedback.operations.people.file.turned_names import told_of_names
from feedback.operations.people.file.vocabulary import (
    EMPLOYEE_ADDRESSES,
    EMPLOYEE_IDS,
    EMPLOYEE_NAMES,
    FIRST_NAMES,
    LAST_NAMES,
    TITLES,
    WORKPLACES,
    Vocabulary,
)
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from feedback.operations.people.register import name_from_address
from feedback.text.addresses import is_address, read_address
from feedback.text.damaged import Damage
from feedback.text.names import as_spoken, read_number

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.sifting import ReadRows
    from feedback.operations.people.file.table import Line, RawTable
    from surveys.model import Survey

_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "name": EMPLOYEE_NAMES,
    "first_name": FIRST_NAMES,
    "last_name": LAST_NAMES,
    "email": EMPLOYEE_ADDRESSES,
    "manager_email": (
        "manager e-mail",
        "chefens e-post",
        "manager's e-mail",
        "supervisor e-mail",
        "chef e-post",
        "chefs e-post",
        "e-post chef",
        "närmaste chefs e-post",
        "närmaste chef e-post",
        "närmsta chefs e-post",
        "e-post närmaste chef",
        "ansvarig chefs e-post",
        "överordnads e-post",
    ),
    "manager_name": ("manager name", "chefens namn", "närmaste chefs namn", "chef namn"),
    "title": ("title", "titel"),
    "workplace": ("workplace", "enhet", "unit"),
    "employee_id": EMPLOYEE_IDS,
}
"""Each column's headings; the first is English, the next the usual Swedish one."""

_MANAGERS: Final = (
    "manager",
    "närmaste chef",
    "chef",
    "supervisor",
    "ansvarig chef",
    "överordnad",
    "rapporterar till",
    "reports to",
)
STAFF: Final = Vocabulary.of(
    _NAMES,
    (("name", "first_name"), ("email", "employee_id"), ("manager_email",)),
    # `Närmaste chef` is an address where no other column has it; beside one it is the name.
    {
        "manager_email": _MANAGERS,
        "manager_name": _MANAGERS,
        "title": TITLES,
        "workplace": WORKPLACES,
    },
)
"""A staff register's own list."""

_NAMED_BY: Final = (("name", "email"), ("manager_name", "manager_email"))
_NAMED_IN: Final = ("name", "first_name", "last_name")
_KNOWN_BY: Final = ("email", "employee_id")
_MANAGER, _PEER, _TEAM = "manager", "peer", "team"
_NOTHING_SAID: Final = ReadingChoices()


LEADS: Final = "leads"
ASKED: Final = "asked"
OUTSIDE: Final = "outside"


@dataclass(frozen=True, slots=True)
class Settled:
    """What somebody has settled of a staff list.

    `managers` says of those who have no row of their own whether a report is made of them as
    well, they are only asked, or they stand outside; `twice` are addresses that may stand on
    several rows: somebody with two jobs, who is asked in both teams.
    """

    managers: Mapping[str, str] = field(default_factory=dict)
    twice: frozenset[str] = frozenset()


NOTHING_SETTLED: Final = Settled()


@dataclass(frozen=True, slots=True)
class _Employee:
    number: int
    name: str
    email: str
    manager: str
    manager_name: str
    title: str
    workplace: str
    employee_id: str


def read_teams(
    content: bytes,
    survey: Survey,
    *,
    leaders: Collection[str] = (),
    answers: ReadingChoices = _NOTHING_SAID,
) -> PeopleFile:
    """Return the leaders of a staff list with their teams; raise PeopleFileError with every fault.

    Only some of the managers, if their addresses are given. Groups that the survey does not
    have are left out. What can be read in several ways is asked: AmbiguousFileError.
    """
    table = read_table(content, (STAFF,), answers)
    return teams_in(table, survey, leaders=leaders, answers=answers)


def teams_in(
    table: RawTable,
    survey: Survey,
    *,
    leaders: Collection[str] = (),
    answers: ReadingChoices = _NOTHING_SAID,
    settled: Settled = NOTHING_SETTLED,
) -> PeopleFile:
    """Return the leaders of a table with their teams, as `read_teams` does of a file."""
    read = rows_of(table, STAFF, answers)
    faults = [*read.faults, *first_told(_row_faults(read))]
    staff = [_employee(read.columns, line) for line in read.lines]
    by_address = {one.email: one for one in reversed(staff) if one.email}
    faults += [
        Notice("employee-twice", one.number, values={"address": one.email})
        for one in staff
        if one.email and by_address[one.email] is not one and one.email not in settled.twice
    ]
    wanted = {read_address(address) for address in leaders}
    managers = {one.manager for one in staff if one.manager}
    faults += [
        Notice("manager-unknown", values={"address": address})
        for address in sorted(wanted - managers)
    ]
    if not managers:
        faults.append(Notice("empty"))
    made = _Teams(staff, by_address, {group.key for group in survey.groups}, survey, settled)
    chosen = sorted(wanted or made.leading(managers))
    told = told_of_names(read.columns, read.lines, _NAMED_BY)
    alone = made.without_manager(chosen, read.columns.heading("manager_email"))
    advice = [
        *read.advice,
        *first_told(iter(read.protected)),
        *told,
        *made.not_listed(chosen),
        *alone,
    ]
    if faults:
        raise PeopleFileError(faults, advice=advice)
    return PeopleFile(PeopleList(tuple(made.of(address) for address in chosen)), tuple(advice))


class _Teams:
    """Everybody by manager, for building one leader after the other."""

    def __init__(
        self,
        staff: Iterable[_Employee],
        by_address: dict[str, _Employee],
        groups: set[str],
        survey: Survey,
        settled: Settled,
    ) -> None:
        """Sort everybody under their manager."""
        self.by_address, self.groups, self.settled = by_address, groups, settled
        self.language = survey.default_language
        self.under: dict[str, list[_Employee]] = defaultdict(list)
        self.names: dict[str, str] = {}
        for one in staff:
            if one.manager_name:
                self.names.setdefault(one.manager, one.manager_name)
            if one.manager and one.manager != one.email:
                self.under[one.manager].append(one)

    def of(self, address: str) -> LeaderEntry:
        """Return a leader with manager, peers and team."""
        known = self.by_address.get(address)
        return LeaderEntry(
            email=address,
            name=known.name if known else self._name_of(address),
            title=known.title if known else "",
            workplace=known.workplace if known else "",
            language=self.language,
            raters=tuple(self._raters(address, known)),
            approver_email=known.manager or None if known and known.manager != address else None,
        )

    def leading(self, managers: Collection[str]) -> set[str]:
        """Return the managers whom the list is about.

        Whoever leads leaders and has no row of their own stands outside the list: the head of
        whose part it is. They are asked as manager, and have no report unless somebody says so.
        """
        return {one for one in managers if self._place_of(one) == LEADS}

    def not_listed(self, leaders: Sequence[str]) -> Iterator[Notice]:
        """Say which managers have no row of their own, and where their names come from."""
        above = (one.manager for leader in leaders if (one := self.by_address.get(leader)))
        for address in dict.fromkeys([*leaders, *filter(None, above)]):
            if address not in self.by_address:
                is_named = address in self.names
                code = "manager-named" if is_named else "manager-not-listed"
                if self._place_of(address) == OUTSIDE:
                    code = "manager-left-out"
                elif address not in leaders:
                    code = "manager-asked"
                count = len(self.under[address])
                name = self._name_of(address)
                values = {"leader": address, "name": name, "count": count}
                yield Notice(code, values=values)

    def without_manager(self, leaders: Sequence[str], heading: str) -> Iterator[Notice]:
        """Say which leaders have nobody above them in the list, so that no manager is asked."""
        for address in leaders if _MANAGER in self.groups else ():
            known = self.by_address.get(address)
            if known and known.manager in {"", address}:
                values = {"name": known.name, "leader": address}
                yield Notice("leader-without-manager", known.number, heading, values)

    def _place_of(self, address: str) -> str:
        if address in self.by_address:
            return LEADS
        leads_leaders = any(self.under.get(one.email) for one in self.under.get(address, ()))
        return self.settled.managers.get(address) or (ASKED if leads_leaders else LEADS)

    def _without_row(self, address: str) -> _Employee:
        return _Employee(0, self._name_of(address), address, "", "", "", "", "")

    def _name_of(self, address: str) -> str:
        return self.names.get(address) or name_from_address(address)

    def _raters(self, address: str, known: _Employee | None) -> Iterator[RaterEntry]:
        above = known.manager if known else ""
        is_asked = bool(above) and self._place_of(above) != OUTSIDE
        groups: dict[str, list[_Employee]] = {
            _MANAGER: [self.by_address.get(above) or self._without_row(above)] if is_asked else [],
            _PEER: [one for one in self.under.get(above, ()) if one.email in self.under],
            _TEAM: self.under[address],
        }
        seen = {address}
        for group, people in groups.items():
            for one in people if group in self.groups else ():
                entry = self._rater(one, group)
                if entry.identity not in seen:
                    seen.add(entry.identity)
                    yield entry

    def _rater(self, one: _Employee, group: str) -> RaterEntry:
        return RaterEntry(
            name=one.name,
            group=group,
            email=one.email or None,
            own_number=None if one.email else one.employee_id,
            language=self.language,
            workplace=one.workplace,
        )


def _employee(columns: Columns, line: Line) -> _Employee:
    manager = read_address(columns.cell(line, "manager_email"))
    return _Employee(
        number=line.number,
        name=whole_name(partial(columns.cell, line), ""),
        email=read_address(columns.cell(line, "email")),
        manager=manager,
        manager_name=as_spoken(columns.cell(line, "manager_name"), manager),
        title=columns.cell(line, "title"),
        workplace=columns.cell(line, "workplace"),
        employee_id=read_number(columns.cell(line, "employee_id")),
    )


def _row_faults(read: ReadRows) -> Iterator[Notice]:
    for line in read.lines:
        yield from _faults(read.columns, line, read.told.get(line.number, frozenset()))


def _faults(columns: Columns, line: Line, told: frozenset[str]) -> Iterator[Notice]:
    found = dict(faulty_cells(columns, line, told))
    cell = partial(columns.cell, line)
    is_error = any(fault.code == Damage.ERROR for fault in found.values())
    if not (told or is_error or cell("employee_id") or _holds_address(columns, line)):
        shown = ", ".join(filter(None, line.cells))[:80]
        yield Notice("row-nobody", line.number, values={"value": shown})
        return
    yield from found.values()
    told |= found.keys()
    if not whole_name(cell, "") and told.isdisjoint(_NAMED_IN):
        yield Notice("value-missing", line.number, columns.heading("name"))
    if not (cell("email") or cell("employee_id")) and told.isdisjoint(_KNOWN_BY):
        yield Notice("employee-unknown", line.number, columns.heading("email"))
    for column in ("email", "manager_email"):
        text = cell(column)
        if text and column not in told and not is_address(read_address(text)):
            yield wrong_address(text, line.number, columns.heading(column))


def _holds_address(columns: Columns, line: Line) -> bool:
    return any("@" in columns.cell(line, column) for column in columns.places)
