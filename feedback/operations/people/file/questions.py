"""What a file leaves open, and what people answer: which sheet, hidden rows, which letters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.notices import PeopleFileError

if TYPE_CHECKING:
    from feedback.operations.people.file.notices import Notice

TAKE: Final = "take"
LEAVE: Final = "leave"


@dataclass(frozen=True, slots=True)
class Answers:
    """How a file is to be read where it can be read in several ways; empty: nobody has said."""

    sheet: str = ""
    encoding: str = ""
    hidden_rows: str = ""
    hidden_columns: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer that can be given; its label is the file's own words, or empty for ours."""

    value: str
    label: str = ""


TAKE_OR_LEAVE: Final = (Choice(TAKE), Choice(LEAVE))


class AmbiguousFileError(PeopleFileError):
    """A file can be read in several ways; nothing of it was taken before somebody says which."""

    def __init__(self, about: str, notice: Notice, choices: tuple[Choice, ...]) -> None:
        """Keep which of the `Answers` is wanted, the question in words, and what can be said."""
        super().__init__([notice])
        self.about, self.notice, self.choices = about, notice, choices
