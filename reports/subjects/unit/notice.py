"""The notice for the wall: one page for everybody who works there, with words and few figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.pieces import Bullets, Heading, Text, WritingLines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece
    from reports.subjects.unit.material import PartMaterial


def notice(material: PartMaterial, *, most: int) -> Iterator[Piece]:
    """Yield thanks, what goes well and what we want to do better, at most so many of each."""
    say, profile = material.say, material.profile
    yield Text(say("part.notice_thanks", campaign=material.cover.campaign), tone="lead")
    if not profile.ranked:
        yield Text(say("part.nothing", k=profile.k))
        return
    for key, items in (("strongest", profile.strongest), ("weakest", profile.weakest)):
        if items[:most]:
            yield Heading(say(f"part.notice_{key}"))
            statements = (material.statement(one.key) for one in items[:most])
            figures = (material.write.word(one.own) for one in items[:most])
            yield Bullets(
                tuple(
                    f"{text} ({word})" if word else text
                    for text, word in zip(statements, figures, strict=True)
                )
            )
    yield Heading(say("part.notice_do"))
    yield from (WritingLines(label, 1) for label in say.all("part.notice_lines"))
