"""What the columns of a file were taken for, how sure that is, and what else they may be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from feedback.operations.people.file.heading_words import words_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from feedback.operations.people.file.table import Line
    from feedback.operations.people.file.uploads import ReadUpload
    from feedback.operations.people.file.vocabulary import Vocabulary

_SAMPLES: Final = 3
_LOOKED_AT: Final = 50
_LONGEST_SAMPLE: Final = 40
_OPTIONAL: Final = ("title", "leader_title", "workplace", "employee_id", "rater_id")


class Certainty(StrEnum):
    """How sure it is what a column means."""

    SURE = "sure"
    LIKELY = "likely"
    UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class GuessedColumn:
    """A column of the file, by its place from 0, with some of the values that stand in it."""

    place: int
    heading: str
    samples: tuple[str, ...]
    meaning: str
    certainty: Certainty


def guessed_columns(read: ReadUpload) -> list[GuessedColumn]:
    """Return every column in which something stands, with what it is taken for."""
    lines = [line for line in read.mended.lines if not line.is_empty]
    vocabulary = read.vocabulary
    heading = next((line for line in lines if line.number == read.headings_row), None)
    # Before any column is known, the likeliest line of headings is shown.
    heading = heading or vocabulary.heading_line(lines)
    below = [line for line in lines if line.number > heading.number][:_LOOKED_AT]
    known = _known(read, vocabulary.meanings(heading))
    found: list[GuessedColumn] = []
    for place in range(max(len(line.cells) for line in (heading, *below))):
        words, samples = _cell(heading, place), tuple(_samples(below, place))
        if words or samples:
            meaning, certainty = known.get(place) or _probable(words, vocabulary, read, found)
            found.append(GuessedColumn(place, words, samples, meaning, certainty))
    return found


def _known(read: ReadUpload, by_heading: Mapping[int, str]) -> dict[int, tuple[str, Certainty]]:
    meant = {place: column for column, place in read.places.items()} or {**by_heading}
    return {
        place: (column, Certainty.SURE if by_heading.get(place) == column else Certainty.LIKELY)
        for place, column in meant.items()
    }


def _probable(
    words: str, vocabulary: Vocabulary, read: ReadUpload, found: Collection[GuessedColumn]
) -> tuple[str, Certainty]:
    """Return what an unread column may be: its heading names a thing that no other column has."""
    if read.upload.is_matched:
        return "", Certainty.UNREAD  # somebody has said that it is not read
    taken = {*read.places, *(one.meaning for one in found)}
    spelled = words_of(words)
    for column in _OPTIONAL:
        if column not in vocabulary.names or column in taken:
            continue
        names = [*vocabulary.names[column]]
        names += [name for name, meant in _loose(vocabulary) if column in meant]
        if any(len(one := words_of(name)) == 1 and one <= spelled for name in names):
            return column, Certainty.LIKELY
    return "", Certainty.UNREAD


def _loose(vocabulary: Vocabulary) -> Iterator[tuple[str, tuple[str, ...]]]:
    for words, columns in vocabulary.loose.items():
        yield " ".join(words), columns


def _samples(lines: Collection[Line], place: int) -> Iterator[str]:
    values = dict.fromkeys(value for line in lines if (value := _cell(line, place)))
    for value, _ in zip(values, range(_SAMPLES), strict=False):
        yield value[:_LONGEST_SAMPLE]


def _cell(line: Line, place: int) -> str:
    return line.cells[place] if place < len(line.cells) else ""
