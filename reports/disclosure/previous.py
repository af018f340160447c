"""What a release is compared with: the traits of the release before that were asked alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.policy import enough_to_compare
from reports.release import Cell, Previous, PreviousTrait
from reports.release.means import (
    fewest_answers,
    others_size,
    trait_items,
    trait_mean,
)
from reports.release.rounding import rounded_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release import Figures, OthersCell
    from reports.release.parts import PartCell, PartFigures


def previous_of(before: Figures, now: Figures, *, campaign: str, own: str = "") -> Previous:
    """Return what a release may be compared with: the traits that were asked alike.

    A trait is comparable when all its items have the same keys, wording and scale. Compared are
    Others; where there are none, the block of the subject's own group, `own`.
    """
    block = next((one for one in before.blocks if own in one.groups), None)
    told = block.cells if block else before.others
    old = {key: items for (key, _), items in zip(before.traits, trait_items(before), strict=True)}
    traits = tuple(
        previous_trait(before, told, old.get(key, ()), wordings(now, items))
        for (key, _), items in zip(now.traits, trait_items(now), strict=True)
    )
    respondents = block.n if block else others_size(before)
    return Previous(campaign=campaign, respondents=respondents, traits=traits)


def previous_trait(
    before: Figures | PartFigures,
    row: Sequence[Cell | OthersCell | PartCell | None],
    items: Sequence[int],
    expected: set[str],
) -> PreviousTrait | None:
    """Return a trait as these cells of a release show it, or None where it was asked otherwise."""
    cells = [row[item] for item in items]
    mean = trait_mean(cells) if cells else None
    if mean is None or wordings(before, items) != expected:
        return None
    protected = min(_protected(cell) for cell in cells if cell is not None)
    if not enough_to_compare(protected, before.k2 + (before.known or 0)):
        return None
    return PreviousTrait(
        n=fewest_answers(cells),
        n_protected=protected,
        mean_thousandths=rounded_units(mean, 3),
    )


def _protected(cell: Cell | OthersCell | PartCell) -> int:
    return cell.n if isinstance(cell, Cell) else cell.n_protected


def wordings(figures: Figures | PartFigures, items: Sequence[int]) -> set[str]:
    """Return the hashes of the wording of these items."""
    return {figures.wording[item] for item in items}
