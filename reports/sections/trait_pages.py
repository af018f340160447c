"""The traits, two to a page where they fit: each statement in a row of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import ChartRow, ProfileChart, StripChart
from reports.charts.strips import CLOSE_LANE, LANE, LEAST
from reports.sections.heights import PAGE, SECTION, SHARED_SECTION, height_of
from reports.sections.marking import mark_of, marks_in_words
from reports.sections.pieces import Chart, Section, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile, TraitProfile

TALLEST = 640.0
"""How tall a chart may be, in points; a longer one goes on with another drawing."""


def trait_pages(material: Material) -> Iterator[Section]:
    """Yield one section for each trait; the legend stands where a page begins."""
    waiting = material.profile.traits if material.has_others else ()
    while waiting:
        page = tuple(_page(material, waiting, LANE))
        if len(page) == 1 < len(waiting):
            closer = tuple(_page(material, waiting, CLOSE_LANE))
            page = closer if len(closer) > 1 else page
        yield from page
        waiting = waiting[len(page) :]


def _page(material: Material, traits: Sequence[TraitProfile], lane: float) -> Iterator[Section]:
    """Yield the first of these traits, and those after it that fit on its page."""
    left = 0.0
    for number, trait in enumerate(traits):
        heading = SHARED_SECTION if number else SECTION
        if number and left < heading + LEAST * len(trait.items):
            return
        pieces = tuple(_pieces(material, trait, has_legend=not number, lane=lane))
        height = heading + height_of(pieces, material.width)
        if number and height > left:
            return
        left = (left if number else PAGE) - height
        title = material.write.trait(trait.key)
        yield Section(f"trait-{trait.key}", title, pieces, shares_page=bool(number), room=0.0)


def _pieces(
    material: Material, trait: TraitProfile, *, has_legend: bool, lane: float
) -> Iterator[Piece]:
    asked = next(one for one in material.survey.traits if one.key == trait.key)
    yield Text(f"{material.write.local(asked.description)} {_score(material, trait)}")
    chart = _chart(material, trait, has_legend=has_legend, lane=lane)
    for drawing in chart.drawings(TALLEST):
        yield Chart(drawing, _alternative(material, trait))
    closing = [*_agreement(material, trait)]
    if has_legend and any(item.spread for item in trait.items) and not material.is_narrow:
        closing.insert(0, _bands(material))
    if asked.reflection:
        questions = (material.write.local(text) for text in asked.reflection)
        closing.append(f"{material.say('trait.reflection')}: {' '.join(questions)}")
    if closing:
        yield Text(" ".join(closing), tone="small")


def _score(material: Material, trait: TraitProfile) -> str:
    say, write = material.say, material.write
    others, own = write.worded(trait.others), write.worded(trait.self_)
    if trait.others and trait.self_:
        gap = say("trait.difference", gap=write.signed(trait.gap))
        return f"{say('trait.score', others=others, own=own)} {gap}"
    if trait.others:
        return say("trait.score_others", others=others)
    return say("trait.score_own", own=own) if trait.self_ else say("trait.score_none")


def _chart(
    material: Material, trait: TraitProfile, *, has_legend: bool, lane: float
) -> ProfileChart | StripChart:
    rows, heading = [_row(material, item) for item in trait.items], material.say("words.others")
    if material.is_narrow:
        width = material.width
        return ProfileChart(rows, material.series, material.axis, width=width, heading=heading)
    return StripChart(
        rows,
        material.series,
        material.axis,
        width=material.width,
        heading=heading,
        band_heading=material.say("trait.bands"),
        has_legend=has_legend,
        lane=lane,
    )


def _row(material: Material, item: ItemProfile) -> ChartRow:
    marks, others = material.marks_of(item), material.others_mark(item)
    beneath = material.words_beneath(item.others)
    if item.gap:
        beneath += (material.say("trait.gap", gap=material.write.signed(item.gap)),)
    return ChartRow(
        material.write.statement(item.key),
        marks,
        others,
        finding=mark_of(material, item),
        spread=None if material.is_narrow else item.spread,
        note="" if marks or others else material.say("words.no_figure"),
        beneath=beneath,
    )


def _alternative(material: Material, trait: TraitProfile) -> str:
    name = material.write.trait(trait.key)
    keys = {item.key for item in trait.items}
    ranked = [item for item in material.findings.ranked if item.key in keys]
    if not ranked:
        has_own = any(item.self_ for item in trait.items)
        own = material.say("trait.alternative_own") if has_own else ""
        return material.say("trait.alternative_few", trait=name, own=own)
    marks = marks_in_words(material, ranked)
    figure = material.write.worded(ranked[0].others)
    if len(ranked) == len(trait.items) and figure == material.write.worded(ranked[-1].others):
        said = material.say("trait.alternative_equal", trait=name, figure=figure)
    else:
        highest, lowest = _named(material, ranked[0]), _named(material, ranked[-1])
        said = material.say("trait.alternative", trait=name, highest=highest, lowest=lowest)
    return " ".join(filter(None, (said, marks, material.say("trait.alternative_where"))))


def _named(material: Material, item: ItemProfile) -> str:
    return f"{material.statements([item])} {material.write.worded(item.others)}"


def _bands(material: Material) -> str:
    low, middle, high = material.band_steps
    return material.say("trait.bands_explain", low=low, middle=middle, high=high)


def _agreement(material: Material, trait: TraitProfile) -> Iterator[str]:
    """Yield for each group, where it may be told, how alike its members answer."""
    for number, column in enumerate(material.profile.blocks):
        classes = [item.agreement[number] for item in trait.items]
        divided, group = classes.count("divided"), material.write.column(column)
        if divided:
            yield material.say.count("trait.divided", divided, group=group)
        elif 2 * sum(kind in {"high", "moderate"} for kind in classes) > len(classes):
            yield material.say("trait.agree", group=group)  # it says "most statements"
