"""Ask which columns hold what is needed, where their headings do not say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.headings import called, nearest
from feedback.operations.people.file.notices import Notice
from feedback.operations.people.file.questions import (
    NOWHERE,
    AmbiguousFileError,
    Choice,
    Wanted,
)
from feedback.operations.people.file.table import letters_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feedback.operations.people.file.headings import Columns
    from feedback.operations.people.file.table import Line
    from feedback.operations.people.file.vocabulary import Vocabulary

_MOST_CHOICES: Final = 40
_LOOKED_AT: Final = 50
_MOST_SHOWN: Final = 3
_LONGEST_SHOWN: Final = 60
_SOME_GROUPS: Final = range(2, 9)


def said_columns(answer: str) -> dict[str, str]:
    """Return what somebody has said of columns: letters by column.

    >>> said_columns("group=H,rater_email=-")
    {'group': 'H', 'rater_email': '-'}
    """
    pairs = (part.partition("=") for part in answer.split(",") if "=" in part)
    return {column.strip(): letters.strip().upper() for column, _, letters in pairs}


def places_of(said: dict[str, str], lines: Sequence[Line]) -> dict[str, int]:
    """Return the places of the columns that somebody has named, as far as there are such."""
    width = max((len(line.cells) for line in lines), default=0)
    places = {letters_of(place + 1): place for place in range(width)}
    return {column: places[letters] for column, letters in said.items() if letters in places}


def question_of_columns(
    lines: Sequence[Line],
    columns: Columns,
    vocabulary: Vocabulary,
    faults: Sequence[Notice],
    *,
    advice: Sequence[Notice],
) -> AmbiguousFileError | None:
    """Return what to ask; None where nothing looks like a list, or something else is wrong.

    Where nobody can be asked, the faults are told, and before them the advice on the table.
    """
    if {fault.code for fault in faults} - {"column-missing", "headings-unknown"}:
        return None
    heading = next(line for line in lines if line.number == columns.row)
    below = [line for line in lines if line.number > columns.row][:_LOOKED_AT]
    values = {
        place: found
        for place, found in enumerate(_columns_of(heading, below))
        if place not in columns.places.values() and found
    }
    holds_addresses = any("@" in value for line in below for value in line.cells)
    if len(values) + len(columns.places) <= 1 or not holds_addresses or "@" in str(heading.cells):
        return None
    choices = tuple(
        Choice(letters_of(place + 1), _said(place, heading, found))
        for place, found in [*values.items()][:_MOST_CHOICES]
    )
    headings = {place: heading.cells[place] for place in values if place < len(heading.cells)}
    wanted = []
    for column in vocabulary.lacking(columns.places):
        guess = _guess(column, vocabulary, headings, values)
        letters = ""
        if guess is not None:
            letters = letters_of(guess + 1)
            del values[guess]  # one column is not guessed twice
        wanted.append(Wanted(column, called(column, vocabulary), letters))
    return AmbiguousFileError(
        "columns",
        Notice("columns-which"),
        (*choices, Choice(NOWHERE)),
        wanted=tuple(wanted),
        faults=[*advice, *faults],
    )


def _columns_of(heading: Line, below: Sequence[Line]) -> Iterator[list[str]]:
    for place in range(max(len(line.cells) for line in (heading, *below))):
        yield [line.cells[place] for line in below if place < len(line.cells) and line.cells[place]]


def _said(place: int, heading: Line, values: Sequence[str]) -> str:
    name = heading.cells[place] if place < len(heading.cells) else ""
    shown = ", ".join(value[:_LONGEST_SHOWN] for value in [*dict.fromkeys(values)][:_MOST_SHOWN])
    return f"{letters_of(place + 1)}: {name} ({shown} …)"


def _guess(
    column: str,
    vocabulary: Vocabulary,
    headings: dict[int, str],
    values: dict[int, list[str]],
) -> int | None:
    """Return the place of the column that is meant, by its heading or else by what stands there."""
    left = {place: heading for place, heading in headings.items() if place in values}
    near = nearest(vocabulary.names[column], [*left.values()])
    if near:
        return next(place for place, heading in left.items() if heading == near)
    fitting = [place for place, found in values.items() if _fits(column, found)]
    return fitting[0] if len(fitting) == 1 else None


def _fits(column: str, values: Sequence[str]) -> bool:
    with_address = sum("@" in value for value in values)
    if column.endswith("email"):
        return with_address * 2 > len(values)
    if with_address:
        return False
    if column == "group":
        return len({*values}) in _SOME_GROUPS and len({*values}) < len(values)
    return column.endswith("name") and all(" " in value for value in values)
