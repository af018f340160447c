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

PRIME: Final = 2**61 - 1
"""Ranks are computed modulo this Mersenne prime, in whole numbers, without rounding."""

Figure: TypeAlias = Mapping[tuple[str, str], Fraction]
"""The weight of each (rater, item) answer in one figure; what is left out weighs nothing."""

Direction: TypeAlias = tuple[Fraction, ...]


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
    With M = figures x (rater, item) cells, a set T of raters is isolated if and only if
    rank(M without T's columns) < rank(M): then a combination exists that is zero outside T
    and not zero on it. Columns that are multiples of each other span the same direction,
    and dropping T's columns loses a direction only when all owners of it are in T. So only
    unions of small owner sets need a rank, and none at all when every direction has k owners.

    Examples
    --------
    >>> third, quarter = Fraction(1, 3), Fraction(1, 4)
    >>> monday = {(rater, "Q1"): third for rater in "ABC"}
    >>> tuesday = {(rater, "Q1"): quarter for rater in "ABCD"}
    >>> isolates([monday, tuesday], "ABCD", 3)
    Witness(raters=('D',))

    """
    owners = _owners(figures, frozenset(protected))
    small = {group for group in owners.values() if len(group) < k}
    if not small:
        return None
    full = rank(owners)
    for raters in _unions(small, k):
        left = [direction for direction, group in owners.items() if not group <= raters]
        if rank(left) < full:
            return Witness(tuple(sorted(raters)))
    return None


def rank(vectors: Collection[Direction]) -> int:
    """Return the rank of vectors of fractions, by elimination modulo 2^61 - 1."""
    basis: dict[int, list[int]] = {}
    for vector in vectors:
        rest = [one.numerator * pow(one.denominator, -1, PRIME) % PRIME for one in vector]
        _reduce_into(basis, rest)
    return len(basis)


def _reduce_into(basis: dict[int, list[int]], rest: list[int]) -> None:
    """Reduce a vector by the basis and add what is left of it, scaled to a leading one."""
    for place in range(len(rest)):
        lead = rest[place]
        if not lead:
            continue
        known = basis.get(place)
        if known is None:
            inverse = pow(lead, -1, PRIME)
            basis[place] = [value * inverse % PRIME for value in rest]
            return
        for index in range(place, len(rest)):
            rest[index] = (rest[index] - lead * known[index]) % PRIME


def _owners(
    figures: Sequence[Figure], protected: frozenset[str]
) -> dict[Direction, frozenset[str]]:
    """Return the distinct directions of M's columns and the raters whose columns they are."""
    columns: dict[tuple[str, str], dict[int, Fraction]] = defaultdict(dict)
    for number, figure in enumerate(figures):
        for cell, weight in figure.items():
            if weight and cell[0] in protected:
                columns[cell][number] = weight
    raters: dict[tuple[tuple[int, Fraction], ...], set[str]] = defaultdict(set)
    for (rater, _), column in columns.items():
        lead = next(iter(column.values()))
        raters[tuple((number, weight / lead) for number, weight in column.items())].add(rater)
    return {_dense(sparse, len(figures)): frozenset(group) for sparse, group in raters.items()}


def _dense(sparse: tuple[tuple[int, Fraction], ...], length: int) -> Direction:
    values = [Fraction(0)] * length
    for number, weight in sparse:
        values[number] = weight
    return tuple(values)


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
