"""What is to be said about a people file: where, what is wrong, what would be right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Final, TypeVar

from feedback.errors import InputError
from feedback.operations.people.file.texts import PLACE, TEXTS

T = TypeVar("T")

MOST_TOLD: Final = 1000
"""Faults that are told of one file; who has put these right will hear of the others."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One fault or one piece of advice; row 0 is the file as a whole.

    A value that reads otherwise in Swedish than in English is a mapping by language.
    """

    code: str
    row: int = 0
    column: str = ""
    values: Mapping[str, object] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Say it in Swedish or English, with its place."""
        spoken = "en" if language == "en" else "sv"
        values = {
            name: value[spoken] if isinstance(value, Mapping) else value
            for name, value in self.values.items()
        }
        words = TEXTS[self.code][spoken].format(**values)
        if not self.row:
            return words
        place = PLACE[spoken]["cell" if self.column else "row"]
        where = place.format(row=self.row, column=self.column)
        return f"{where}: {words}"


class PeopleFileError(InputError):
    """A people file has faults; nothing of it was taken."""

    def __init__(self, notices: list[Notice], *, advice: Sequence[Notice] = ()) -> None:
        """Keep every fault, in the order of rows, and what is no fault but was noticed besides."""
        self.advice = tuple(advice)
        told = sorted(notices, key=lambda notice: notice.row)[:MOST_TOLD]
        more = len(notices) - len(told)
        self.notices = told + [Notice("more-faults", values={"told": len(told)})][: more > 0]
        super().__init__([notice.text("sv") for notice in self.notices])


def first_told(notices: Iterator[T]) -> list[T]:
    """Return as many as are told, and one more if there are more."""
    return list(islice(notices, MOST_TOLD + 1))
