"""Read each row of a people file by itself: addresses, group, language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedback.operations.people.addresses import is_address, read_address, suggestion_for
from feedback.operations.people.file.notices import Notice
from feedback.operations.people.file.texts import PLACE
from feedback.operations.people.languages import languages_for
from feedback.operations.people.register import name_from_address
from surveys.model import GroupKind

if TYPE_CHECKING:
    from collections.abc import Callable

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.table import Line
    from surveys.model import Survey

_LANGUAGE_NAMES: Final = {
    "svenska": "sv",
    "swedish": "sv",
    "lätt svenska": "sv-simple",
    "enkel svenska": "sv-simple",
    "lättläst svenska": "sv-simple",
    "lättläst": "sv-simple",
    "sv-lätt": "sv-simple",
    "engelska": "en",
    "english": "en",
    "finska": "fi",
    "finnish": "fi",
    "suomi": "fi",
}


@dataclass(frozen=True, slots=True)
class ParsedRow:
    """One row as it was meant; what could not be read is empty and told as a fault."""

    number: int
    leader_email: str
    leader_name: str
    leader_title: str
    unit: str
    coach_email: str
    rater_email: str
    rater_name: str
    rater_id: str
    group: str
    language: str
    rater_unit: str = ""
    approver_email: str = ""

    @property
    def rater(self) -> str:
        """What tells this rater from others: the address, or the slip's number."""
        return self.rater_email or (f"#{self.rater_id}" if self.rater_id else "")


class RowReader:
    """Reads rows with one survey's groups and languages, and collects their faults."""

    def __init__(self, columns: Columns, survey: Survey) -> None:
        """Prepare what groups and languages may be called."""
        self.columns = columns
        self.faults: list[Notice] = []
        self._survey = survey
        self._groups = _group_names(survey)
        self._languages = _language_names(survey)
        self._own_group = next((g.key for g in survey.groups if g.kind is GroupKind.SELF), None)

    def read(self, line: Line) -> ParsedRow:
        """Return a row; its faults are collected."""
        cell = self._cells_of(line)
        names_nobody = not (cell("rater_email") or cell("rater_id") or cell("rater_name"))
        is_leader_only = names_nobody and not cell("group")
        leader_email = self._address(line, "leader_email", is_required=True)
        if not cell("leader_name"):
            self._fault("value-missing", line, "leader_name")
        group = "" if is_leader_only else self._group(line)
        rater_email = self._address(line, "rater_email")
        rater_id = "" if rater_email else cell("rater_id")
        if names_nobody and group == self._own_group:
            rater_email = leader_email  # a row `self` needs no address: it is the leader's
        elif not is_leader_only:
            self._check_rater(line, named=bool(cell("rater_name")))
        return ParsedRow(
            number=line.number,
            leader_email=leader_email,
            leader_name=cell("leader_name"),
            leader_title=cell("leader_title"),
            unit=cell("unit"),
            coach_email=self._address(line, "coach_email"),
            rater_email=rater_email,
            rater_name=cell("rater_name") or name_from_address(rater_email),
            rater_id=rater_id,
            group=group,
            language=self._language(line),
            rater_unit=cell("rater_unit"),
            approver_email=self._address(line, "approver_email"),
        )

    def _cells_of(self, line: Line) -> Callable[[str], str]:
        return lambda column: self.columns.cell(line, column)

    def _address(self, line: Line, column: str, *, is_required: bool = False) -> str:
        text = self.columns.cell(line, column)
        if not text:
            if is_required:
                self._fault("value-missing", line, column)
            return ""
        address = read_address(text)
        if is_address(address):
            return address
        guess = suggestion_for(address)
        self._fault(
            "address-wrong", line, column, value=text, suggestion=f" {guess}?" if guess else ""
        )
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
        key = self._groups.get(text.casefold())
        if key is None:
            names = {language: _what_to_write(self._survey, language) for language in PLACE}
            self._fault("group-unknown", line, "group", value=text, groups=names)
        return key or ""

    def _language(self, line: Line) -> str:
        text = self.columns.cell(line, "language")
        if not text:
            return ""
        key = self._languages.get(text.casefold().replace("_", "-"))
        if key is None:
            names = ", ".join(sorted(set(self._languages.values())))
            self._fault("language-unknown", line, "language", value=text, languages=names)
        return key or ""

    def _fault(self, code: str, line: Line, column: str, **values: object) -> None:
        heading = self.columns.heading(column)
        self.faults.append(Notice(code, line.number, heading, values))


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
        f"{survey.text(group.label, language)} ({group.key})"
        for group in survey.groups
        if group.kind is not GroupKind.SELF
    )
