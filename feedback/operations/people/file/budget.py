"""What reading one file may cost: cells, rows and time; who asks for more is refused."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import Notice, PeopleFileError

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 200
MOST_CELLS: Final = 1_500_000
"""Cells that are read, empty ones too: a small file can hold millions of these."""

LONGEST_SECONDS: Final = 20.0
"""Of the processor, for one file: the largest list that is taken needs a quarter of it."""


@dataclass(slots=True)
class Budget:
    """Counts what one file has cost so far.

    Time is the processor's for this thread: a busy machine refuses nobody's list.
    """

    clock: Callable[[], float]
    cells: int = field(default=0, init=False)
    rows: int = field(default=0, init=False)
    strings: int = field(default=0, init=False)
    _until: float = field(init=False)

    def __post_init__(self) -> None:
        """Start the clock."""
        self._until = self.clock() + LONGEST_SECONDS

    def check_time(self) -> None:
        """Refuse a file that takes too long."""
        if self.clock() > self._until:
            raise PeopleFileError([Notice("too-slow")])

    def spend_cells(self, count: int) -> None:
        """Count cells that are read; refuse too many."""
        self.cells += count
        if self.cells > MOST_CELLS:
            raise PeopleFileError([Notice("too-many-cells", values={"limit": MOST_CELLS})])

    def spend_string(self) -> None:
        """Count a text that cells may refer to; refuse more of them than of cells."""
        self.strings += 1
        if self.strings > MOST_CELLS:
            raise PeopleFileError([Notice("too-many-cells", values={"limit": MOST_CELLS})])

    def spend_row(self, width: int) -> None:
        """Count a row with something in it; refuse one too many, or one too wide."""
        self.rows += 1
        if self.rows > MOST_ROWS:
            raise PeopleFileError([Notice("too-many-rows", values={"limit": MOST_ROWS})])
        if width > MOST_COLUMNS:
            values = {"count": width, "limit": MOST_COLUMNS}
            raise PeopleFileError([Notice("too-many-columns", values=values)])
