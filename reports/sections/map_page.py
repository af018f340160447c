"""Self against Others: each trait in a sentence, each item on a map."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from reports.charts import MapTexts, Point, map_chart
from reports.pieces import Bullets, Chart, Heading, Section, Text
from reports.profile import HIGH_SHARE, ITEM_STEP_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reportlab.graphics.shapes import Drawing

    from reports.pieces import Piece
    from reports.profile import Johari
    from reports.sections.material import Material


TALLEST = 560.0
"""How tall the map may be, in points."""


def map_page(material: Material) -> Section | None:
    """Return the map, or nothing where one of the two pictures is missing."""
    points = _points(material)
    if not points:
        return None
    return Section("map", material.say("map.title"), tuple(_pieces(material, points)))


def _points(material: Material) -> list[Point]:
    return [
        Point(material.ranks[item.key], item.others, item.self_)
        for item in material.findings.ranked
        if item.others and item.self_
    ]


def _pieces(material: Material, points: list[Point]) -> Iterator[Piece]:
    say, lowest = material.say, material.axis.lowest
    width = material.axis.highest - lowest
    high = lowest + HIGH_SHARE * width
    yield Text(say("map.leniency"))
    yield Bullets(tuple(_gaps(material)))
    yield Heading(say("map.items_title"))
    yield Text(say("map.intro"))
    texts = MapTexts(
        others=say("map.x"),
        own=say("map.y"),
        hidden_strength=say("map.hidden_strength"),
        known_strength=say("map.known_strength"),
        known_development=say("map.known_development"),
        blind_spot=say("map.blind_spot"),
    )

    def draw(shown: list[Point]) -> Drawing:
        return map_chart(shown, material.axis, high=float(high), width=material.width, texts=texts)

    drawing = draw(points)
    if drawing.height > TALLEST:
        # With very many items the map keeps to what differs; the ranking has them all.
        drawing = draw(_differing(material, points))
        yield Text(say("map.only_differing"))
    yield Chart(drawing, _alternative(material, len(points)))
    step = material.write.points(ITEM_STEP_SHARE * width)
    explanation = say("map.explain", high=material.write.points(Fraction(high)), step=step)
    certain = _certain(material)
    if certain:
        explanation = f"{explanation} {say('map.certain', numbers=certain)}"
    if certain or any(trait.gap and trait.gap.certain for trait in material.profile.traits):
        explanation = f"{explanation} {say('words.certain_means')}"
    yield Text(explanation, tone="small")


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
