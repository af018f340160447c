"""The traits, two to a page where they fit: each statement in a row of its own."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.charts import ChartRow, ProfileChart, StripChart
from reports.charts.strips import CLOSER_LANES, LANE, LEAST
from reports.sections.heights import CHART_GAP, PAGE, height_of, title_height
from reports.sections.marking import mark_of, marks_in_words
from reports.sections.pieces import Chart, Section, Text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile, TraitProfile

TALLEST = 640.0
"""How tall a chart may be, in points; a longer one goes on with another drawing."""


@dataclass(frozen=True, slots=True)
class _Draft:
    """A trait whose chart is measured, and drawn only where it comes to stand."""

    trait: TraitProfile
    intro: Text
    chart: ProfileChart | StripChart
    closing: tuple[Text, ...]

    def height(self, width: float) -> float:
        return height_of((self.intro, *self.closing), width) + self.chart.height + CHART_GAP


def trait_pages(material: Material, below: float = math.inf) -> Iterator[Section]:
    """Yield one section for each trait; the legend stands where a page begins.

    On paper rows are as tall as their page lets them. `below` is the room, in points, that what
    follows needs to begin on the last page: where there is so much, it is left.
    """
    waiting = material.profile.traits if material.has_others else ()
    while waiting:
        page, left = _page(material, waiting, LANE)
        for lane in CLOSER_LANES if len(page) == 1 < len(waiting) else ():
            closer, its_left = _page(material, waiting, lane)
            if len(closer) > 1:
                page, left = closer, its_left
                break
        waiting = waiting[len(page) :]
        if material.has_cover and (waiting or left < below):
            _spread(page, left)
        for number, draft in enumerate(page):
            yield _section(material, draft, shares_page=bool(number))


def _page(
    material: Material, traits: Sequence[TraitProfile], lane: float
) -> tuple[list[_Draft], float]:
    """Return the first of these traits and those after it that fit on its page, and what is left.

    One that is taller than a page leaves less than nothing.
    """
    page: list[_Draft] = []
    left = PAGE
    for trait in traits:
        title = material.write.trait(trait.key)
        heading = title_height(title, material.width, shares_page=bool(page))
        if page and left < heading + LEAST * len(trait.items):
            break
        draft = _draft(material, trait, has_legend=not page, lane=lane)
        height = heading + draft.height(material.width)
        if page and height > left:
            break
        left -= height
        page.append(draft)
    return page, left


def _spread(page: Sequence[_Draft], left: float) -> None:
    """Make the rows of a page taller by what is left of it."""
    rows = sum(len(draft.trait.items) for draft in page)
    for draft in page:
        if isinstance(draft.chart, StripChart) and left > 0:
            draft.chart.spread(left / rows)


def _section(material: Material, draft: _Draft, *, shares_page: bool) -> Section:
    charts = (
        Chart(drawing, _alternative(material, draft.trait))
        for drawing in draft.chart.drawings(TALLEST)
    )
    pieces: tuple[Piece, ...] = (draft.intro, *charts, *draft.closing)
    key, title = draft.trait.key, material.write.trait(draft.trait.key)
    return Section(f"trait-{key}", title, pieces, shares_page=shares_page, room=0.0)


def _draft(material: Material, trait: TraitProfile, *, has_legend: bool, lane: float) -> _Draft:
    asked = next(one for one in material.survey.traits if one.key == trait.key)
    intro = Text(f"{material.write.local(asked.description)} {_score(material, trait)}")
    closing = [*_agreement(material, trait)]
    if has_legend and any(item.spread for item in trait.items) and not material.is_narrow:
        closing.insert(0, _bands(material))
    if asked.reflection:
        questions = (material.write.local(text) for text in asked.reflection)
        closing.append(f"{material.say('trait.reflection')}: {' '.join(questions)}")
    told = (Text(" ".join(closing), tone="small"),) if closing else ()
    return _Draft(trait, intro, _chart(material, trait, has_legend=has_legend, lane=lane), told)


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
