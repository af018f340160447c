"""The exact audit: no combination of figures may stand on fewer than k raters.

Works for arbitrary linear figures, so it can judge anything new before it is shown. The
signature audit of `reports.disclosure.signatures` is the quick form for figures that weigh
all their raters alike; cuts of an organisation are judged by `reports.audit.cuts`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

PRIME: Final = 2**31 - 1
"""Elimination is modulo this Mersenne prime, in whole numbers: products fit into 64 bits."""

Figure: TypeAlias = Mapping[tuple[str, str], Fraction]
"""The weight of each (rater, item) answer in one figure; what is left out weighs nothing."""

Direction: TypeAlias = tuple[tuple[int, Fraction], ...]
"""A column of the figures' weights, scaled to a leading one: figure by figure, without noughts."""

Residues: TypeAlias = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Witness:
    """The smallest set of raters that a combination of the figures isolates."""

    raters: tuple[str, ...]

    @property
    def support(self) -> int:
        """How many raters the combination stands on."""
        return len(self.raters)


def isolates(figures: Sequence[Figure], protected: Collection[str], k: int) -> Witness | None:
    """Return a smallest set of fewer than k protected raters that the figures isolate.

    Parameters
    ----------
    figures
        Everything shown, as weights over (rater, item) cells.
    protected
        The raters who count; answers of all others are taken as known to the reader.
    k
        The least number of protected raters a figure may stand on.

    Returns
    -------
    Witness | None
        None when every combination of the figures that depends on protected raters at all
        depends on at least k of them.

    Notes
    -----
    With M = figures x (rater, item) cells, columns that are multiples of each other span one
    direction, and a combination depends on all owners of a direction or on none. So none that
    depends on fewer than k touches a direction with k owners: those are eliminated first, and
    what is left of M spans the combinations that may be dangerous. They fall apart into pieces
    that share no direction, and a smallest set lies in one piece. There only unions of owners
    are tried: T is isolated if the rows led by T's directions have a combination that is zero
    outside of them.

    Examples
    --------
    >>> third, quarter = Fraction(1, 3), Fraction(1, 4)
    >>> monday = {(rater, "Q1"): third for rater in "ABC"}
    >>> tuesday = {(rater, "Q1"): quarter for rater in "ABCD"}
    >>> isolates([monday, tuesday], "ABCD", 3)
    Witness(raters=('D',))

    """
    owners = _owners(figures, frozenset(protected))
    # Directions that everybody may know stand first, so that rows led by another have none.
    ordered = sorted(owners, key=lambda direction: len(owners[direction]) < k)
    groups = [owners[direction] for direction in ordered]
    large = sum(len(group) >= k for group in groups)
    if large == len(groups):
        return None
    rows, leads = _echelon(_matrix(ordered, len(figures)))
    dangerous = leads >= large
    found = [
        witness
        for piece in _pieces(rows[dangerous][:, large:], leads[dangerous] - large, groups[large:])
        if (witness := _smallest(piece, k)) is not None
    ]
    return min(found, key=lambda witness: (witness.support, witness.raters), default=None)


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """Combinations that share directions: rows of an echelon form, and who owns its columns."""

    rows: Residues
    leads: npt.NDArray[np.intp]  # the column of each row's leading one
    groups: tuple[frozenset[str], ...]  # of each column


def _smallest(piece: _Piece, k: int) -> Witness | None:
    """Return the first of the smallest sets of a piece that is isolated."""
    for raters in _unions(set(piece.groups), k):
        inside = np.array([group <= raters for group in piece.groups])
        outside = piece.rows[inside[piece.leads]][:, ~inside]
        if len(_echelon(outside)[1]) < len(outside):
            return Witness(tuple(sorted(raters)))
    return None


def _pieces(
    rows: Residues, leads: npt.NDArray[np.intp], groups: Sequence[frozenset[str]]
) -> Iterator[_Piece]:
    """Yield the rows that hang together by common columns, each with its columns alone."""
    waiting = set(range(len(rows)))
    touches = rows != 0
    while waiting:
        inside, columns = set[int](), np.zeros(rows.shape[1], dtype=np.bool_)
        found = {waiting.pop()}
        while found:
            inside |= found
            columns |= touches[sorted(found)].any(axis=0)
            found = {row for row in waiting if (touches[row] & columns).any()}
            waiting -= found
        taken = sorted(inside)
        place = np.cumsum(columns) - 1
        owned = tuple(group for group, used in zip(groups, columns, strict=True) if used)
        yield _Piece(rows[taken][:, columns], place[leads[taken]], owned)


def _echelon(matrix: Residues) -> tuple[Residues, npt.NDArray[np.intp]]:
    """Return the reduced echelon form without empty rows, and the column that leads each."""
    rows = matrix.copy()
    leads: list[int] = []
    for column in range(rows.shape[1]):
        done = len(leads)
        if done == len(rows):
            break
        below = np.flatnonzero(rows[done:, column])
        if not len(below):
            continue
        rows[[done, done + below[0]]] = rows[[done + below[0], done]]
        rows[done] = rows[done] * pow(int(rows[done, column]), -1, PRIME) % PRIME
        others = np.flatnonzero(rows[:, column])
        others = others[others != done]
        rows[others] = (rows[others] - rows[others, column, None] * rows[done] % PRIME) % PRIME
        leads.append(column)
    return rows[: len(leads)], np.array(leads, dtype=np.intp)


def _matrix(directions: Sequence[Direction], figures: int) -> Residues:
    """Return the directions as columns, shape (figures, directions)."""
    matrix = np.zeros((figures, len(directions)), dtype=np.int64)
    for column, direction in enumerate(directions):
        for number, weight in direction:
            inverse = pow(weight.denominator, -1, PRIME)
            matrix[number, column] = weight.numerator * inverse % PRIME
    return matrix


def _owners(
    figures: Sequence[Figure], protected: frozenset[str]
) -> dict[Direction, frozenset[str]]:
    """Return the distinct directions of M's columns and the raters whose columns they are."""
    columns: defaultdict[tuple[str, str], list[tuple[int, int, int]]] = defaultdict(list)
    for number, figure in enumerate(figures):
        for cell, weight in figure.items():
            if weight and cell[0] in protected:
                columns[cell].append((number, weight.numerator, weight.denominator))
    # Columns that are equal as they stand are put together first: fractions are slow to scale.
    alike: defaultdict[tuple[tuple[int, int, int], ...], set[str]] = defaultdict(set)
    for (rater, _), column in columns.items():
        alike[tuple(column)].add(rater)
    raters: defaultdict[Direction, set[str]] = defaultdict(set)
    for weights, group in alike.items():
        lead = Fraction(*weights[0][1:])
        scaled = tuple((number, Fraction(*weight) / lead) for number, *weight in weights)
        raters[scaled] |= group
    return {direction: frozenset(group) for direction, group in raters.items()}


def _unions(groups: Collection[frozenset[str]], k: int) -> Iterator[frozenset[str]]:
    """Yield all unions of these sets with fewer than k members, the smallest first."""
    waiting: dict[int, set[frozenset[str]]] = defaultdict(set)
    for group in groups:
        waiting[len(group)].add(group)
    for size in range(1, k):
        for union in sorted(waiting[size], key=sorted):
            yield union
            for group in groups:
                larger = union | group
                if size < len(larger) < k:
                    waiting[len(larger)].add(larger)
