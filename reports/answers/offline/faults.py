"""Collect the faults of a file of responses, so that all of them are told at once."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from reports.errors import ReportsError

MOST_KEPT: Final = 100_000
"""A file of the wrong survey may have a fault in every cell; beyond these they are counted."""


@dataclass(frozen=True, slots=True)
class RowFault:
    """One fault: the row as a spreadsheet numbers it (1 is the header), the column, what."""

    row: int | None
    column: str | None
    what: str

    def __str__(self) -> str:
        """Return the fault on one line."""
        places = []
        if self.row is not None:
            places.append(f"row {self.row}")
        if self.column is not None:
            places.append(f"column {self.column}")
        return f"{', '.join(places)}: {self.what}" if places else self.what


class ResponsesFileError(ReportsError):
    """A file of responses has faults; `faults` holds them, `uncounted` says how many more."""

    def __init__(self, name: str, found: FaultList) -> None:
        """Keep the faults in the order of the file."""
        self.faults = tuple(sorted(found.faults, key=lambda fault: fault.row or 0))
        self.unlisted = found.unlisted
        sentences = [f"{name}: {fault}" for fault in self.faults]
        if self.unlisted:
            sentences.append(f"{name}: and {self.unlisted} more faults that are not listed")
        super().__init__(*sentences)


@dataclass(slots=True)
class FaultList:
    """The faults found so far."""

    faults: list[RowFault] = field(default_factory=list)
    unlisted: int = 0

    def add(self, what: str, *, row: int | None = None, column: str | None = None) -> None:
        """Note a fault."""
        if len(self.faults) < MOST_KEPT:
            self.faults.append(RowFault(row, column, what))
        else:
            self.unlisted += 1

    def __bool__(self) -> bool:
        """Tell whether anything was found."""
        return bool(self.faults)
