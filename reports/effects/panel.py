"""Hold the leaders' scores over time, and who counts: everybody in all traits, or in none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

    from reports.norms.arrays import Floats

PRIMARY = "primary"
"""What the mean of the target traits is called among the outcomes."""


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Scores of leaders at points in time, shape (leaders, points, traits); NaN is missing.

    A leader who lacks one trait counts in none: a mean over "the traits there are" would tell
    the one who lacks a trait from the others.
    """

    scores: Floats

    @property
    def outcomes(self) -> Floats:
        """The traits and, last, their mean, shape (leaders, points, traits + 1)."""
        return np.concatenate([self.scores, self.scores.mean(axis=-1, keepdims=True)], axis=-1)

    def has(self, *points: int) -> npt.NDArray[np.bool_]:
        """Tell who has every trait at all these points, shape (leaders,).

        >>> gap = Panel(np.array([[[3.0, 4.0], [3.5, np.nan]], [[2.0, 3.0], [2.5, 3.5]]]))
        >>> gap.has(0).tolist(), gap.has(0, 1).tolist()
        ([True, True], [False, True])
        """
        missing = np.isnan(self.scores[:, points]).reshape(len(self.scores), -1)
        return np.asarray(~missing.any(axis=1))

    def change(self, before: int, after: int) -> Floats:
        """Return after minus before in each outcome, shape (leaders, traits + 1).

        NaN throughout for a leader who lacks anything at either point.
        """
        outcomes = self.outcomes
        moved = outcomes[:, after] - outcomes[:, before]
        moved[~self.has(before, after)] = np.nan
        return moved
