"""The traits: self, every group and Others against the scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import ChartRow, ProfileChart
from reports.sections.pieces import Chart, Grid, Section, Text, Together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import TraitProfile


PAGE = 640.0
"""How tall a chart may be at all, in points; a longer one goes on with another drawing."""
MANY = 7
"""From so many traits on, chart and table do not fit on a page: the table at the end has all."""
TALLEST, SHORT = 280.0, 120.0
"""How tall the chart may be before its lanes get narrower, in points."""
AROUND, ROW = 125.0, 19.0
"""How much room title, sentences and the table's head take, and a row of it, in points."""


def profile_page(material: Material, *, is_short: bool = False) -> Section | None:
    """Return the profile of traits, or nothing when nobody has answered at all.

    The short form leaves its values to the table at the end, as does one of very many traits.
    """
    if not material.has_others and not material.has_self:
        return None
    # The leader's own marks alone are a short page: they follow the opening.
    title, pieces = material.say("profile.title"), tuple(_pieces(material, is_short=is_short))
    is_alone = not material.has_others
    return Section("profile", title, pieces, shares_page=is_alone, room=_room(pieces, material))


def _room(pieces: tuple[Piece, ...], material: Material) -> float:
    """Return about how much of a page this takes, so that it is not torn apart."""
    charts = [piece.drawing.height for piece in pieces if isinstance(piece, Chart)]
    return float(sum(charts)) + AROUND + ROW * len(material.profile.traits)


def _pieces(material: Material, *, is_short: bool) -> Iterator[Piece]:
    has_table = not is_short and len(material.profile.traits) < MANY
    where = material.say("profile.below" if has_table else "profile.at_the_end")
    yield Text(material.say("profile.intro" if material.has_others else "profile.intro_alone"))
    for drawing in _chart(material, SHORT if is_short else TALLEST).drawings(PAGE):
        yield Chart(drawing, _alternative(material, where))
    notes = " ".join(_notes(material))
    if notes:
        yield Text(notes, tone="small")
    if has_table:
        yield Together((_table(material),))


def _notes(material: Material) -> Iterator[str]:
    say = material.say
    if material.has_others:
        yield say("profile.legend_note")
        yield _uncertain(material)
    for column in material.profile.identified:
        if column.n == 1:
            yield say("profile.person", group=material.write.column(column))


def _chart(material: Material, tallest: float) -> ProfileChart:
    return ProfileChart(
        [_chart_row(material, trait) for trait in material.profile.traits],
        material.series,
        material.axis,
        width=material.width,
        heading=material.say("words.others") if material.has_others else "",
        tallest=tallest,
    )


def _chart_row(material: Material, trait: TraitProfile) -> ChartRow:
    marks, others = material.marks_of(trait), material.others_mark(trait)
    return ChartRow(
        material.write.trait(trait.key),
        marks,
        others,
        note="" if marks or others else material.say("words.no_figure"),
        beneath=material.words_beneath(trait.others),
    )


def _alternative(material: Material, where: str) -> str:
    traits = material.profile.traits
    seen = [(trait.others.exact, trait) for trait in traits if trait.others]
    if not seen:
        shown = [material.write.column(one) for one in material.profile.identified]
        own = [material.say("words.you")] if material.has_self else []
        who = material.say.joined([*own, *shown])
        return material.say("profile.alternative_few", count=len(traits), who=who, where=where)
    highest = max(seen, key=lambda pair: pair[0])[1]
    lowest = min(seen, key=lambda pair: pair[0])[1]
    figure = material.write.worded(highest.others)
    if len(seen) == len(traits) and figure == material.write.worded(lowest.others):
        return material.say(
            "profile.alternative_equal", count=len(traits), figure=figure, where=where
        )
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
    who = [say("words.you")] if material.has_self else []
    who += [write.column(column) for column in columns]
    who += [say("words.others")] if material.has_others else []
    gap = [say("words.gap")] if material.has_others and material.has_self else []
    rows = tuple(_row(material, trait) for trait in figures.traits)
    summary = say("profile.table_summary", who="; ".join(who))
    return Grid((say("words.trait"), *who, *gap), rows, (), summary)


def _row(material: Material, trait: TraitProfile) -> tuple[str, ...]:
    write = material.write
    scores = (*trait.identified, *trait.blocks)
    others = write.score(trait.others)
    if trait.others and write.word(trait.others):
        others = f"{others}\n{write.word(trait.others)}".replace(" ", "\u00a0")
    row = [write.trait(trait.key), *([write.score(trait.self_)] if material.has_self else [])]
    row += map(write.score, scores)
    row += [others] if material.has_others else []
    row += [write.signed(trait.gap)] if material.has_others and material.has_self else []
    return tuple(row)
