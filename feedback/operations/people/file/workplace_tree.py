"""The tree of workplaces that a staff file tells: by paths, by levels, or by codes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import Notice
from feedback.operations.people.file.vocabulary import (
    EMPLOYEE_ADDRESSES,
    EMPLOYEE_IDS,
    EMPLOYEE_NAMES,
    FIRST_NAMES,
    LAST_NAMES,
    Vocabulary,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.sifting import ReadRows
    from feedback.operations.people.file.table import Line

DEEPEST: Final = 8
"""Levels below the organisation that a tree may have."""

_LEVELS: Final = tuple(f"level{number}" for number in range(1, DEEPEST + 1))
_NAMED_LEVELS: Final = {
    "level1": ("förvaltning", "administration"),
    "level2": ("avdelning", "department", "verksamhetsområde"),
    "level3": ("enhet", "unit"),
    "level4": ("arbetsplats", "workplace", "arbetsgrupp"),
}
_NAMES: Final[dict[str, tuple[str, ...]]] = {
    "name": EMPLOYEE_NAMES,
    "first_name": FIRST_NAMES,
    "last_name": LAST_NAMES,
    "email": EMPLOYEE_ADDRESSES,
    "employee_id": EMPLOYEE_IDS,
    "path": (
        "path",
        "sökväg",
        "organisatorisk tillhörighet",
        "organisation",
        "arbetsplats sökväg",
        "organisationsväg",
    ),
    "code": (
        "workplace code",
        "enhetskod",
        "arbetsplatskod",
        "organisationskod",
        "kod",
        "ansvarskod",
        "ansvar",
    ),
    "parent_code": (
        "parent code",
        "överordnad kod",
        "kod för överordnad",
        "överordnad enhetskod",
        "tillhör kod",
    ),
    "head": ("is head", "chef", "är chef", "chef för enheten", "head", "enhetschef", "ledare"),
    "protected": (
        "protected identity",
        "skyddad identitet",
        "skyddade personuppgifter",
        "skyddade uppgifter",
        "sekretessmarkering",
        "sekretess",
        "skyddad folkbokföring",
        "skyddad",
        "protected",
    ),
    **{
        level: (f"level {level[-1]}", f"nivå {level[-1]}", *_NAMED_LEVELS.get(level, ()))
        for level in _LEVELS
    },
}
"""Each column's headings; the first is English, the next the usual Swedish one."""

PLACED: Final = Vocabulary.of(
    _NAMES,
    (("name", "first_name"), ("email", "employee_id"), ("path", *_LEVELS, "parent_code")),
    {},
)
"""A staff register's list that says where everybody works."""

_SPACED: Final = re.compile(r"\s+(?:/|\\|>|»|\|)\s+")
_TIGHT: Final = re.compile(r"\s*[/\\>»|]\s*")

Names = tuple[str, ...]
"""What a workplace and all above it are called, from the top below the organisation down."""


@dataclass(slots=True)
class WorkplaceTree:
    """The workplaces of a file, by their names and by their codes."""

    codes: dict[Names, str] = field(default_factory=dict)
    by_code: dict[str, Names] = field(default_factory=dict)
    faults: list[Notice] = field(default_factory=list)
    places: dict[int, Names] = field(default_factory=dict)  # by the number of a row

    @classmethod
    def of(cls, read: ReadRows) -> WorkplaceTree:
        """Read where each row's workplace stands in the tree."""
        tree = cls()
        if "parent_code" in read.columns.places and "path" not in read.columns.places:
            tree._read_codes(read)
        else:
            tree._read_names(read)
        return tree

    def _read_names(self, read: ReadRows) -> None:
        paths = [read.columns.cell(line, "path") for line in read.lines]
        # Where paths are written with spaces, IT/Drift is the name of one workplace.
        between = _SPACED if any(map(_SPACED.search, paths)) else _TIGHT
        for line in read.lines:
            names = _names_in(read.columns, line, between)
            if not names:
                self._told(read, line, "workplace-missing")
            elif len(names) > DEEPEST:
                self._told(read, line, "workplace-deep", limit=DEEPEST)
            else:
                self.places[line.number] = names
                self._keep(read, line, names, read.columns.cell(line, "code"))
        for names in [*self.codes]:
            for above in range(1, len(names)):
                self.codes.setdefault(names[:above], "")

    def _keep(self, read: ReadRows, line: Line, names: Names, code: str) -> None:
        known = self.codes.get(names)
        if code and self.by_code.setdefault(code, names) != names:
            other = " / ".join(self.by_code[code])
            self._told(read, line, "workplace-code-twice", column="code", code=code, other=other)
        elif code and known and known != code:
            self._told(read, line, "workplace-two-codes", column="code", code=code, other=known)
        else:
            self.codes[names] = code or known or ""

    def _read_codes(self, read: ReadRows) -> None:
        columns = read.columns
        named: dict[str, str] = {}
        above: dict[str, str] = {}
        for line in read.lines:
            code = columns.cell(line, "code")
            if not code:
                self._told(read, line, "workplace-missing")
                continue
            name = next(
                (cell for one in reversed(_LEVELS) if (cell := columns.cell(line, one))), code
            )
            parent = columns.cell(line, "parent_code")
            if named.setdefault(code, name) != name or above.setdefault(code, parent) != parent:
                self._told(
                    read, line, "workplace-two-places", column="code", code=code, other=named[code]
                )
        paths = {code: self._path(code, named, above) for code in named}
        for line in read.lines:
            code = columns.cell(line, "code")
            names = paths.get(code, ())
            if not code:
                continue
            if not names:
                values = {"code": code, "parent": above[code]}
                self._told(read, line, "workplace-above-unknown", column="parent_code", **values)
            elif len(names) > DEEPEST:
                self._told(read, line, "workplace-deep", limit=DEEPEST)
            else:
                self.places[line.number] = names
                self._keep(read, line, names, code)

    @staticmethod
    def _path(code: str, named: Mapping[str, str], above: Mapping[str, str]) -> Names:
        """Return the names from the top down to a code; none where what is above is not found."""
        names: list[str] = []
        seen: set[str] = set()
        while code:
            if code in seen or code not in named:
                return ()
            seen.add(code)
            names.append(named[code])
            code = above[code]
        return tuple(reversed(names))

    def _told(
        self, read: ReadRows, line: Line, word: str, *, column: str = "", **values: object
    ) -> None:
        places = read.columns.places
        at = column or next((one for one in ("path", *_LEVELS, "code") if one in places), "")
        self.faults.append(Notice(word, line.number, read.columns.heading(at), values))


def _names_in(columns: Columns, line: Line, between: re.Pattern[str]) -> Names:
    if path := columns.cell(line, "path"):
        return tuple(filter(None, between.split(path)))
    return tuple(name for level in _LEVELS if (name := columns.cell(line, level)))
