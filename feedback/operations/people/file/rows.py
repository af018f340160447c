"""Read each row of a people file by itself: addresses, group, language."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.cells import faulty_cells, wrong_address
from feedback.operations.people.file.notices import Notice
from feedback.operations.people.file.texts import PLACE
from feedback.operations.people.languages import languages_for
from feedback.operations.people.register import name_from_address
from feedback.text.addresses import is_address, read_address
from feedback.text.damaged import Damage
from feedback.text.names import as_spoken, read_number
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.table import Line
    from surveys.model import Survey

_LANGUAGE_NAMES: Final = {
    "svenska": "sv",
    "sve": "sv",
    "swe": "sv",
    "swedish": "sv",
    "lätt svenska": "sv-simple",
    "enkel svenska": "sv-simple",
    "lättläst svenska": "sv-simple",
    "lättläst": "sv-simple",
    "sv-lätt": "sv-simple",
    "engelska": "en",
    "eng": "en",
    "english": "en",
    "finska": "fi",
    "fin": "fi",
    "finnish": "fi",
    "suomi": "fi",
    "ukrainska": "uk",
    "ukr": "uk",
    "ukrainian": "uk",
    "українська": "uk",
    "arabiska": "ar",
    "ara": "ar",
    "arabic": "ar",
    "العربية": "ar",
    "somaliska": "so",
    "som": "so",
    "somali": "so",
    "soomaali": "so",
}


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row as it was meant; what could not be read is empty and told as a fault."""

    number: int
    leader_email: str
    leader_name: str
    leader_title: str
    workplace: str
    coach_email: str
    rater_email: str
    rater_name: str
    rater_id: str
    group: str
    language: str
    rater_workplace: str = ""
    approver_email: str = ""

    @property
    def rater(self) -> str:
        """What tells this rater from others: the address, or the slip's number."""
        return self.rater_email or (f"#{self.rater_id}" if self.rater_id else "")


def whole_name(cell: Callable[[str], str], prefix: str) -> str:
    """Return a whole name, which may stand in two columns."""
    if name := cell(f"{prefix}name"):
        return as_spoken(name, read_address(cell(f"{prefix}email")))
    return " ".join(filter(None, (cell(f"{prefix}first_name"), cell(f"{prefix}last_name"))))


