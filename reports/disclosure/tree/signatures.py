"""The audit of a finished tree: whoever stands in the same figures must be enough.

It reads what the releases show, not how they were made. Once for each kind of figure, with that
kind's own least number: sums, and bands. Parts are nested, so what a response is in is told by
the cells that are shown on the way from its own part to the whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from reports.disclosure.signatures import NOWHERE, signature_sizes
from reports.errors import ReleaseRefusedError
from reports.policy import bands_from

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from reports.answers.matrix import Responses
    from reports.disclosure.tree.cells import Tree
    from reports.release.parts import PartFigures

    Ints: TypeAlias = npt.NDArray[np.int64]
    Bools: TypeAlias = npt.NDArray[np.bool_]


def exposed_items(responses: Responses, tree: Tree, figures: Sequence[PartFigures]) -> Bools:
    """Return which items some combination of figures gives away too much of; shape (items,).

    Raises
    ------
    ReleaseRefusedError
        When a part claims other numbers of answers than were given.

    """
    answered = responses.keyed >= responses.survey.scale.lowest
    way = _way(tree)
    _refuse_wrong_counts(answered, tree, way, figures)
    shows = [[cell is not None for cell in one.cells] for one in figures]
    bands = [[cell is not None and cell.bands is not None for cell in one.cells] for one in figures]
    counts = answered & ~tree.drawn[:, None]
    k, k2 = figures[0].k, figures[0].k2
    kinds = ((shows, k), (bands, bands_from(k2)))
    found = [_exposed(counts, way, np.array(shown), least + tree.reads) for shown, least in kinds]
    return np.logical_or(*found)


def _way(tree: Tree) -> Ints:
    """Return the parts from the whole down to each response's own, shape (responses, levels).

    A level is a column, so that a part is a number in one column only; -1 below the own part.
    """
    ways: list[list[int]] = []
    for number, part in enumerate(tree.parts):
        ways.append([*(() if part.parent is None else ways[part.parent]), number])
    levels = max(len(way) for way in ways)
    padded = [[*way, *[NOWHERE] * (levels - len(way))] for way in ways]
    return np.array(padded, dtype=np.int64)[tree.place]


def _exposed(counts: Bools, way: Ints, shown: Bools, least: Ints) -> Bools:
    """Return the items in which somebody shares all figures with too few; least, (responses,)."""
    items = counts.shape[1]
    numbers = np.arange(shown.size).reshape(shown.shape)
    inside = shown[way] & (way != NOWHERE)[:, :, None] & counts[:, None, :]
    membership = np.where(inside, numbers[way], NOWHERE)
    sizes = signature_sizes(membership.transpose(0, 2, 1).reshape(-1, way.shape[1]))
    few = (sizes > 0) & (sizes < np.repeat(least, items))
    exposed: Bools = few.reshape(-1, items).sum(axis=0) > 0
    return exposed


def _refuse_wrong_counts(
    answered: Bools, tree: Tree, way: Ints, figures: Sequence[PartFigures]
) -> None:
    claimed = [
        [(0, 0) if cell is None else (cell.n, cell.n_protected) for cell in one.cells]
        for one in figures
    ]
    claims = np.array(claimed, dtype=np.int64).reshape(len(figures), answered.shape[1], 2)
    for column, rows in ((0, answered), (1, answered & ~tree.drawn[:, None])):
        found = np.zeros((len(figures) + 1, answered.shape[1]), dtype=np.int64)
        for level in way.T:
            np.add.at(found, level, rows)  # -1 is the last line, which stands for no part
        claim = claims[:, :, column]
        if ((claim > 0) & (claim != found[:-1])).any():
            raise ReleaseRefusedError("A part claims other numbers of answers than were given.")
