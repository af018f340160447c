"""Three things to talk about at the next workplace meeting, and thirty minutes to do it in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.pieces import Bullets, Heading, Text, WritingLines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece
    from reports.shown.parts import PartItem
    from reports.subjects.unit.material import PartMaterial


def meeting(material: PartMaterial) -> Iterator[Piece]:
    """Yield what to take up, the guide in five steps, and lines to write on."""
    say = material.say
    yield Text(say("part.meeting_lead"), tone="lead")
    yield Heading(say("part.three_title"))
    yield Bullets(tuple(_things(material)), numbered=True)
    yield Heading(say("part.guide_title"))
    yield Bullets(say.all("part.guide"))
    yield Heading(say("part.lines_title"))
    yield from (WritingLines(label, 1) for label in say.all("part.lines"))


def _things(material: PartMaterial) -> Iterator[str]:
    """Yield the statement to keep, then those to do better."""
    first, *others = material.profile.to_talk_about
    yield _thing(material, "keep", first)
    yield from (_thing(material, _why(one), one) for one in others)


def _why(item: PartItem) -> str:
    is_under = item.difference is not None and item.difference.against == "under"
    return "under" if is_under else "lowest"


def _thing(material: PartMaterial, why: str, item: PartItem) -> str:
    return material.say(
        f"part.talk_{why}",
        statement=material.say("words.quote", text=material.statement(item.key)),
        figure=material.worded(item.own),
    )
