"""Self against others as rows of words: what a coach reads before the talk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

from reports.charts import Series
from reports.charts.palette import SELF
from reports.sections.material import Material

if TYPE_CHECKING:
    from fractions import Fraction

    from reports.profile import ItemProfile, Johari, TraitProfile
    from reports.release import Agreement
    from reports.scores import Direction, Gap


class CoachMaterial(Material):
    """The leader's material, in which "you" is the leader by name: another reads it."""

    @cached_property
    def self_series(self) -> Series:
        """How the leader's own marks look."""
        return Series("self", self.cover.leader_name, *SELF)


class Order(StrEnum):
    """How the items of the compare view may be sorted."""

    SURVEY = "survey"
    GAP = "gap"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class Row:
    """A trait or an item, each figure written as the report writes it."""

    key: str
    label: str
    trait: str
    own: str
    columns: tuple[str, ...]
    others: str
    gap: str
    verdict: str  # higher, similar, lower; empty without a gap
    is_fragile: bool  # the gap may rest on one person
    johari: Johari | None
    agreement: tuple[tuple[str, Agreement], ...]  # groups' label and what they agree on
    change: tuple[str, Direction] | None = None  # since the campaign before, traits only


@dataclass(frozen=True, slots=True)
class Comparison:
    """All traits and items of one leader, side by side."""

    columns: tuple[tuple[str, int], ...]  # label and raters
    others_n: int
    hidden: tuple[str, ...]
    traits: tuple[Row, ...]
    items: tuple[Row, ...]
    has_self: bool
    has_others: bool
    is_flat: bool  # the highest and lowest items differ by less than their margin
    margin: str  # the widest margin of a trait, in points; empty without Others
    previous: str  # the campaign before, if something of it may be compared


def compare(material: Material, order: Order = Order.SURVEY) -> Comparison:
    """Return the comparison of a release, its items in the order asked for."""
    figures, write = material.profile, material.write
    columns = (*figures.identified, *figures.blocks)
    return Comparison(
        columns=tuple((write.column(column), column.n) for column in columns),
        others_n=figures.others.n,
        hidden=tuple(write.group(group) for group in figures.hidden_groups),
        traits=tuple(_trait_row(material, trait) for trait in figures.traits),
        items=tuple(_item_row(material, item) for item in _sorted(figures.items, order)),
        has_self=material.has_self,
        has_others=material.has_others,
        is_flat=material.findings.flat,
        margin=_widest_margin(material),
        previous=_previous(material),
    )


def _trait_row(material: Material, trait: TraitProfile) -> Row:
    name = material.write.trait(trait.key)
    row = _row(material, trait, label=name, trait=name, agreement=())
    if trait.change is None:
        return row
    return replace(row, change=(material.write.signed(trait.change), trait.change.direction))


def _item_row(material: Material, item: ItemProfile) -> Row:
    write = material.write
    agreement = tuple(
        (write.column(column), view)
        for column, view in zip(material.profile.blocks, item.agreement, strict=True)
        if view is not None
    )
    return _row(
        material,
        item,
        label=write.statement(item.key),
        trait=material.trait_of(item.key),
        agreement=agreement,
    )


def _row(
    material: Material,
    figures: ItemProfile | TraitProfile,
    *,
    label: str,
    trait: str,
    agreement: tuple[tuple[str, Agreement], ...],
) -> Row:
    write, gap = material.write, figures.gap
    return Row(
        key=figures.key,
        label=label,
        trait=trait,
        own=write.own(figures.self_),
        columns=tuple(write.score(score) for score in (*figures.identified, *figures.blocks)),
        others=write.score(figures.others),
        gap=write.signed(gap),
        verdict=gap.verdict if gap else "",
        is_fragile=_is_fragile(gap),
        johari=figures.johari,
        agreement=agreement,
    )


def _widest_margin(material: Material) -> str:
    scores = [trait.others for trait in material.profile.traits]
    margins = [score.margin95 for score in scores if score and score.margin95]
    return material.write.points(max(margins)) if margins else ""


def _previous(material: Material) -> str:
    previous = material.release.figures.previous
    is_compared = any(trait.change for trait in material.profile.traits)
    return previous.campaign if previous and is_compared else ""


def _is_fragile(gap: Gap | None) -> bool:
    return gap is not None and gap.verdict != "similar" and not gap.certain


def _sorted(items: tuple[ItemProfile, ...], order: Order) -> list[ItemProfile]:
    if order is Order.GAP:
        return sorted(items, key=_by_gap)
    if order is Order.OTHERS:
        return sorted(items, key=_by_others)
    return list(items)


def _by_gap(item: ItemProfile) -> tuple[bool, Fraction | int, int]:
    # The widest gap first, whichever way; what has none last.
    return item.gap is None, -abs(item.gap.exact) if item.gap else 0, item.index


def _by_others(item: ItemProfile) -> tuple[bool, Fraction | int, int]:
    return item.others is None, -item.others.exact if item.others else 0, item.index
