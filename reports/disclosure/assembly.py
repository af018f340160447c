"""From arrays of a whole campaign to the frozen cells of each subject."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

import numpy as np

from reports.disclosure.agreement import CLASSES
from reports.disclosure.blocks import identified_groups, self_groups
from reports.disclosure.cells import shows_favourable, sorted_rows
from reports.release import Block, Cell, Identified, OthersCell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.answers.matrix import Responses
    from reports.disclosure.blocks import Blocks
    from reports.disclosure.cells import BlockCells, Bools, Ints, OthersCells, Setting
    from reports.release import Agreement

AGREEMENTS: Final[tuple[Agreement | None, ...]] = (*CLASSES, None)
"""The agreement classes by their codes in `reports.disclosure.cells`."""

T = TypeVar("T")
CellRow: TypeAlias = "tuple[Cell | None, ...]"


def blocks_per_subject(
    cells: BlockCells, blocks: Blocks, group_keys: Sequence[str]
) -> list[list[Block]]:
    """Return the finished blocks of every subject."""
    rows = _cell_rows(cells.n, cells.sum, cells.at_most, cells.agreement, cells.shown)
    result: list[list[Block]] = [[] for _ in blocks.plans]
    places = zip(blocks.subject.tolist(), blocks.place.tolist(), blocks.size.tolist(), strict=True)
    for (subject, place, size), row in zip(places, rows, strict=True):
        groups = tuple(group_keys[group] for group in blocks.plans[subject].blocks[place])
        result[subject].append(Block(groups=groups, n=size, cells=row))
    return result


def identified_per_subject(responses: Responses) -> list[list[Identified]]:
    """Return the answers shown by role, group by group, of every subject."""
    result: list[list[Identified]] = [[] for _ in responses.subjects]
    for group in identified_groups(responses.survey):
        rows = rows_of_groups(responses, (group,))
        answers = sorted_rows(responses, rows, responses.subject_codes[rows].astype(np.int64))
        size = len(responses.subjects)
        n = answers.summed(answers.answered, size)
        sums = answers.summed(answers.values, size)
        never = np.zeros_like(n)
        table = _cell_rows(n, sums, never, never + AGREEMENTS.index(None), n > 0)
        raters = np.bincount(answers.keys, minlength=size).tolist()
        key = responses.survey.groups[group].key
        for subject, cells in enumerate(table):
            if raters[subject]:
                result[subject].append(Identified(key, raters[subject], cells))
    return result


def self_ratings_per_subject(responses: Responses) -> list[tuple[int | None, ...]]:
    """Return the subjects' own keyed answers; None where they gave none."""
    rows = rows_of_groups(responses, self_groups(responses.survey))
    ratings = np.full((len(responses.subjects), responses.ratings.shape[1]), -1, dtype=np.int64)
    ratings[responses.subject_codes[rows]] = responses.keyed[rows]
    lowest = responses.survey.scale.lowest
    return [
        tuple(rating if rating >= lowest else None for rating in row) for row in ratings.tolist()
    ]


def others_per_subject(
    others: OthersCells, setting: Setting
) -> list[tuple[OthersCell | None, ...]]:
    """Return the cells of Others of every subject."""
    patterns = _stand_patterns(others, setting)
    spread = _spread_rows(others, setting)
    columns = zip(
        others.n.ravel().tolist(),
        others.n_protected.ravel().tolist(),
        others.sum.ravel().tolist(),
        others.at_most.ravel().tolist(),
        patterns.ravel().tolist(),
        spread,
        strict=True,
    )
    known: dict[int, tuple[int, ...]] = {}
    cells = [
        OthersCell(n, protected, total, at_most, _places(pattern, known), *dispersion)
        if protected
        else None
        for n, protected, total, at_most, pattern, dispersion in columns
    ]
    return _rows(cells, others.n.shape[1])


def rows_of_groups(responses: Responses, groups: Sequence[int]) -> Ints:
    """Return the responses of these groups, sorted by subject."""
    rows = np.flatnonzero(np.isin(responses.group_codes, groups))
    return rows[np.argsort(responses.subject_codes[rows], kind="stable")]


def _cell_rows(
    n: Ints, sums: Ints, at_most: Ints | Bools, agreement: Ints, shown: Bools
) -> list[CellRow]:
    """Return rows of cells; equal cells are one object, for there are few different ones."""
    span = int(sums.max(initial=0)) + 1
    codes = ((n * span + sums) * 2 + at_most) * len(AGREEMENTS) + agreement
    distinct, which = np.unique(codes[shown], return_inverse=True)
    made = np.empty(len(distinct), dtype=object)
    for place, code in enumerate(distinct.tolist()):
        rest, kind = divmod(code, len(AGREEMENTS))
        rest, bound = divmod(rest, 2)
        count, total = divmod(rest, span)
        made[place] = Cell(count, total, bool(bound), AGREEMENTS[kind])
    table = np.full(n.shape, None, dtype=object)
    table[shown] = made[which.ravel()]
    return [tuple(row) for row in table.tolist()]


def _stand_patterns(others: OthersCells, setting: Setting) -> Ints:
    """Return which blocks each cell stands on, as bits by their place in the subject."""
    bits = others.stands_on.astype(np.int64) << setting.blocks.place[:, None]
    return setting.per_subject(bits)


def _places(pattern: int, known: dict[int, tuple[int, ...]]) -> tuple[int, ...]:
    if pattern not in known:
        known[pattern] = tuple(
            place for place in range(pattern.bit_length()) if pattern >> place & 1
        )
    return known[pattern]


def _spread_rows(
    others: OthersCells, setting: Setting
) -> list[tuple[tuple[int, int, int] | None, int | None]]:
    """Return bands and favourable count of each cell, None where they are not released."""
    has_favourable = shows_favourable(setting.scale)
    columns = zip(
        others.banded.ravel().tolist(),
        *(band.ravel().tolist() for band in others.bands),
        others.favourable.ravel().tolist(),
        strict=True,
    )
    return [
        ((low, middle, high), favourable if has_favourable else None) if banded else (None, None)
        for banded, low, middle, high, favourable in columns
    ]


def _rows(cells: Sequence[T], width: int) -> list[tuple[T, ...]]:
    return [tuple(cells[start : start + width]) for start in range(0, len(cells), width)]
