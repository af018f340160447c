"""Read XLSX without trusting it: values only, of the sheet that people see, and within bounds.

We read the XML ourselves: a library that makes objects of cells cannot be told where to stop,
and passes over what contradicts itself, so that a damaged file would lose rows in silence.
"""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.archive import (
    ROOT,
    WORKBOOK,
    Archive,
    damaged,
    other_kind,
    part_name,
)
from feedback.operations.people.file.number_formats import NumberFormats, number_formats
from feedback.operations.people.file.sheet_choosing import Sheet, chosen_sheet
from feedback.operations.people.file.sheet_reading import SheetReader, shared_strings
from feedback.operations.people.file.table import as_text
from feedback.operations.people.file.vocabulary import SEARCHED_LINES
from feedback.operations.people.file.xml_reading import check_part, events_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feedback.operations.people.file.budget import Budget
    from feedback.operations.people.file.table import RawTable
    from feedback.operations.people.file.vocabulary import Vocabulary

_XML: Final = (".xml", ".rels")
_TRUE: Final = frozenset({"1", "true"})


@dataclass(slots=True)
class _Contents:
    """What the workbook says that it holds."""

    from_1904: bool = False
    sheets: list[tuple[str, str, bool]] = field(default_factory=list)  # name, relation, hidden
    targets: dict[str, tuple[str, str]] = field(default_factory=dict)  # kind and part, by id

    def part(self, kind: str) -> str | None:
        """Return the workbook's one part of a kind."""
        return next((part for known, part in self.targets.values() if known == kind), None)

    def parts(self) -> list[tuple[str, str, bool]]:
        """Return name, part and whether it is hidden of each sheet with cells; charts have none."""
        found = []
        for name, relation, is_hidden in self.sheets:
            kind, part = self.targets.get(relation, ("", ""))
            if kind == "worksheet":
                found.append((name, part, is_hidden))
        return found


def read_xlsx(
    content: bytes, budget: Budget, vocabularies: Sequence[Vocabulary], said_sheet: str = ""
) -> RawTable:
    """Return the rows of the sheet with the list; raise PeopleFileError for what is no workbook."""
    archive = Archive(content, budget)
    names = archive.names
    workbook = _workbook_of(archive)
    relations = _relations_of(workbook)
    contents = _contents_of(archive, workbook, relations)
    # Some programs name parts that they leave out; a cell that refers to one is told by it.
    styles, strings = (
        part if (part := contents.part(kind)) in names else None
        for kind in ("styles", "sharedStrings")
    )
    sheets = contents.parts()
    if not sheets or not {part for _, part, _ in sheets} <= set(names):
        raise damaged()
    formats = NumberFormats()
    if styles:
        formats = number_formats(events_of(archive, styles), from_1904=contents.from_1904)
    texts = shared_strings(events_of(archive, strings), budget) if strings else []

    def table(part: str, most_lines: int | None = None) -> RawTable:
        reader = SheetReader(texts, formats, budget)
        return reader.table(events_of(archive, part), most_lines=most_lines)

    is_only = len(sheets) == 1 and not said_sheet
    found = [
        Sheet(name, part, is_hidden, () if is_only else table(part, SEARCHED_LINES).lines)
        for name, part, is_hidden in sheets
    ]
    chosen, advice = chosen_sheet(found, vocabularies, said_sheet)
    for name in names:
        if name not in {workbook, relations, styles, strings, chosen.part} and (
            name.lower().endswith(_XML)
        ):
            check_part(archive, name)
    names_of_sheets = tuple(sheet.name for sheet in found)
    return replace(table(chosen.part), advice=advice, sheets=names_of_sheets, sheet=chosen.name)


def _workbook_of(archive: Archive) -> str:
    """Return the part that is the workbook: nearly always the same, or as the package says."""
    if WORKBOOK in archive.names:
        return WORKBOOK
    for name, attributes, _ in events_of(archive, ROOT):
        if name == "Relationship" and attributes is not None:
            part = part_name(attributes.get("Target", ""))
            if attributes.get("Type", "").endswith("/officeDocument") and part in archive.names:
                return part
    raise other_kind("ZIP")


def _relations_of(workbook: str) -> str:
    folder, base = posixpath.split(workbook)
    return posixpath.join(folder, "_rels", f"{base}.rels")


def _contents_of(archive: Archive, workbook: str, relations: str) -> _Contents:
    contents = _Contents()
    folder = posixpath.join("/", posixpath.dirname(workbook))
    for name, attributes, _ in events_of(archive, workbook):
        if attributes is None:
            continue
        if name == "workbookPr":
            contents.from_1904 = attributes.get("date1904", "") in _TRUE
        elif name == "sheet":
            relation = next((one for key, one in attributes.items() if key.endswith(":id")), "")
            is_hidden = attributes.get("state", "visible") != "visible"
            title = as_text(attributes.get("name")) or f"#{len(contents.sheets) + 1}"
            contents.sheets.append((title, relation, is_hidden))
    for name, attributes, _ in events_of(archive, relations):
        if name == "Relationship" and attributes is not None:
            kind = attributes.get("Type", "").rpartition("/")[2]
            target = attributes.get("Target", "").replace("\\", "/")
            part = part_name(posixpath.normpath(posixpath.join(folder, target)))
            contents.targets[attributes.get("Id", "")] = (kind, part)
    return contents
