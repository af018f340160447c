"""Compute trait scores, of one rater and of a group of raters."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar, cast

import numpy as np

from reports.norms.arrays import Floats, ratio

if TYPE_CHECKING:
    import numpy.typing as npt

    from surveys.model import Survey

Numbers = TypeVar("Numbers", bound="npt.NDArray[Any]")


@dataclass(frozen=True, slots=True, eq=False)
class TraitColumns:
    """Which columns of the matrix belong to which trait: each trait's items lie side by side."""

    starts: npt.NDArray[np.intp]
    sizes: npt.NDArray[np.intp]

    @classmethod
    def of(cls, survey: Survey) -> TraitColumns:
        """Read the columns from a survey."""
        return cls.from_sizes([len(trait.items) for trait in survey.traits])

    @classmethod
    def from_sizes(cls, sizes: list[int]) -> TraitColumns:
        """Take the numbers of items, in the order of the traits."""
        lengths = np.array(sizes, dtype=np.intp)
        return cls(np.cumsum(lengths) - lengths, lengths)

    @property
    def half(self) -> npt.NDArray[np.intp]:
        """How many items of each trait must be answered: ⌈m/2⌉."""
        return (self.sizes + 1) // 2

    def add(self, values: Numbers) -> Numbers:
        """Add up the last axis trait by trait: (…, items) to (…, traits)."""
        added: Any = np.add.reduceat(values, self.starts, axis=-1)
        return cast("Numbers", added)

    def spread(self, values: Numbers) -> Numbers:
        """Repeat a trait's value for each of its items: (…, traits) to (…, items)."""
        spread: Any = np.repeat(values, self.sizes, axis=-1)
        return cast("Numbers", spread)


def rater_trait(ratings: npt.NDArray[np.int8], columns: TraitColumns) -> Floats:
    """Score each rater on each trait: the mean of what was answered, if that is half or more.

    Parameters
    ----------
    ratings
        int8, shape (responses, items), keyed; negative values are missing.
    columns
        The traits' columns.

    Returns
    -------
    Floats
        Shape (responses, traits); NaN with fewer than ⌈m/2⌉ answers.

    Notes
    -----
    The rule of half is CCL's ("Rater must answer 50% or more of items in the competency").

    Examples
    --------
    >>> answers = np.array([[4, 5, -1], [4, -1, -2]], dtype=np.int8)
    >>> rater_trait(answers, TraitColumns.from_sizes([3]))[:, 0]
    array([4.5, nan])

    """
    answered = ratings >= 0
    n = columns.add(answered.astype(np.int32))
    total = columns.add(np.where(answered, ratings, 0).astype(np.int32))
    return ratio(total, np.where(n >= columns.half, n, 0))


def group_trait_itemavg(item_mean: Floats, columns: TraitColumns) -> Floats:
    """Score each group on each trait: the mean of its item means. This is what is displayed.

    Parameters
    ----------
    item_mean
        Shape (…, items); NaN where an item has no mean.
    columns
        The traits' columns.

    Returns
    -------
    Floats
        Shape (…, traits); NaN if fewer than ⌈m/2⌉ items have a mean.

    Notes
    -----
    Not the mean of raters' own scores: that one, beside item means, lets a missing answer
    single out its rater.

    Examples
    --------
    >>> group_trait_itemavg(np.array([3.5, 2.75, 4.0]), TraitColumns.from_sizes([3])).round(4)
    array([3.4167])

    """
    known = ~np.isnan(item_mean)
    n = columns.add(known.astype(np.int32))
    total = columns.add(np.where(known, item_mean, 0.0))
    return ratio(total, np.where(n >= columns.half, n, 0))


def each_group_equal(group_values: Floats) -> Floats:
    """Average groups, each group equal: (…, groups, columns) to (…, columns), NaN left out.

    Research only: it gives one manager the weight of eight others, so it is not displayed.

    >>> each_group_equal(np.array([[4.0], [3.0], [np.nan]]))
    array([3.5])
    """
    known = ~np.isnan(group_values)
    return ratio(np.where(known, group_values, 0.0).sum(axis=-2), known.sum(axis=-2))
