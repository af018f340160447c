"""How the rows of the compare view are sorted: by a column that its heading names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable
    from fractions import Fraction

    from reports.shown.profile import ItemProfile, Profile, TraitProfile
    from reports.shown.scores import Score

Figured = TypeVar("Figured", "ItemProfile", "TraitProfile")

SURVEY: Final = "survey"
OWN: Final = "self"
OTHERS: Final = "others"
GAP: Final = "gap"


@dataclass(frozen=True, slots=True)
class Sorting:
    """By which column, and which end comes first; gaps count by their width, either way."""

    column: str = SURVEY
    is_descending: bool = True

    def asked_for(self, column: str) -> Sorting:
        """Return what a click on a heading asks for: the other end if it is sorted by it."""
        return Sorting(column, not (self.column == column and self.is_descending))

    def aria(self, column: str) -> str:
        """Return the value of `aria-sort` for a heading; empty where it does not sort."""
        if self.column != column:
            return ""
        return "descending" if self.is_descending else "ascending"

    def sorted(self, rows: Iterable[Figured], picture: Profile) -> list[Figured]:
        """Return the rows in this order; what has no figure comes last, ties as in the survey."""
        in_order = sorted(rows, key=lambda row: row.index)
        if self.column == SURVEY:
            return in_order
        sign = -1 if self.is_descending else 1
        values = [(row, _value(row, self.column, picture)) for row in in_order]
        shown = sorted(
            ((row, value) for row, value in values if value is not None),
            key=lambda pair: sign * pair[1],
        )
        return [row for row, _ in shown] + [row for row, value in values if value is None]


def sorting(column: str, direction: str, picture: Profile) -> Sorting:
    """Return the sorting that an address names; the survey's order for a column it has not."""
    known = {OWN, OTHERS, GAP, *column_keys(picture)}
    return Sorting(column, direction != "asc") if column in known else Sorting()


def column_keys(picture: Profile) -> tuple[str, ...]:
    """Return the names of the groups' columns in addresses, in the order of the table."""
    return tuple("+".join(column.groups) for column in (*picture.identified, *picture.blocks))


def _value(row: ItemProfile | TraitProfile, column: str, picture: Profile) -> Fraction | None:
    if column == GAP:
        return abs(row.gap.exact) if row.gap else None
    score = _score(row, column, picture)
    return score.exact if score else None


def _score(row: ItemProfile | TraitProfile, column: str, picture: Profile) -> Score | None:
    if column == OWN:
        return row.self_
    if column == OTHERS:
        return row.others
    place = column_keys(picture).index(column)
    return (*row.identified, *row.blocks)[place]
