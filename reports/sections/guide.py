"""The coach's talk guide: sixty minutes in five steps, the leader's own findings filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.sections.pieces import Bullets, Heading, Text, WritingLines
from reports.shown.profile import ITEM_STEP_SHARE

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.profile import ItemProfile

_DIFFERING: Final = frozenset({"blind_spot", "hidden_strength"})

MOST: Final = 3
"""The most findings of one kind; a talk holds no more."""


def guide(material: Material, *, most: int = MOST) -> tuple[Piece, ...]:
    """Return the guide's pieces, with at most so many findings of each kind."""
    return tuple(_guide(material, most))


def _guide(material: Material, most: int) -> Iterator[Piece]:
    say = material.say
    answers, campaign = material.profile.others.n, material.cover.campaign
    yield Text(say("guide.intro", campaign=campaign, answers=answers), tone="lead")
    yield from (Heading(say("guide.arrive_title")), Text(say("guide.arrive")))
    yield from (Heading(say("guide.first_title")), Text(say("guide.first")))
    yield from (Text(sentence) for sentence in _hints(material))
    yield from (Heading(say("guide.strengths_title")), Text(say("guide.strengths")))
    yield from _strengths(material, most)
    yield from (Heading(say("guide.differ_title")), Text(say("guide.differ")))
    yield from _differing(material, most)
    yield from (Heading(say("guide.plan_title")), Bullets(say.all("guide.plan")))
    yield WritingLines(say("guide.next"), 1)


def _hints(material: Material) -> Iterator[str]:
    name = material.cover.leader_name
    if not material.has_others:
        yield material.say("guide.first_no_others")
    elif not material.has_self:
        yield material.say("guide.first_no_self", name=name)
    if material.findings.flat:
        yield material.say("guide.first_flat")


def _strengths(material: Material, most: int) -> Iterator[Piece]:
    found, name = material.findings, material.cover.leader_name
    alike = [item for item in found.highest if item.johari not in _DIFFERING]
    yield from _list(material, (found.known_strengths or alike)[:most])
    if found.hidden_strengths and most:
        yield Text(material.say("guide.strengths_hidden", name=name))
        yield from _list(material, found.hidden_strengths[:most])


def _differing(material: Material, most: int) -> Iterator[Piece]:
    say, found = material.say, material.findings
    if found.blind_spots:
        yield from _list(material, found.blind_spots[:most])
    elif found.lowest:
        yield Text(say("guide.differ_none", step=_step(material)))
        yield from _list(material, found.lowest[:most])
    if found.known_development_areas and found.blind_spots and most:
        yield Text(say("guide.differ_growth"))
        yield from _list(material, found.known_development_areas[:most])


def _list(material: Material, items: Sequence[ItemProfile]) -> Iterator[Piece]:
    if items:
        yield Bullets(tuple(_finding(material, item) for item in items))


def _finding(material: Material, item: ItemProfile) -> str:
    write, name = material.write, material.cover.leader_name
    words = {"statement": material.say("words.quote", text=write.statement(item.key))}
    if item.others:
        words["others"] = _worded(write.score(item.others), write.word(item.others))
    if item.self_:
        words["own"] = _worded(write.own(item.self_), write.word(item.self_))
    key = "guide.finding" if item.self_ else "guide.finding_others"
    return material.marked(material.say(key, name=name, **words), certain=item.johari_certain)


def _worded(number: str, word: str) -> str:
    return f"{number} ({word})" if word else number


def _step(material: Material) -> str:
    lowest, highest = material.profile.scale
    return material.write.points(ITEM_STEP_SHARE * (highest - lowest))
