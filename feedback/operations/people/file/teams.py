"""Build teams from the staff register's own list: employee, address, manager's address.

Whoever is somebody's manager is a leader; the team are those who have the leader as
manager, the peers are the other managers under the same manager.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedback.operations.people.addresses import is_address, read_address, suggestion_for
from feedback.operations.people.file.headings import find_columns
from feedback.operations.people.file.notices import Notice, PeopleFileError
from feedback.operations.people.file.reading import PeopleFile, read_table
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from feedback.operations.people.register import name_from_address

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.table import Line
    from surveys.model import Survey

NAMES: Final[dict[str, tuple[str, ...]]] = {
    "name": ("employee", "namn", "anställd", "medarbetare", "förnamn efternamn"),
    "email": ("e-mail", "e-post", "e-post anställd", "medarbetarens e-post", "e-post medarbetare"),
    "manager_email": (
        "manager e-mail",
        "chefens e-post",
        "chef e-post",
        "e-post chef",
        "närmaste chefs e-post",
        "chef",
        "närmaste chef",
    ),
    "title": ("title", "titel", "befattning", "yrke"),
    "unit": ("unit", "enhet", "arbetsplats", "förvaltning", "organisation", "verksamhet"),
    "employee_id": ("employee id", "anställningsnummer", "anställningsnr", "löpnummer"),
}
"""Each column's headings; the first is English, the next the usual Swedish one."""

_REQUIRED: Final = (("name",), ("email", "employee_id"), ("manager_email",))
_MANAGER, _PEER, _TEAM = "manager", "peer", "team"


@dataclass(frozen=True, slots=True)
class _Employee:
    number: int
    name: str
    email: str
    manager: str
    title: str
    unit: str
    employee_id: str


def read_teams(content: bytes, survey: Survey, *, leaders: Collection[str] = ()) -> PeopleFile:
    """Return the leaders of a staff list with their teams; raise PeopleFileError with every fault.

    Only some of the managers, if their addresses are given. Groups that the survey does not
    have are left out.
    """
    table = read_table(content)
    lines = [line for line in table.lines if not line.is_empty]
    if not lines:
        raise PeopleFileError([Notice("empty")])
    columns, faults, advice = find_columns(lines, NAMES, _REQUIRED)
    if faults:
        raise PeopleFileError([*table.faults, *faults])
    rows = [line for line in lines if line.number > columns.row]
    faults = [*table.faults, *(fault for line in rows for fault in _faults(columns, line))]
    staff = [_employee(columns, line) for line in rows]
    by_address = {one.email: one for one in reversed(staff) if one.email}
    faults += [
        Notice("employee-twice", one.number, values={"address": one.email})
        for one in staff
        if one.email and by_address[one.email] is not one
    ]
    wanted = {read_address(address) for address in leaders}
    managers = {one.manager for one in staff if one.manager}
    faults += [
        Notice("manager-unknown", values={"address": address})
        for address in sorted(wanted - managers)
    ]
    if not managers:
        faults.append(Notice("empty"))
    if faults:
        raise PeopleFileError(faults)
    chosen = sorted(wanted or managers)
    advice += table.advice
    advice += [
        Notice("manager-not-listed", values={"leader": address})
        for address in chosen
        if address not in by_address
    ]
    made = _Teams(staff, by_address, {group.key for group in survey.groups}, survey)
    return PeopleFile(PeopleList(tuple(made.of(address) for address in chosen)), tuple(advice))


class _Teams:
    """Everybody by manager, for building one leader after the other."""

    def __init__(
        self,
        staff: Iterable[_Employee],
        by_address: dict[str, _Employee],
        groups: set[str],
        survey: Survey,
    ) -> None:
        """Sort everybody under their manager."""
        self.by_address, self.groups = by_address, groups
        self.language = survey.default_language
        self.under: dict[str, list[_Employee]] = defaultdict(list)
        for one in staff:
            if one.manager and one.manager != one.email:
                self.under[one.manager].append(one)

    def of(self, address: str) -> LeaderEntry:
        """Return a leader with manager, peers and team."""
        known = self.by_address.get(address)
        return LeaderEntry(
            email=address,
            name=known.name if known else name_from_address(address),
            title=known.title if known else "",
            unit=known.unit if known else "",
            language=self.language,
            raters=tuple(self._raters(address, known)),
            approver_email=known.manager or None if known and known.manager != address else None,
        )

    def _raters(self, address: str, known: _Employee | None) -> Iterator[RaterEntry]:
        above = known.manager if known else ""
        groups: dict[str, list[_Employee]] = {
            _MANAGER: [self.by_address[above]] if above in self.by_address else [],
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
            rater_id=None if one.email else one.employee_id,
            language=self.language,
            workplace=one.unit,
        )


def _employee(columns: Columns, line: Line) -> _Employee:
    return _Employee(
        number=line.number,
        name=columns.cell(line, "name"),
        email=read_address(columns.cell(line, "email")),
        manager=read_address(columns.cell(line, "manager_email")),
        title=columns.cell(line, "title"),
        unit=columns.cell(line, "unit"),
        employee_id=columns.cell(line, "employee_id"),
    )


def _faults(columns: Columns, line: Line) -> Iterator[Notice]:
    if not columns.cell(line, "name"):
        yield Notice("value-missing", line.number, columns.heading("name"))
    if not (columns.cell(line, "email") or columns.cell(line, "employee_id")):
        yield Notice("employee-unknown", line.number, columns.heading("email"))
    for column in ("email", "manager_email"):
        text = columns.cell(line, column)
        address = read_address(text)
        if text and not is_address(address):
            guess = suggestion_for(address)
            values = {"value": text, "suggestion": f" {guess}?" if guess else ""}
            yield Notice("address-wrong", line.number, columns.heading(column), values)
