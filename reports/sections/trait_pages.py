"""A page for each trait; two share one from six traits on, and where both are short."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import ChartRow, ProfileChart
from reports.sections.marking import mark_of, marks_in_words
from reports.sections.pieces import Bullets, Chart, Heading, Section, Text, Together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile, TraitProfile

MANY = 6
"""From so many traits on, two share a page."""
PAGE = 640.0
"""How tall a chart may be at all, in points; a longer one goes on with another drawing."""
HEADING_AND_TEXT = 100.0
"""How much stands around a trait's chart where two share a page, in points."""
REFLECTION = 55.0
"""How much room the questions to think about take, in points."""
FULL_PAGE, HALF_PAGE = 500.0, 235.0
"""How tall a chart may be before its lanes get narrower, in points."""
GROUP = 48.0
"""How much room the sentence takes that says how a group answers, from the second on."""
NAMED = 3
"""How many statements such a sentence names."""


def trait_pages(material: Material) -> Iterator[Section]:
    """Yield one section for each trait."""
    if not material.has_others:
        return
    many = _has_many(material)
    for number, trait in enumerate(material.profile.traits):
        title = material.write.trait(trait.key)
        pieces = tuple(_short_pieces(material, trait) if many else _pieces(material, trait))
        yield Section(
            f"trait-{trait.key}",
            title,
            pieces,
            shares_page=not many or number % 2 == 1,
            room=_room(pieces),
        )


def _has_many(material: Material) -> bool:
    return len(material.profile.traits) >= MANY


def _pieces(material: Material, trait: TraitProfile) -> Iterator[Piece]:
    asked = next(one for one in material.survey.traits if one.key == trait.key)
    yield Text(material.write.local(asked.description))
    yield Text(_score(material, trait), tone="lead")
    for drawing in _chart(material, trait).drawings(PAGE):
        yield Chart(drawing, _alternative(material, trait))
    if any(item.spread for item in trait.items) and not material.is_narrow:
        yield Text(_bands(material), tone="small")
    sentences = tuple(_agreement(material, trait))
    if sentences:
        yield Bullets(sentences)
    if asked.reflection:
        questions = tuple(material.write.local(text) for text in asked.reflection)
        yield Together((Heading(material.say("trait.reflection")), Bullets(questions)))


def _short_pieces(material: Material, trait: TraitProfile) -> Iterator[Piece]:
    """Yield a trait so that two fit on a page: what is said elsewhere is left out."""
    asked = next(one for one in material.survey.traits if one.key == trait.key)
    yield Text(f"{material.write.local(asked.description)} {_score(material, trait)}")
    for drawing in _chart(material, trait).drawings(PAGE):
        yield Chart(drawing, _alternative(material, trait))
    counted = _agreement(material, trait, is_short=True)
    questions = [material.write.local(text) for text in asked.reflection]
    if questions:
        questions.insert(0, f"{material.say('trait.reflection')}:")
    closing = " ".join((*counted, *questions))
    if closing:
        yield Text(closing, tone="small")


def _room(pieces: tuple[Piece, ...]) -> float:
    """Return about how much of a page a trait takes, so that it is not torn apart."""
    charts = [piece.drawing.height for piece in pieces if isinstance(piece, Chart)]
    groups = sum(GROUP * len(piece.items) for piece in pieces if isinstance(piece, Bullets))
    questions = REFLECTION * sum(isinstance(piece, Together) for piece in pieces)
    return float(sum(charts)) + HEADING_AND_TEXT + groups + questions


def _score(material: Material, trait: TraitProfile) -> str:
    say, write = material.say, material.write
    others, own = write.worded(trait.others), write.worded(trait.self_)
    if trait.others and trait.self_:
        gap = say("trait.difference", gap=write.signed(trait.gap))
        return f"{say('trait.score', others=others, own=own)} {gap}"
    if trait.others:
        return say("trait.score_others", others=others)
    return say("trait.score_own", own=own) if trait.self_ else say("trait.score_none")


def _chart(material: Material, trait: TraitProfile) -> ProfileChart:
    return ProfileChart(
        [_row(material, item) for item in trait.items],
        material.series,
        material.axis,
        width=material.width,
        heading=material.say("words.others") if material.has_others else "",
        band_heading=material.say("trait.bands"),
        tallest=_tallest(material),
    )


def _tallest(material: Material) -> float:
    if _has_many(material):
        return HALF_PAGE
    return FULL_PAGE - GROUP * max(len(material.profile.blocks) - 1, 0)


def _row(material: Material, item: ItemProfile) -> ChartRow:
    marks, others = material.marks_of(item), material.others_mark(item)
    beneath = material.words_beneath(item.others)
    if item.gap and not _has_many(material):
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
    ranked = [item for item in material.findings.ranked if item in trait.items]
    if not ranked:
        return material.say("trait.alternative_few", trait=name)
    return material.say(
        "trait.alternative",
        trait=name,
        highest=_named(material, ranked[0]),
        lowest=_named(material, ranked[-1]),
        marks=marks_in_words(material, ranked),
    )


def _named(material: Material, item: ItemProfile) -> str:
    return f"{material.statements([item])} {material.write.worded(item.others)}"


def _bands(material: Material) -> str:
    low, middle, high = material.band_steps
    return material.say("trait.bands_explain", low=low, middle=middle, high=high)


def _agreement(material: Material, trait: TraitProfile, *, is_short: bool = False) -> Iterator[str]:
    """Yield for each group, where it may be told, how alike its members answer."""
    say = material.say
    for number, column in enumerate(material.profile.blocks):
        classes = [(item, item.agreement[number]) for item in trait.items]
        split = [item for item, kind in classes if kind == "divided"]
        group, rest = material.write.column(column), len(split) - NAMED
        items = material.statements(split[:NAMED])
        if not split:
            alike = sum(kind in {"high", "moderate"} for _, kind in classes)
            if 2 * alike > len(classes):  # it says "most statements"
                yield say("trait.agree", group=group)
        elif is_short:
            yield say.count("trait.disagree_count", len(split), group=group)
        elif rest > 0:
            yield say.count("trait.disagree_more", rest, group=group, items=items)
        else:
            yield say("trait.disagree", group=group, items=items)
