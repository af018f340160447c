"""Find, for each wave and point, whom it can be compared with: those who still wait."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from reports.effects.designs import Arms

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.effects.panel import Panel
    from reports.norms.arrays import Codes, Ints


@dataclass(frozen=True, slots=True)
class WaveAtPoint:
    """A wave, how many points after its first follow-up it is seen, and the arms."""

    wave: int
    later: int
    arms: Arms

    @property
    def counts(self) -> bool:
        """Whether both sides are large enough."""
        return self.arms.counts


def waves_at_points(
    panel: Panel, last_before: Ints, first_after: Ints, clusters: Codes
) -> Iterator[WaveAtPoint]:
    """Yield each wave at each of its follow-ups, whether or not it is large enough.

    Parameters
    ----------
    panel
        The leaders' scores.
    last_before, first_after
        The last point before a leader's training begins and the first after it has ended,
        shape (leaders,); leaders of equal pairs are one wave. Whoever never goes has a last
        point beyond all points, and whoever went before the first point has −1.
    clusters
        Leader or team, shape (leaders,).

    Returns
    -------
    Iterator[WaveAtPoint]
        Waves are numbered by `first_after`, in order; outcomes are changes from the last
        point before the training. At a point where a leader is under way, they are on
        neither side.

    """
    points = panel.scores.shape[1]
    for base, first in np.unique(np.stack([last_before, first_after]), axis=1).T.tolist():
        if base < 0:
            continue
        ours = (last_before == base) & (first_after == first)
        for point in range(first, points):
            waits = (last_before >= point) & ~ours
            moved = panel.change(base, point)
            rows = (ours | waits) & ~np.isnan(moved).any(axis=1)
            found = Arms(clusters[rows], ours[rows], moved[rows])
            yield WaveAtPoint(first, point - first, found)
