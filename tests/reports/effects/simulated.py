"""Simulated leaders, rated at four points by people who change, with and without a programme.

Noise as in the reference campaign of twenty leaders: answers 1 to 6 by one manager, three to five
peers and three to six of the team, of whom two in five are others at the next point and the rest
remember what they answered (r = 0.8). Four traits of four items each.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from reports.norms.arrays import Floats

POINTS: Final = 4
TRAITS: Final = 4
ITEMS: Final = 4
RATERS: Final = (1, 5, 6)
FEWEST: Final = (1, 3, 3)

LATENT: Final = (0.0, 0.2341)
"""What must be added so that answers on whole steps rise by nothing, and by about 0.2."""


@dataclass(frozen=True, slots=True, eq=False)
class Pool:
    """Trait scores by others, shape (leaders, points, traits), untrained and as if trained."""

    untrained: Floats
    trained: Floats

    @property
    def effect(self) -> float:
        """By how much training changes the primary outcome at the second point."""
        return float((self.trained[:, 1] - self.untrained[:, 1]).mean())


@cache
def pool(leaders: int = 4000, seed: int = 20271) -> Pool:
    """Return simulated leaders to draw programmes from."""
    random = np.random.default_rng(seed)
    people = sum(RATERS)
    unit = 1.25
    group = np.repeat(np.arange(3), RATERS)
    there = np.concatenate(
        [
            np.arange(most) < random.integers(least, most + 1, (leaders, 1))
            for least, most in zip(FEWEST, RATERS, strict=True)
        ],
        axis=1,
    )
    level = random.normal(4.5, 0.42 * unit, (leaders, 1, 1))
    level = level + random.normal(0, 0.22 * unit, (leaders, 1, TRAITS))
    level = level + random.normal(0, 0.16 * unit, (leaders, 3))[:, group, None]
    gains = 1 + 0.5 * random.normal(size=(leaders, 1, 1))
    item = random.normal(0, 0.25 * unit, (TRAITS, ITEMS))
    views = random.normal(0, 0.5 * unit, (leaders, people, 1))
    views = views + random.normal(0, 0.3 * unit, (leaders, people, TRAITS))
    found = np.empty((len(LATENT), leaders, POINTS, TRAITS))
    for point in range(POINTS):
        if point:
            new = random.normal(0, 0.5 * unit, (leaders, people, 1))
            new = new + random.normal(0, 0.3 * unit, (leaders, people, TRAITS))
            is_new = random.random((leaders, people, 1)) < 0.4
            views = np.where(is_new, new, 0.8 * views + 0.6 * new)
        own = random.normal(0, 0.14, (leaders, 1, 1)) + random.normal(0, 0.11, (leaders, 1, TRAITS))
        noise = random.normal(0, 0.6 * unit, (leaders, people, TRAITS, ITEMS))
        for which, shift in enumerate(LATENT):
            seen = (level + own + views + shift * gains)[..., None] + item + noise
            answers = np.clip(np.round(seen), 1, 6).mean(axis=3)
            total = np.where(there[..., None], answers, 0.0).sum(axis=1)
            found[which, :, point] = total / there.sum(axis=1)[:, None]
    # Drawn by chance, a pool drifts by a few thousandths; without a programme nobody changes.
    found -= (found[0] - found[0][:, :1]).mean(axis=0)
    return Pool(found[0], found[1])
