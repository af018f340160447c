"""Self against Others: each trait in a sentence, each item on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import MapTexts, Point, map_chart, map_height
from reports.sections.pieces import Bullets, Chart, Heading, Section, Text
from reports.shown.profile import HIGH_SHARE, ITEM_STEP_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from fractions import Fraction

    from reportlab.graphics.shapes import Drawing

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import Johari


TALLEST = 560.0
"""How tall the map may be, in points."""


def map_page(material: Material, *, is_short: bool = False) -> Section | None:
    """Return the map, or nothing where one of the two pictures is missing.

    The short form stands below the profile.
    """
    seen = _points(material)
    if not seen:
        return None
    pieces = _short_pieces(material, seen) if is_short else _pieces(material, seen)
    return Section("map", material.say("map.title"), tuple(pieces), shares_page=is_short)


def _points(material: Material) -> list[Point]:
    return [
        Point(material.ranks[item.key], item.others, item.self_)
        for item in material.findings.ranked
        if item.others and item.self_
    ]


def _short_pieces(material: Material, seen: list[Point]) -> Iterator[Piece]:
    """Yield the map below the profile: what explains it in one paragraph."""
    say = material.say
    yield Text(" ".join(_gaps(material)))
    yield Chart(_drawn(material, seen), _alternative(material, len(seen)))
    words = [say("map.intro"), _explanation(material)]
    if any(trait.gap and trait.gap.verdict == "higher" for trait in material.profile.traits):
        words.append(say("map.leniency"))
    yield Text(" ".join(words), tone="small")


def _pieces(material: Material, seen: list[Point]) -> Iterator[Piece]:
    say = material.say
    yield Text(say("map.leniency"))
    yield Bullets(tuple(_gaps(material)))
    yield Heading(say("map.items_title"))
    yield Text(say("map.intro"))
    shown = seen
    if map_height(seen, material.axis, width=material.width) > TALLEST:
        # With very many items the map keeps to what differs; the ranking has them all.
        shown = _differing(material, seen)
        yield Text(say("map.only_differing"))
    yield Chart(_drawn(material, shown), _alternative(material, len(seen)))
    yield Text(_explanation(material), tone="small")


def _drawn(material: Material, shown: list[Point]) -> Drawing:
    say = material.say
    texts = MapTexts(
        others=say("map.x"),
        own=say("map.y"),
        hidden_strength=say("map.hidden_strength"),
        known_strength=say("map.known_strength"),
        known_development=say("map.known_development"),
        blind_spot=say("map.blind_spot"),
    )
    high = float(_high(material))
    return map_chart(shown, material.axis, high=high, width=material.width, texts=texts)


def _high(material: Material) -> Fraction:
    """Return where high figures begin."""
    return material.axis.lowest + HIGH_SHARE * (material.axis.highest - material.axis.lowest)


def _explanation(material: Material) -> str:
    say, write = material.say, material.write
    step = ITEM_STEP_SHARE * (material.axis.highest - material.axis.lowest)
    said = [say("map.explain", high=write.points(_high(material)), step=write.points(step))]
    certain = _certain(material)
    if certain:
        said.append(say("map.certain", numbers=certain))
    if certain or any(trait.gap and trait.gap.certain for trait in material.profile.traits):
        said.append(say("words.certain_means"))
    return " ".join(said)


def _differing(material: Material, points: list[Point]) -> list[Point]:
    """Return the points of the lists of blind spots and hidden strengths, at most ten."""
    listed = (*material.findings.blind_spots, *material.findings.hidden_strengths)
    numbers = {material.ranks[item.key] for item in listed}
    return [point for point in points if point.number in numbers]


def _alternative(material: Material, count: int) -> str:
    def numbers(kind: Johari) -> str:
        ranks = [material.ranks[one.key] for one in material.findings.ranked if one.johari == kind]
        return ", ".join(map(str, ranks)) or material.say("words.nothing")

    return material.say(
        "map.alternative",
        count=count,
        known=numbers("known_strength"),
        hidden=numbers("hidden_strength"),
        blind=numbers("blind_spot"),
        growth=numbers("known_development_area"),
    )


def _certain(material: Material) -> str:
    """Return the numbers of the hidden strengths and blind spots that are certain."""
    ranked = material.findings.ranked
    return ", ".join(str(material.ranks[item.key]) for item in ranked if item.johari_certain)


def _gaps(material: Material) -> Iterator[str]:
    say, write = material.say, material.write
    similar = []
    for trait in material.profile.traits:
        if trait.gap is None:
            continue
        name = write.trait(trait.key)
        if trait.gap.verdict == "similar":
            similar.append(name)
            continue
        gap = material.marked(write.signed(trait.gap), certain=trait.gap.certain)
        yield say(f"map.{trait.gap.verdict}", trait=name, gap=gap)
    if similar:
        yield say("map.similar", traits=say.joined(similar))
