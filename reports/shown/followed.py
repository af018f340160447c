"""What became of the behaviours that the leader's last plan was about.

R10, as it stands for single behaviours: only those that the plan meant to change, only Others,
only from k2 protected raters in both releases, and only as one of three words, beside what the
leader answered then and now. Both releases are the leader's already; nothing else is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.policy import enough_to_compare
from reports.release.means import cell_mean, item_sigma
from reports.shown.changes import change_margin95, direction_of, is_certain_change

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reports.release import Figures, OthersCell
    from reports.shown.scores import Direction


@dataclass(frozen=True, slots=True)
class Followed:
    """One behaviour: a word for what Others say, and the leader's own answers as steps.

    `direction` is None where too few answered, then or now.
    """

    key: str
    direction: Direction | None
    certain: bool  # the word stays whichever single rater is left out
    own_before: int | None
    own: int | None


def followed(now: Figures, before: Figures, keys: Iterable[str]) -> tuple[Followed, ...]:
    """Return each of these behaviours that was asked alike in both, in the order of the items."""
    wanted = set(keys)
    return tuple(
        _followed(now, before, item, before.items.index(key))
        for item, key in enumerate(now.items)
        if key in wanted and _was_asked_alike(now, before, item)
    )


def _was_asked_alike(now: Figures, before: Figures, item: int) -> bool:
    key = now.items[item]
    return (
        now.scale == before.scale
        and key in before.items
        and before.wording[before.items.index(key)] == now.wording[item]
    )


def _followed(now: Figures, before: Figures, item: int, old: int) -> Followed:
    here, there = now.others[item], before.others[old]
    own_before, own = before.self_ratings[old], now.self_ratings[item]
    if not (_is_enough(here, now) and _is_enough(there, before)) or here is None or there is None:
        return Followed(now.items[item], None, certain=False, own_before=own_before, own=own)
    margin = change_margin95(item_sigma(now.scale), there.n, here.n)
    mean, then = cell_mean(here), cell_mean(there)
    return Followed(
        now.items[item],
        direction_of(mean - then, margin),
        certain=is_certain_change(now, [item], (then, there.n), mean, margin),
        own_before=own_before,
        own=own,
    )


def _is_enough(cell: OthersCell | None, figures: Figures) -> bool:
    return cell is not None and enough_to_compare(cell.n_protected, figures.k2)
