"""One leader's release as rows and columns of figures, ready for drawing.

`profile(release.figures)` is what pages, charts, tables and the coach's view start from:

    picture = profile(release.figures)
    for trait in picture.traits:              # in the survey's order
        trait.self_, trait.identified, trait.blocks, trait.others     # Score or None
        trait.gap, trait.change               # Gap or None, Change or None
        for item in trait.items:              # the same columns, one level down
            item.blocks, item.agreement, item.others, item.spread

Columns: `self_`, one per `picture.identified`, one per `picture.blocks`, `others`. None
means "too few answers", whatever the reason; draw "–", never 0 and never an empty bar.
What stands out of it, and what that is called, is in `reports.shown.findings`.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from reports.policy import bands_from, class_from
from reports.release import means
from reports.release.rounding import rounded_units
from reports.shown.certainty import gap_is_certain
from reports.shown.changes import trait_change
from reports.shown.scores import SEAL, Gap, Score, Spread

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.release import Agreement, Figures, OthersCell
    from reports.shown.scores import Change, Verdict

CLEAR_GAP_SHARE = Fraction(1, 8)
"""The gap that counts as clear, as a share of the scale's width (0.5 on 1-5)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of raters: the groups in it and how many raters answered."""

    groups: tuple[str, ...]
    n: int


@dataclass(frozen=True, slots=True)
class ItemProfile:
    """One item: a score per column, and what self and Others say together."""

    index: int
    key: str
    self_: Score | None
    identified: tuple[Score | None, ...]
    blocks: tuple[Score | None, ...]
    agreement: tuple[Agreement | None, ...]
    others: Score | None
    spread: Spread | None
    gap: Gap | None


@dataclass(frozen=True, slots=True)
class TraitProfile:
    """One trait: a score per column, the gap, the change, and its items."""

    index: int
    key: str
    self_: Score | None
    identified: tuple[Score | None, ...]
    blocks: tuple[Score | None, ...]
    others: Score | None
    gap: Gap | None
    change: Change | None
    all_leaders: Score | None  # the mean of all leaders with this survey; n counts leaders
    items: tuple[ItemProfile, ...]


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything that a release says in figures."""

    scale: tuple[int, int]
    k: int
    k2: int
    known: int  # how many answers of a block a reader knows
    identified: tuple[Column, ...]
    blocks: tuple[Column, ...]
    hidden_groups: tuple[str, ...]
    others: Column
    traits: tuple[TraitProfile, ...]

    @property
    def least(self) -> int:
        """How many answers a figure needs."""
        return self.k + self.known

    @property
    def class_from(self) -> int:
        """From how many answers a group may show how alike they are."""
        return class_from(self.k2, known=self.known)

    @property
    def bands_from(self) -> int:
        """How many answers each of the groups needs for bands of Others."""
        return bands_from(self.k2, known=self.known)

    @property
    def items(self) -> tuple[ItemProfile, ...]:
        """All items in the survey's order."""
        return tuple(sorted(_all_items(self.traits), key=lambda item: item.index))


def profile(figures: Figures) -> Profile:
    """Return the figures of a release as rows and columns of scores."""
    positions = means.trait_items(figures)
    identified = tuple(Column((one.group,), one.n) for one in figures.identified)
    blocks = tuple(Column(one.groups, one.n) for one in figures.blocks)
    everybody = tuple(group for column in (*blocks, *identified) for group in column.groups)
    return Profile(
        scale=figures.scale,
        k=figures.k,
        k2=figures.k2,
        known=figures.known or 0,
        identified=identified,
        blocks=blocks,
        hidden_groups=figures.hidden_groups,
        others=Column(everybody, means.others_size(figures)),
        traits=tuple(_trait(figures, index, items) for index, items in enumerate(positions)),
    )


def verdict_of(gap: Fraction, scale: tuple[int, int], margin: float) -> Verdict:
    """Return what a gap is called: clear from an eighth of the scale on, beyond its margin."""
    threshold = CLEAR_GAP_SHARE * (scale[1] - scale[0])
    if abs(gap) < threshold or round(abs(float(gap)) - margin, 9) <= 0:
        return "similar"
    return "higher" if gap > 0 else "lower"


