"""One part of a tree of workplaces beside the whole: the figures that its report may show.

`part_profile(own, whole)` is what the report, the notice for the wall and its page start from.
Words for differences follow from the interval that is drawn: a part is *over* or *under* the
organisation, or *as* it, and never has a rank.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Final, Literal

from reports.policy import enough_to_compare
from reports.release import means
from reports.shown.certainty import mean_without_one
from reports.shown.changes import change_margin95, direction_of
from reports.shown.scores import SEAL, Change, Score, Shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.policy import AnsweredShare
    from reports.release.parts import PartFigures, PartName

Against = Literal["over", "as", "under"]

SMALL_SHARE: Final = Fraction(1, 25)
"""A smaller share of the scale's width has no word, however sure it is (0.2 on 1-6)."""
LISTED: Final = 3
"""How many of the strongest and of the weakest statements are named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartDifference(Shown):
    """A part minus the whole that it belongs to, in scale points, and its word."""

    exact: Fraction
    margin95: float
    against: Against


@dataclass(frozen=True, slots=True)
class PartItem:
    """One statement: what the part gave, what the whole gave, and the difference."""

    key: str
    own: Score
    whole: Score | None
    difference: PartDifference | None


@dataclass(frozen=True, slots=True)
class PartTheme:
    """One trait: what the part gave, beside the one above, the whole and the last time."""

    key: str
    own: Score | None
    part_above: Score | None
    whole: Score | None
    difference: PartDifference | None
    change: Change | None


@dataclass(frozen=True, slots=True)
class PartProfile:
    """Everything that the report of a part says in figures.

    `ranked` holds the statements from the highest mean on; of equal ones, the first asked.
    `is_whole` says that there is nothing above it to stand beside.
    """

    name: PartName
    part_above: PartName | None
    scale: tuple[int, int]
    k: int
    respondents: int
    share: AnsweredShare | None
    is_whole: bool
    themes: tuple[PartTheme, ...]
    ranked: tuple[PartItem, ...]
    before: str  # what the campaign before was called; empty where nothing is compared

    @property
    def strongest(self) -> tuple[PartItem, ...]:
        """The statements with the highest means, none of them also among the weakest."""
        return self.ranked[: _listed(self.ranked)]

    @property
    def weakest(self) -> tuple[PartItem, ...]:
        """The statements with the lowest means, the lowest first."""
        return tuple(reversed(self.ranked))[: _listed(self.ranked)]

    @property
    def to_talk_about(self) -> tuple[PartItem, ...]:
        """What to keep, what is lowest, and what lies furthest below the whole; each once."""
        if not self.ranked:
            return ()
        below = [one for one in self.ranked if one.difference and one.difference.exact < 0]
        furthest = sorted(below, key=lambda one: one.difference.exact if one.difference else 0)
        wanted = (self.ranked[0], self.ranked[-1], *furthest, *reversed(self.ranked))
        return tuple({one.key: one for one in wanted}.values())[:LISTED]


def part_profile(
    own: PartFigures, whole: PartFigures | None = None, above: PartFigures | None = None
) -> PartProfile:
    """Return the figures of a part, beside the whole and the part above where they are given."""
    beside = None if whole is None or whole.number == own.number else whole
    between = None if above is None or above.number in {own.number, 0} else above
    items = [_item(own, beside, item) for item in range(len(own.items))]
    compared = own.previous is not None and any(own.previous.traits)
    return PartProfile(
        name=own.name,
        part_above=None if between is None else between.name,
        scale=own.scale,
        k=own.k + own.known,
        respondents=own.respondents,
        share=own.share,
        is_whole=beside is None,
        themes=tuple(
            _theme(own, beside, between, trait, positions)
            for trait, positions in enumerate(means.trait_items(own))
        ),
        ranked=tuple(sorted((one for one in items if one), key=lambda one: -one.own.exact)),
        before=own.previous.campaign if own.previous is not None and compared else "",
    )


def _listed(ranked: Sequence[PartItem]) -> int:
    return min(LISTED, len(ranked) // 2)


def _item(own: PartFigures, whole: PartFigures | None, item: int) -> PartItem | None:
    sigma = means.item_sigma(own.scale)
    score = _score(own, [item], sigma)
    if score is None:
        return None
    beside = None if whole is None else _score(whole, [item], sigma)
    return PartItem(own.items[item], score, beside, _difference(score, beside, sigma, own.scale))


def _theme(
    own: PartFigures,
    whole: PartFigures | None,
    above: PartFigures | None,
    trait: int,
    items: Sequence[int],
) -> PartTheme:
    sigma = own.sigma_w[trait].points
    score = _score(own, items, sigma)
    # The whole shows every item that a part of it shows: like is compared with like.
    shown = [item for item in items if own.cells[item] is not None]
    beside = None if whole is None or score is None else _score(whole, shown, sigma)
    return PartTheme(
        key=own.traits[trait][0],
        own=score,
        part_above=None if above is None else _score(above, items, sigma),
        whole=beside,
        difference=_difference(score, beside, sigma, own.scale),
        change=_change(own, trait, items, score),
    )


def _score(figures: PartFigures, items: Sequence[int], sigma: float) -> Score | None:
    cells = [figures.cells[item] for item in items]
    mean = means.trait_mean(cells) if cells else None
    if mean is None:
        return None
    fewest = means.fewest_answers(cells)
    margin = means.margin95(sigma, fewest)
    lowest, highest = figures.scale
    return Score(
        seal=SEAL,
        exact=mean,
        n=figures.respondents,
        fewest=fewest,
        at_most=any(cell is not None and cell.at_most for cell in cells),
        margin95=margin,
        bounds=(
            max(float(lowest), float(mean) - margin),
            min(float(highest), float(mean) + margin),
        ),
    )


def _difference(
    own: Score | None, whole: Score | None, sigma: float, scale: tuple[int, int]
) -> PartDifference | None:
    if own is None or whole is None:
        return None
    exact = own.exact - whole.exact
    margin = part_margin95(sigma, own.fewest, whole.fewest)
    return PartDifference(
        seal=SEAL, exact=exact, margin95=margin, against=_against(exact, margin, scale)
    )


def part_margin95(sigma: float, n_part: int, n_whole: int) -> float:
    """Return 1.96 sigma sqrt(1/n - 1/N): the margin of a part's mean against its whole's.

    The whole holds the part, so its own n answers stand on both sides: Var(x - X) =
    sigma² (1/n - 1/N) where all N answers are independent with one spread.

    >>> round(part_margin95(1.0, 25, 100), 3)
    0.339
    """
    return means.Z95 * sigma * math.sqrt(max(1 / n_part - 1 / n_whole, 0.0))


def _against(exact: Fraction, margin: float, scale: tuple[int, int]) -> Against:
    small = SMALL_SHARE * (scale[1] - scale[0])
    if abs(exact) < small or round(abs(float(exact)) - margin, 9) <= 0:
        return "as"
    return "over" if exact > 0 else "under"


def _change(
    own: PartFigures, trait: int, items: Sequence[int], score: Score | None
) -> Change | None:
    before = None if own.previous is None else own.previous.traits[trait]
    cells = [own.cells[item] for item in items]
    if before is None or score is None:
        return None
    if not enough_to_compare(min(before.n_protected, means.fewest_protected(cells)), own.k2):
        return None
    then = Fraction(before.mean_thousandths, 1000)
    margin = change_margin95(own.sigma_w[trait].points, before.n, score.fewest)
    now, past = (
        mean_without_one(mean, n, own.scale)
        for mean, n in ((score.exact, score.fewest), (then, before.n))
    )
    worst = max(
        min(now.low - then, score.exact - past.high), min(then - now.high, past.low - score.exact)
    )
    return Change(
        seal=SEAL,
        exact=score.exact - then,
        before=then,
        margin95=margin,
        direction=direction_of(score.exact - then, margin),
        n=score.fewest,
        previous_n=before.n,
        certain=float(worst) > margin,
    )
