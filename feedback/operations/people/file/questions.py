"""What a file leaves open, and what people answer: which sheet, hidden rows, which letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import PeopleFileError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from feedback.operations.people.file.notices import Notice

TAKE: Final = "take"
LEAVE: Final = "leave"
NOWHERE: Final = "-"
_MOST_ROWS_NAMED: Final = 12


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """How a file is to be read where it can be read in several ways; empty: nobody has said."""

    sheet: str = ""
    encoding: str = ""
    hidden_rows: str = ""
    hidden_columns: str = ""
    leader_above: str = ""
    columns: str = ""  # group=H,rater_email=D; what the file has not: group=-


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be given; its label is the file's own words, or empty for ours."""

    value: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A column that is looked for, what it is called in each language, and which it may be."""

    column: str
    called: Mapping[str, str]
    guess: str = ""


TAKE_OR_LEAVE: Final = (Choice(TAKE), Choice(LEAVE))


class AmbiguousFileError(PeopleFileError):
    """A file can be read in several ways; nothing of it was taken before somebody says which."""

    def __init__(
        self,
        about: str,
        notice: Notice,
        choices: tuple[Choice, ...],
        *,
        wanted: tuple[Wanted, ...] = (),
        faults: Sequence[Notice] = (),
    ) -> None:
        """Keep which of the `Answers` is wanted, the question in words, and what can be said.

        What is wanted is asked about column by column, with the same choices. Faults are
        what is told where nobody can be asked.
        """
        super().__init__([*faults] or [notice])
        self.about, self.notice, self.choices, self.wanted = about, notice, choices, wanted


def some_rows(rows: Sequence[int]) -> str:
    """Return the numbers of the rows that a question is about, as many as one reads."""
    more = " …" if len(rows) > _MOST_ROWS_NAMED else ""
    return ", ".join(map(str, rows[:_MOST_ROWS_NAMED])) + more
