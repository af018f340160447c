"""What a release is compared with: the traits of the release before that were asked alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.policy import enough_to_compare
from reports.release import Previous, PreviousTrait
from reports.release.means import (
    fewest_answers,
    fewest_protected,
    others_size,
    trait_items,
    trait_mean,
)
from reports.release.rounding import rounded_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release import Figures, OthersCell
    from reports.release.parts import PartCell, PartFigures


def previous_of(before: Figures, now: Figures, *, campaign: str) -> Previous:
    """Return what a release may be compared with: the traits that were asked alike.

    A trait is comparable when all its items have the same keys, wording and scale.
    """
    old = {key: items for (key, _), items in zip(before.traits, trait_items(before), strict=True)}
    traits = tuple(
        previous_trait(before, before.others, old.get(key, ()), wordings(now, items))
        for (key, _), items in zip(now.traits, trait_items(now), strict=True)
    )
    return Previous(campaign=campaign, respondents=others_size(before), traits=traits)


def previous_trait(
    before: Figures | PartFigures,
    row: Sequence[OthersCell | PartCell | None],
    items: Sequence[int],
    expected: set[str],
) -> PreviousTrait | None:
    """Return a trait as these cells of a release show it, or None where it was asked otherwise."""
    cells = [row[item] for item in items]
    mean = trait_mean(cells) if cells else None
    if mean is None or wordings(before, items) != expected:
        return None
    if not enough_to_compare(fewest_protected(cells), before.k2):
        return None
    return PreviousTrait(
        n=fewest_answers(cells),
        n_protected=fewest_protected(cells),
        mean_thousandths=rounded_units(mean, 3),
    )


def wordings(figures: Figures | PartFigures, items: Sequence[int]) -> set[str]:
    """Return the hashes of the wording of these items."""
    return {figures.wording[item] for item in items}
