"""The traits: self, every group and Others against the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import ProfileChart, Row
from reports.pieces import Chart, Grid, Section, Text, Together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.pieces import Piece
    from reports.profile import TraitProfile
    from reports.sections.material import Material


PAGE = 640.0
"""How tall a chart may be at all, in points; a longer one goes on with another drawing."""
MANY = 7
"""From so many traits on, chart and table do not fit on a page: the table at the end has all."""
ALONE = 400.0
"""How much of a page the leader's own marks need, in points."""
TALLEST = 280.0
"""How tall the chart may be before its lanes get narrower, in points."""


def profile_page(material: Material) -> Section | None:
    """Return the profile of traits, or nothing when nobody has answered at all."""
    if not material.has_others and not material.has_self:
        return None
    # The leader's own marks alone are a short page: they follow the opening.
    title, pieces = material.say("profile.title"), tuple(_pieces(material))
    return Section("profile", title, pieces, shares_page=not material.has_others, room=ALONE)


def _pieces(material: Material) -> Iterator[Piece]:
    say = material.say
    yield Text(say("profile.intro"))
    for drawing in _chart(material).drawings(PAGE):
        yield Chart(drawing, _alternative(material))
    if material.has_others:
        yield Text(f"{say('profile.legend_note')} {_uncertain(material)}", tone="small")
    persons = [one for one in material.profile.identified if one.n == 1]
    for column in persons:
        group = material.write.column(column)
        yield Text(say("profile.person", group=group), tone="small")
    if not _has_many(material):
        yield Together((_table(material),))


def _has_many(material: Material) -> bool:
    return len(material.profile.traits) >= MANY


def _chart(material: Material) -> ProfileChart:
    rows = [
        Row(
            material.write.trait(trait.key),
            material.marks_of(trait),
            material.others_mark(trait),
            note="" if _has_any(trait) else material.say("words.few"),
        )
        for trait in material.profile.traits
    ]
    heading = material.say("words.others") if material.has_others else ""
    return ProfileChart(
        rows,
        material.series,
        material.axis,
        width=material.width,
        heading=heading,
        tallest=TALLEST,
    )


def _has_any(trait: TraitProfile) -> bool:
    return any((trait.self_, trait.others, *trait.identified, *trait.blocks))


def _alternative(material: Material) -> str:
    traits = material.profile.traits
    seen = [(trait.others.exact, trait) for trait in traits if trait.others]
    where = material.say("profile.at_the_end" if _has_many(material) else "profile.below")
    if not seen:
        return material.say("profile.alternative_self", count=len(traits), where=where)
    highest = max(seen, key=lambda pair: pair[0])[1]
    lowest = min(seen, key=lambda pair: pair[0])[1]
    return material.say(
        "profile.alternative",
        count=len(traits),
        highest=_named(material, highest),
        lowest=_named(material, lowest),
        where=where,
    )


def _named(material: Material, trait: TraitProfile) -> str:
    return f"{material.write.trait(trait.key)} {material.write.worded(trait.others)}"


def _uncertain(material: Material) -> str:
    margins = [
        (trait.others.margin95, trait.others.fewest)
        for trait in material.profile.traits
        if trait.others and trait.others.margin95
    ]
    if not margins:
        return ""
    margin, n = max(margins)
    shown = material.write.points(margin)
    return material.say("profile.uncertain", n=n, margin=shown)


def _table(material: Material) -> Grid:
    say, write, figures = material.say, material.write, material.profile
    columns = (*figures.identified, *figures.blocks)
    header = [say("words.trait"), say("words.you")]
    header += [write.column(column) for column in columns]
    header += [say("words.others"), say("words.gap")] if material.has_others else []
    rows = tuple(_row(material, trait) for trait in figures.traits)
    return Grid(tuple(header), rows, (), say("profile.table_summary"))


def _row(material: Material, trait: TraitProfile) -> tuple[str, ...]:
    write = material.write
    scores = (*trait.identified, *trait.blocks)
    others = write.score(trait.others)
    if trait.others and write.word(trait.others):
        others = f"{others}\n{write.word(trait.others)}".replace(" ", "\u00a0")
    own = (write.trait(trait.key), write.score(trait.self_), *map(write.score, scores))
    return (*own, others, write.signed(trait.gap)) if material.has_others else own
