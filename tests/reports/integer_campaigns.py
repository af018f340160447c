"""Campaigns as municipalities have them, and wilder ones, and what the integer audit finds."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

import numpy as np

from reports.answers.matrix import SKIPPED, Responses
from reports.audit.integer import items_of, learnt, readers
from reports.policy import DisclosurePolicy
from tests.reports.campaigns import TEAM, make_survey
from tests.reports.random_campaigns import Campaign

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reports.audit.integer import Learnt
    from reports.release import Figures
    from surveys.model import Survey

ITEMS: Final = {"T1": ("a", "b", "c"), "T2": ("d", "e")}
SCALES: Final = ((1, 6), (1, 5), (1, 4), (0, 10), (1, 7), (1, 10), (1, 3), (0, 5))
FINEST_SHARE: Final = 0.05
"""The most block cells from k2 on whose whole set may follow from more than n and the sum."""


USUAL: Final = ((3, 6), (3, 8), (0, 3))
"""How many peers, people of the team and other contacts a leader has."""
MANY: Final = ((9, 15), (10, 20), (0, 12))
"""How many a leader has who asks everybody."""


def realistic(
    number: int,
    *,
    k: int = 3,
    scale: tuple[int, int] = (1, 6),
    groups: Sequence[tuple[int, int]] = USUAL,
) -> Iterator[Campaign]:
    """Yield campaigns with a manager and groups of these sizes; 3 % of answers are missing.

    Item means lie at 0.7 of the scale with SD 0.12 of its width, raters around them with
    0.2 (4.5 ± 0.6 and 1.0 on 1-6), which is what published figures of 360 surveys give.
    """
    for seed in range(number):
        rng = np.random.default_rng([seed, k, *scale])
        sizes = [1, 1, *(int(rng.integers(least, most + 1)) for least, most in groups)]
        yield Campaign(answers(rng, sizes, scale, missing=0.03), DisclosurePolicy(k=k))


def realistic_teams(number: int, *, members: tuple[int, int] = (5, 14)) -> Iterator[Campaign]:
    """Yield teams with a head and receivers, answering as in `realistic` on 1-6; k is 4."""
    for seed in range(number):
        rng = np.random.default_rng([seed, 4])
        sizes = [int(rng.integers(members[0], members[1] + 1)), 1, int(rng.integers(0, 13)), 0]
        survey = make_survey(ITEMS, groups=TEAM, scale=(1, 6), subject="team")
        made = answers(rng, sizes, (1, 6), missing=0.03, survey=survey)
        yield Campaign(made, DisclosurePolicy(k=4))


def wild(number: int) -> Iterator[Campaign]:
    """Yield campaigns of any shape: one group alone, 0-30 % missing, k of 3-10, any scale."""
    for seed in range(number):
        rng = np.random.default_rng([seed, 99])
        k, scale = int(rng.choice([3, 3, 4, 5, 10])), SCALES[int(rng.integers(len(SCALES)))]
        most = int(rng.choice([4, 9, 26]))
        sizes = [1, *rng.integers(0, (3, most, most, most)).tolist()]
        sizes = [size if rng.random() < 0.8 else 0 for size in sizes]
        policy = DisclosurePolicy(k=k, policy="merge" if rng.random() < 0.5 else "drop")
        spread = float(rng.choice([0.1, 0.2, 0.3]))
        missing = float(rng.choice([0.0, 0.1, 0.3]))
        yield Campaign(answers(rng, sizes, scale, missing=missing, spread=spread), policy)


def answers(
    rng: np.random.Generator,
    sizes: Iterable[int],
    scale: tuple[int, int],
    *,
    missing: float,
    spread: float = 0.2,
    survey: Survey | None = None,
) -> Responses:
    """Return the responses about one subject with groups of these sizes."""
    each = np.array(list(sizes), dtype=np.int64)
    groups = np.repeat(np.arange(len(each)), each).astype(np.int8)
    favourable = int(rng.integers(scale[0] + 1, scale[1] + 1)) if rng.random() < 0.1 else None
    survey = survey or make_survey(ITEMS, scale=scale)
    if favourable is not None:
        chosen = survey.scale.model_copy(update={"favourable_from": favourable})
        survey = survey.model_copy(update={"scale": chosen})
    width, shape = scale[1] - scale[0], (len(groups), len(survey.items))
    means = scale[0] + width * (0.7 + 0.12 * rng.normal(size=shape[1]))
    drawn = np.clip(np.round(means + spread * width * rng.normal(size=shape)), *scale)
    ratings = np.where(rng.random(shape) < missing, SKIPPED, drawn)
    return Responses(
        survey=survey,
        subjects=("L1",),
        ratings=ratings.astype(np.int8),
        subject_codes=np.zeros(len(groups), dtype=np.int32),
        group_codes=groups,
    )


def told(campaigns: Iterable[Campaign], *, reading_along: bool = True) -> Counter[str]:
    """Return what all releases of these campaigns tell, counted in block cells and items."""
    found: Counter[str] = Counter()
    for campaign in campaigns:
        figures = campaign.release.figures
        found["campaigns"] += 1
        for _, item in items_of(figures):
            found["items"] += 1
            found["items with bands"] += bool(item.cuts)
            found["items with a class"] += any(cell.agreement for cell in item.blocks)
            found["items with both"] += bool(item.cuts) and any(
                cell.agreement for cell in item.blocks
            )
            for cell in learnt(item):
                found.update(_named("", cell, figures))
            for own in readers(item) if reading_along else ():
                found.update(_named("reader ", learnt(item, own)[own.block], figures))
                # … and of the blocks the reader is not in.
                for block, cell in enumerate(learnt(item, own)):
                    if block != own.block and cell.n < figures.k2:
                        found["reader small narrowed"] += cell.narrowed
    return found


def share_forced(found: Counter[str], *, reader: str = "") -> float:
    """Return the share of block cells from k2 on whose set follows from more than n and sum.

    With `reader` "reader " of those who read along: the others' answers then.
    """
    return found[f"{reader}large forced"] / max(found[f"{reader}large"], 1)


def _named(prefix: str, cell: Learnt, figures: Figures) -> Iterator[str]:
    size = "small" if cell.n < figures.k2 else "large"
    yield f"{prefix}{size}"
    for name in ("narrowed", "known", "known_by_sum", "forced"):
        if getattr(cell, name):
            yield f"{prefix}{size} {name}"
    if cell.alike and not cell.known_by_sum:
        yield f"{prefix}{size} alike"
