"""Self against Others: each trait in a sentence, each item on a map."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.charts import ChartPoint, MapTexts, map_chart
from reports.sections.marking import mark_of, marks_among, marks_in_words, numbers_of
from reports.sections.pieces import Bullets, Chart, Heading, Section, Text
from reports.shown.naming import limits_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.charts import Voice
    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile

LARGEST = 356.0
"""How long a side of the map is, in points."""


def map_page(material: Material, *, side: float | None = None) -> Section | None:
    """Return the map, or nothing where one of the two pictures is missing.

    With a side it is the short form, which stands below the profile.
    """
    seen = [item for item in material.findings.ranked if item.self_]
    if not seen:
        return None
    pieces = _short_pieces(material, seen, side) if side else _pieces(material, seen)
    return Section("map", material.say("map.title"), tuple(pieces), shares_page=bool(side))


def _short_pieces(material: Material, seen: list[ItemProfile], side: float) -> Iterator[Piece]:
    """Yield the map below the profile: what explains it in one paragraph."""
    above, below = words_around(material)
    yield from (above, _map(material, seen, side), below)


def words_around(material: Material) -> tuple[Text, Text]:
    """Return what stands above and below the map in its short form."""
    words = [material.say("map.intro"), _explanation(material)]
    if any(trait.gap and trait.gap.verdict == "higher" for trait in material.profile.traits):
        words.append(material.say("map.leniency"))
    return Text(" ".join(_gaps(material))), Text(" ".join(words), tone="small")


def _pieces(material: Material, seen: list[ItemProfile]) -> Iterator[Piece]:
    say = material.say
    yield Text(say("map.leniency"))
    yield Bullets(tuple(_gaps(material)))
    yield Heading(say("map.items_title"))
    yield Text(say("map.intro"))
    yield _map(material, seen, LARGEST)
    yield Text(_explanation(material), tone="small")


def _map(material: Material, seen: list[ItemProfile], largest: float) -> Chart:
    say = material.say
    texts = MapTexts(
        others=say("map.x"),
        own=say("map.y"),
        key=tuple(_key(material, seen)),
    )
    points = [point for item in seen if (point := _point(material, item))]
    drawing = map_chart(points, material.axis, width=material.width, texts=texts, largest=largest)
    marks = marks_in_words(material, seen)
    words = say("map.alternative", count=len(seen), marks=f" {marks}" if marks else "")
    return Chart(drawing, words)


def _point(material: Material, item: ItemProfile) -> ChartPoint | None:
    if item.others is None or item.self_ is None:
        return None
    mark = mark_of(material, item)
    number = material.ranks[item.key] if mark and item.key in material.listed else None
    return ChartPoint(number, item.others, item.self_, mark)


def _key(
    material: Material, seen: list[ItemProfile]
) -> Iterator[tuple[Voice | None, tuple[str, ...]]]:
    say, unmarked = material.say, sum(mark_of(material, item) is None for item in seen)
    for mark in marks_among(material, seen):
        numbers = numbers_of(material, mark, seen)
        yield mark, (mark.label, say("finding.numbers", numbers=numbers))
    if unmarked:
        yield None, (say("finding.none"), say("finding.rest", n=unmarked))


def _explanation(material: Material) -> str:
    limits, write = limits_of(material.profile.scale), material.write
    return material.say(
        "map.explain",
        step=write.number(limits.step),
        high=write.number(limits.high_from),
        middle=write.number(limits.low_below),
    )


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
        gap = material.hedged(write.signed(trait.gap), certain=trait.gap.certain)
        yield say(f"map.{trait.gap.verdict}", trait=name, gap=gap)
    if similar:
        yield say("map.similar", traits=say.joined(similar))