def _all_items(traits: Sequence[TraitProfile]) -> list[ItemProfile]:
    return [item for trait in traits for item in trait.items]


def _trait(figures: Figures, index: int, items: Sequence[int]) -> TraitProfile:
    own = _own_score(figures, items)
    others = _others_score(figures, items, figures.sigma_w[index].points)
    sigma = figures.sigma_w[index].points
    return TraitProfile(
        index=index,
        key=figures.traits[index][0],
        self_=own,
        identified=tuple(
            _score(figures, [one.cells[item] for item in items], one.n)
            for one in figures.identified
        ),
        blocks=tuple(
            _score(figures, [one.cells[item] for item in items], one.n, sigma)
            for one in figures.blocks
        ),
        others=others,
        gap=_gap(figures, items, own, others),
        change=trait_change(figures, index),
        all_leaders=_all_leaders(figures, index),
        items=tuple(_item(figures, item) for item in items),
    )


def _all_leaders(figures: Figures, trait: int) -> Score | None:
    norm = figures.norms[trait] if figures.norms else None
    if norm is None or norm.mean_thousandths is None:
        return None
    # Drawn finer than it is written, the means of two campaigns would give away the one leader
    # who came between them.
    tenths = rounded_units(Fraction(norm.mean_thousandths, 1000), 1)
    return Score(
        seal=SEAL,
        exact=Fraction(tenths, 10),
        n=norm.n_leaders,
        fewest=norm.n_leaders,
        at_most=False,
    )


def _item(figures: Figures, item: int) -> ItemProfile:
    own = _own_score(figures, [item])
    sigma = means.item_sigma(figures.scale)
    others = _others_score(figures, [item], sigma)
    cells = [block.cells[item] for block in figures.blocks]
    return ItemProfile(
        index=item,
        key=figures.items[item],
        self_=own,
        identified=tuple(_score(figures, [one.cells[item]], one.n) for one in figures.identified),
        blocks=tuple(
            _score(figures, [cell], block.n, sigma)
            for cell, block in zip(cells, figures.blocks, strict=True)
        ),
        agreement=tuple(None if cell is None else cell.agreement for cell in cells),
        others=others,
        spread=_spread(figures.others[item]),
        gap=_gap(figures, [item], own, others),
    )


def _score(
    figures: Figures, cells: means.AnyCells, n: int, sigma: float | None = None
) -> Score | None:
    mean = means.trait_mean(cells)
    if mean is None:
        return None
    fewest = means.fewest_answers(cells)
    margin = None if sigma is None else means.margin95(sigma, fewest)
    return Score(
        seal=SEAL,
        exact=mean,
        n=n,
        fewest=fewest,
        at_most=any(cell is not None and cell.at_most for cell in cells),
        margin95=margin,
        bounds=None if margin is None else _clipped(float(mean), margin, figures.scale),
    )


def _own_score(figures: Figures, items: Sequence[int]) -> Score | None:
    return _score(figures, means.self_cells(figures, items), 1)


def _others_score(figures: Figures, items: Sequence[int], sigma: float) -> Score | None:
    cells = [figures.others[item] for item in items]
    return _score(figures, cells, means.others_size(figures), sigma)


def _clipped(mean: float, margin: float, scale: tuple[int, int]) -> tuple[float, float]:
    return max(float(scale[0]), mean - margin), min(float(scale[1]), mean + margin)


def _gap(
    figures: Figures, items: Sequence[int], own: Score | None, others: Score | None
) -> Gap | None:
    if own is None or others is None:
        return None
    gap = own.exact - others.exact
    threshold = CLEAR_GAP_SHARE * (figures.scale[1] - figures.scale[0])
    verdict = verdict_of(gap, figures.scale, others.margin95 or 0.0)
    certain = verdict != "similar" and gap_is_certain(figures, items, own.exact, threshold)
    return Gap(seal=SEAL, exact=gap, verdict=verdict, certain=certain, at_least=others.at_most)


def _spread(cell: OthersCell | None) -> Spread | None:
    if cell is None or cell.bands is None:
        return None
    low, middle, high = cell.bands
    return Spread(seal=SEAL, low=low, middle=middle, high=high, favourable=cell.favourable)
