"""The leader's main message: three plain sentences that everything else begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.pieces import Heading, Text, Together

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.message import Message, Point, Sentence


def points_of(found: Message | None) -> tuple[Point, ...]:
    """Return the three points of a message; none where Others have no figure."""
    return (found.valued, found.differing, found.to_begin_with) if found else ()


def message_pieces(material: Material) -> Iterator[Piece]:
    """Yield the three points, each under its heading; nothing where Others have no figure."""
    for point in points_of(material.main_message):
        heading = Heading(material.say(f"message.{point.heading}_title"))
        yield Together((heading, Text(written(material, point))))


def written(material: Material, point: Point) -> str:
    """Return the sentences of a point, filled in."""
    return " ".join(_written(material, one) for one in point.sentences)


def _written(material: Material, sentence: Sentence) -> str:
    say, write = material.say, material.write
    words = {"items": material.statements(sentence.items)}
    if sentence.items:
        first, last = sentence.items[0], sentence.items[-1]
        words |= {"others": write.worded(first.others), "own": write.own_worded(first.self_)}
        words |= {"highest": write.worded(first.others), "lowest": write.worded(last.others)}
        words["group"] = material.divided_groups(first)
    names = [write.trait(trait.key) for trait in sentence.traits]
    traits = _all_of(material, len(names)) if "lean" in sentence.says else say.joined(names)
    return say(f"message.{sentence.says}", traits=traits, **words)


def _all_of(material: Material, traits: int) -> str:
    """Return in how many traits it is so, where it is so in all of them."""
    return material.say("message.in_both" if traits == 2 else "message.in_all", traits=traits)
