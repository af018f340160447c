"""The coach's talk guide: sixty minutes in five steps, the leader's own findings filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from reports.sections.pieces import Bullets, Heading, Text, WritingLines
from reports.shown.findings import MOST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.findings import Called, Finding

_WORKS: Final[tuple[Called, ...]] = ("strength", "highest", "seen_more")
_DIFFERS: Final[tuple[Called, ...]] = ("seen_less", "low", "lowest", "divided")


def guide(material: Material, *, most: int = MOST) -> tuple[Piece, ...]:
    """Return the guide's pieces, with at most so many findings of each kind."""
    return tuple(_guide(material, most))


def _guide(material: Material, most: int) -> Iterator[Piece]:
    yield from _with_others(material, most) if material.has_others else _without_others(material)


def _without_others(material: Material) -> Iterator[Piece]:
    """Yield the guide of a talk in which there is nothing of others to talk about."""
    say, name = material.say, material.cover.leader_name
    yield Text(say("guide.few_intro", campaign=material.cover.campaign), tone="lead")
    yield from (Heading(say("guide.few_arrive_title")), Text(say("guide.few_arrive", name=name)))
    yield Heading(say("guide.few_own_title"))
    yield Text(say("guide.few_own" if material.has_self else "guide.few_no_self", name=name))
    if material.profile.identified:
        yield Text(say("guide.few_roles"))
    yield from (Heading(say("guide.few_ask_title")), Bullets(say.all("guide.few_ask")))
    yield from (Heading(say("guide.few_plan_title")), Bullets(say.all("guide.few_plan")))
    yield WritingLines(say("guide.next"), 1)


def _with_others(material: Material, most: int) -> Iterator[Piece]:
    say = material.say
    answers, campaign = material.profile.others.n, material.cover.campaign
    yield Text(say("guide.intro", campaign=campaign, answers=answers), tone="lead")
    yield from (Heading(say("guide.arrive_title")), Text(say("guide.arrive")))
    yield from (Heading(say("guide.first_title")), Text(say("guide.first")))
    yield from (Text(sentence) for sentence in _hints(material))
    yield from (Heading(say("guide.strengths_title")), Text(say("guide.strengths")))
    yield from _lists(material, _WORKS, most)
    yield from (Heading(say("guide.differ_title")), Text(say("guide.differ")))
    yield from _lists(material, _DIFFERS, most)
    yield from (Heading(say("guide.plan_title")), Bullets(say.all("guide.plan")))
    yield WritingLines(say("guide.next"), 1)


def _hints(material: Material) -> Iterator[str]:
    name = material.cover.leader_name
    if not material.has_self:
        yield material.say("guide.first_no_self", name=name)
    if material.findings.flat:
        yield material.say("guide.first_flat")
    if material.findings.lean:
        yield material.say(f"guide.first_lean_{material.findings.lean}", name=name)


def _lists(material: Material, kinds: tuple[Called, ...], most: int) -> Iterator[Piece]:
    """Yield the summary's own lists, shorter where the page is full."""
    for listing in material.findings.listings:
        if listing.called in kinds and most:
            alone = "_alone" if _is_alone(material, listing.called) else ""
            key, name = f"{listing.called}{alone}", material.cover.leader_name
            yield Text(material.say(f"guide.{key}", name=name))
            shown = listing.findings[:most]
            yield Bullets(tuple(_finding(material, one) for one in shown))


def _is_alone(material: Material, called: Called) -> bool:
    return called in {"highest", "lowest"} and not material.has_self


def _finding(material: Material, found: Finding) -> str:
    write, item, name = material.write, found.item, material.cover.leader_name
    words = {"statement": material.say("words.quote", text=write.statement(item.key))}
    if item.others:
        words["others"] = _worded(write.score(item.others), write.word(item.others))
    if item.self_:
        words["own"] = _worded(write.own(item.self_), write.word(item.self_))
    key = "guide.finding" if item.self_ else "guide.finding_others"
    said = material.say(key, name=name, **words)
    return material.hedged(said, certain=not found.may_rest_on_one)


def _worded(number: str, word: str) -> str:
    return f"{number} ({word})" if word else number
