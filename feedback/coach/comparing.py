"""Self against others as rows of words: what a coach reads before the talk."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from feedback.coach.sorting import Sorting, column_keys
from reports.charts import Voice
from reports.charts.palette import SELF
from reports.norms.classes import leaders_in_norm, self_other_class
from reports.policy import LEADERS_FOR_CLASSES
from reports.sections.material import Material

if TYPE_CHECKING:
    from reports.norms.classes import SelfOtherClass
    from reports.release import Agreement
    from reports.shown.findings import Called, Finding
    from reports.shown.profile import ItemProfile, TraitProfile
    from reports.shown.scores import Direction, Gap


class CoachMaterial(Material):
    """The leader's material, in which "you" is the leader by name: another reads it."""

    @cached_property
    def self_series(self) -> Voice:
        """How the leader's own marks look."""
        return Voice("self", self.cover.leader_name, *SELF)


STEADY_FROM = 6
"""From so many answers a group's picture is usually steady: with single-rater reliabilities of
.30 to .37 (Conway & Huffcutt 1997), four to six raters reach .70."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A group's column: its name in addresses, its label, and how many raters it has."""

    key: str
    label: str
    n: int


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
    is_fragile: bool  # the gap, or what the item is called, may rest on one person
    called: Called | None  # what stands out, as in the leader's own report; items only
    agreement: tuple[tuple[str, Agreement], ...]  # groups' label and what they agree on
    change: tuple[str, str, Direction] | None = None  # before, difference, in words; traits only
    against_norm: SelfOtherClass | None = None  # traits only, with a norm of thirty


@dataclass(frozen=True, slots=True)
class Comparison:
    """All traits and items of one leader, side by side."""

    columns: tuple[Heading, ...]
    others_n: int
    hidden: tuple[str, ...]
    traits: tuple[Row, ...]
    items: tuple[Row, ...]
    has_self: bool
    has_others: bool
    is_flat: bool  # the highest and lowest items differ by less than their margin
    margin: str  # the widest margin of a trait, in points; empty without Others
    previous: str  # the campaign before, if something of it may be compared
    few: tuple[Heading, ...]  # groups whose picture rests on few answers
    norm: int  # leaders with the same survey
    norm_from: int  # how many the classes need
    has_classes: bool
    has_agreement: bool  # some group has enough answers to tell whether they are alike


def compare(material: Material, order: Sorting = Sorting()) -> Comparison:  # noqa: B008 - frozen
    """Return the comparison of a release, its traits and items in the order asked for."""
    figures, write = material.profile, material.write
    columns = _headings(material)
    traits = tuple(_trait_row(material, one) for one in order.sorted(figures.traits, figures))
    items = tuple(_item_row(material, one) for one in order.sorted(figures.items, figures))
    return Comparison(
        columns=columns,
        others_n=figures.others.n,
        hidden=tuple(write.group(group) for group in figures.hidden_groups),
        traits=traits,
        items=items,
        has_self=material.has_self,
        has_others=material.has_others,
        is_flat=material.findings.flat,
        margin=_widest_margin(material),
        previous=_previous(material),
        few=tuple(one for one in columns[len(figures.identified) :] if one.n < STEADY_FROM),
        norm=leaders_in_norm(material.release.figures),
        norm_from=LEADERS_FOR_CLASSES,
        has_classes=any(row.against_norm for row in traits),
        has_agreement=any(row.agreement for row in items),
    )


def _headings(material: Material) -> tuple[Heading, ...]:
    figures = material.profile
    columns = (*figures.identified, *figures.blocks)
    return tuple(
        Heading(key, material.write.column(column), column.n)
        for key, column in zip(column_keys(figures), columns, strict=True)
    )


def _trait_row(material: Material, trait: TraitProfile) -> Row:
    name = material.write.trait(trait.key)
    row = _row(material, trait, label=name, trait=name, agreement=())
    row = replace(row, against_norm=self_other_class(material.release.figures, trait))
    if trait.change is None:
        return row
    before, change = material.write.points(trait.change.before), trait.change
    return replace(row, change=(before, material.write.signed(change), change.direction))


def _item_row(material: Material, item: ItemProfile) -> Row:
    write = material.write
    agreement = tuple(
        (write.column(column), view)
        for column, view in zip(material.profile.blocks, item.agreement, strict=True)
        if view is not None
    )
    row = _row(
        material,
        item,
        label=write.statement(item.key),
        trait=material.trait_of(item.key),
        agreement=agreement,
    )
    found = material.findings.by_item.get(item.key)
    return row if found is None else _named(row, found)


def _named(row: Row, found: Finding) -> Row:
    return replace(row, called=found.called, is_fragile=row.is_fragile or found.may_rest_on_one)


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
        called=None,
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
