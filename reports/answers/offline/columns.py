"""Find what each column of a file of responses holds, from its first row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from unicodedata import normalize as normalise

if TYPE_CHECKING:
    from reports.answers.offline.faults import FaultList
    from surveys.model import Survey

GROUP: Final = "group"
RATER: Final = "rater"
MODULE: Final = "module"
DATE: Final = "date"
DRAWN: Final = "drawn"


@dataclass(frozen=True, slots=True)
class ColumnPlaces:
    """Where everything stands: positions in a row."""

    names: tuple[str, ...]
    subject: int  # the column is called by what the survey is about: leader, team, event
    group: int | None  # None where the survey has one group and the file does not name it
    rater: int | None
    module: int | None  # of an occasion: what it belongs to
    date: int | None
    drawn: int | None  # whether it came by a code that anybody present could draw
    items: tuple[tuple[str, int], ...]  # key and position of those found, in the survey's order
    questions: tuple[tuple[str, int], ...]  # question key and position, where there is one

    @property
    def width(self) -> int:
        """How many cells a row must have."""
        return len(self.names)


def column_names(header: list[str]) -> tuple[str, ...]:
    """Return what the columns are called, however the letters of a name are put together."""
    return tuple(normalise("NFC", name.strip()) for name in header)


def find_columns(header: list[str], survey: Survey, found: FaultList) -> ColumnPlaces | None:
    """Return the columns, noting every fault of the first row; None if rows can't be read."""
    names = column_names(header)
    place = _places(names, survey, found)
    items = [item.key for item in survey.items]
    needed = needed_columns(survey)
    missing = [name for name in (*needed, *items) if name not in place]
    for name in missing:
        found.add("this column is missing", row=1, column=name)
    if not set(needed).isdisjoint(missing):
        return None
    return ColumnPlaces(
        names=names,
        subject=place[survey.subject],
        group=place.get(GROUP),
        rater=place.get(RATER),
        module=place.get(MODULE) if survey.kind.is_occasion else None,
        date=place.get(DATE) if survey.kind.is_occasion else None,
        drawn=place.get(DRAWN) if survey.kind.in_tree else None,
        items=tuple((key, place[key]) for key in items if key in place),
        questions=tuple((one.key, place[one.key]) for one in survey.questions if one.key in place),
    )


def needed_columns(survey: Survey) -> tuple[str, ...]:
    """Return the columns that say who is rated by whom, and that no file lacks."""
    named = [survey.subject]
    named += [MODULE] if survey.kind.is_occasion else []
    named += [GROUP] if len(survey.groups) > 1 else []
    return tuple(named)


def _places(names: tuple[str, ...], survey: Survey, found: FaultList) -> dict[str, int]:
    """Return the position of each known column; names differ in case only by accident."""
    known = [survey.subject, GROUP, RATER]
    known += [MODULE, DATE] if survey.kind.is_occasion else []
    known += [DRAWN] if survey.kind.in_tree else []
    known += [item.key for item in survey.items]
    known += [question.key for question in survey.questions]
    by_folded = {name.casefold(): name for name in known}
    place: dict[str, int] = {}
    for position, name in enumerate(names):
        meant = name if name in known else by_folded.get(name.casefold())
        if meant is None:
            what = "no item or question of the survey has this key" if name else "it has no name"
            found.add(what, row=1, column=name or str(position + 1))
        elif meant in place:
            found.add("this column stands there twice", row=1, column=meant)
        else:
            place[meant] = position
    return place