class RowReader:
    """Reads rows with one survey's groups and languages, and collects their faults."""

    def __init__(
        self, columns: Columns, survey: Survey, told: Mapping[int, frozenset[str]]
    ) -> None:
        """Prepare what groups and languages may be called; of what is told no more is told."""
        self.columns = columns
        self.faults: list[Notice] = []
        self._told_before = told
        self._told: frozenset[str] = frozenset()
        self._survey = survey
        self._groups = _group_names(survey)
        self._languages = _language_names(survey)
        self._own_group = next((g.key for g in survey.groups if g.kind is GroupKind.SELF), None)

    def read(self, line: Line) -> ParsedRow:
        """Return a row; its faults are collected."""
        cell = self._cells_of(line)
        self._told = self._told_before.get(line.number, frozenset())
        found = dict(faulty_cells(self.columns, line, self._told))
        if not self._told and self._is_about_nobody(line, found.values()):
            shown = ", ".join(filter(None, line.cells))[:80]
            self.faults.append(Notice("row-nobody", line.number, values={"value": shown}))
            self._told = frozenset(self.columns.places)
        else:
            self.faults += found.values()
            self._told |= found.keys()
        leader_name = whole_name(cell, "leader_")
        rater_name = whole_name(cell, "rater_")
        names_nobody = not (cell("rater_email") or cell("rater_id") or rater_name)
        is_leader_only = names_nobody and not cell("group")
        leader_email = self._address(line, "leader_email", is_required=True)
        if not leader_name:
            self._fault("value-missing", line, "leader_name")
        group = "" if is_leader_only else self._group(line)
        rater_email = self._address(line, "rater_email")
        rater_id = "" if rater_email else read_number(cell("rater_id"))
        if names_nobody and group == self._own_group:
            rater_email = leader_email  # a row `self` needs no address: it is the leader's
        elif not is_leader_only:
            self._check_rater(line, named=bool(rater_name))
        return ParsedRow(
            number=line.number,
            leader_email=leader_email,
            leader_name=leader_name,
            leader_title=cell("leader_title"),
            workplace=cell("workplace"),
            coach_email=self._address(line, "coach_email"),
            rater_email=rater_email,
            rater_name=rater_name or name_from_address(rater_email),
            rater_id=rater_id,
            group=group,
            language=self._language(line),
            rater_workplace=cell("rater_workplace"),
            approver_email=self._address(line, "approver_email"),
        )

    def _is_about_nobody(self, line: Line, found: Iterable[Notice]) -> bool:
        """Tell whether this is a remark, headings once more: one fault, not one a cell."""
        if any(fault.code == Damage.ERROR for fault in found):
            return False
        read = (self.columns.cell(line, column) for column in self.columns.places)
        return not any("@" in text for text in read) and not self._known_group(line)

    def _known_group(self, line: Line) -> str | None:
        text = self.columns.cell(line, "group")
        return self._groups.get(text.casefold()) or self._groups.get(_plain(text))

    def _cells_of(self, line: Line) -> Callable[[str], str]:
        def cell(column: str) -> str:
            return "" if column in self._told else self.columns.cell(line, column)

        return cell

    def _address(self, line: Line, column: str, *, is_required: bool = False) -> str:
        text = self.columns.cell(line, column)
        if not text:
            if is_required:
                self._fault("value-missing", line, column)
            return ""
        address = read_address(text)
        if is_address(address):
            return address
        if column not in self._told:
            self.faults.append(wrong_address(text, line.number, self.columns.heading(column)))
        return ""

    def _check_rater(self, line: Line, *, named: bool) -> None:
        if self.columns.cell(line, "rater_email"):
            return
        if not self.columns.cell(line, "rater_id"):
            self._fault("rater-unknown", line, "rater_email")
        elif not named:
            self._fault("value-missing", line, "rater_name")

    def _group(self, line: Line) -> str:
        text = self.columns.cell(line, "group")
        if not text:
            self._fault("value-missing", line, "group")
            return ""
        key = self._known_group(line)
        if key is None:
            names = {language: _what_to_write(self._survey, language) for language in PLACE}
            self._fault("group-unknown", line, "group", value=text, groups=names)
        return key or ""

    def _language(self, line: Line) -> str:
        text = self.columns.cell(line, "language")
        if not text:
            return ""
        written = _plain(text.replace("_", "-"))
        # Whoever writes the country besides, as in en-GB, means the language.
        spellings = (written, re.split(r"[-\s(]", written, maxsplit=1)[0])
        key = next((found for one in spellings if (found := self._languages.get(one))), None)
        if key is None:
            names = ", ".join(sorted(set(self._languages.values())))
            self._fault("language-unknown", line, "language", value=text, languages=names)
        return key or ""

    def _fault(self, code: str, line: Line, column: str, **values: object) -> None:
        if column in self._told:
            return  # one fault a cell: what is no value is no wrong value besides
        heading = self.columns.heading(column)
        self.faults.append(Notice(code, line.number, heading, values))


def _plain(text: str) -> str:
    """Return a word without the signs around it, or the number before it."""
    return re.sub(r"^(?:\W*[0-9]{1,2}[.):]\s*)?\W*|\W+$", "", text).casefold()


def _group_names(survey: Survey) -> dict[str, str]:
    names: dict[str, str] = {}
    for group in survey.groups:
        for name in (group.key, *group.label.values(), *group.also):
            names.setdefault(name.casefold(), group.key)
    return names


def _language_names(survey: Survey) -> dict[str, str]:
    known = languages_for(survey)
    names = {language: language for language in known}
    return names | {name: key for name, key in _LANGUAGE_NAMES.items() if key in known}


def _what_to_write(survey: Survey, language: str) -> str:
    # Leaders are added by themselves, so nobody needs to write the leader's own group.
    return ", ".join(
        survey.text(group.label, language)
        for group in survey.groups
        if group.kind is not GroupKind.SELF
    )
