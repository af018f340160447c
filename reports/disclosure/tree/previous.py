"""What a part is compared with: the same part of the campaign before, as it was released then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.disclosure.previous import previous_trait, wordings
from reports.release import Previous
from reports.release.means import trait_items

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release.parts import PartFigures


def previous_of_part(
    before: Sequence[PartFigures], now: PartFigures, campaign: str
) -> Previous | None:
    """Return what a part may be compared with; None where the last partition had no such part.

    A closed campaign is never divided anew: for a workplace that was moved, or that others have
    joined, the old answers would be cut in a way that nobody was promised.
    """
    same = next((one for one in before if is_same_part(one, now)), None)
    if same is None or same.scale != now.scale:
        return None
    old = {key: items for (key, _), items in zip(same.traits, trait_items(same), strict=True)}
    traits = tuple(
        previous_trait(same, same.cells, old.get(key, ()), wordings(now, items))
        for (key, _), items in zip(now.traits, trait_items(now), strict=True)
    )
    return Previous(campaign=campaign, respondents=same.respondents, traits=traits)


def is_same_part(before: PartFigures, now: PartFigures) -> bool:
    """Tell whether two parts hold the same units by code, and are called the same."""
    return before.name == now.name
