"""The coach's talk guide: sixty minutes in five steps, the leader's own findings filled in."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from reports.sections.pieces import Bullets, Heading, Text, WritingLines
from reports.shown.findings import MOST, WORKS

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from reports.sections.material import Material
    from reports.sections.pieces import Piece
    from reports.shown.findings import Called, Finding

_DIFFERS: Final[tuple[Called, ...]] = ("seen_less", "low", "lowest", "divided")


STEPS: Final = ("arrive", "first", "strengths", "differ", "plan")
STEPS_WITHOUT_OTHERS: Final = ("few_arrive", "few_own", "few_ask", "few_plan")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a coach brings to a talk: own questions by the step, notes by the statement."""

    questions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[str, str] = field(default_factory=dict)


def steps(material: Material) -> dict[str, str]:
    """Return the steps of the talk, each with its heading."""
    found = STEPS if material.has_others else STEPS_WITHOUT_OTHERS
    return {step: material.say(f"guide.{step}_title") for step in found}


def guide(
    material: Material,
    *,
    most: int = MOST,
    prepared: Prepared = Prepared(),
) -> tuple[Piece, ...]:
    """Return the guide's pieces, with at most so many findings of each kind."""
    told = _with_others if material.has_others else _without_others
    return tuple(told(material, most, prepared))


def _without_others(material: Material, _most: int, prepared: Prepared) -> Iterator[Piece]:
    """Yield the guide of a talk in which there is nothing of others to talk about."""
    say, name = material.say, material.cover.leader_name
    yield Text(say("guide.few_intro", campaign=material.cover.campaign), tone="lead")
    yield from (Heading(say("guide.few_arrive_title")), Text(say("guide.few_arrive", name=name)))
    yield from _own(material, prepared, "few_arrive")
    yield Heading(say("guide.few_own_title"))
    yield Text(say("guide.few_own" if material.has_self else "guide.few_no_self", name=name))
    if material.profile.identified:
        yield Text(say("guide.few_roles"))
    yield from _own(material, prepared, "few_own")
    for step in ("few_ask", "few_plan"):
        yield from (Heading(say(f"guide.{step}_title")), Bullets(say.all(f"guide.{step}")))
        yield from _own(material, prepared, step)
    yield WritingLines(say("guide.next"), 1)


def _with_others(material: Material, most: int, prepared: Prepared) -> Iterator[Piece]:
    say = material.say
    answers, campaign = material.profile.others.n, material.cover.campaign
    yield Text(say("guide.intro", campaign=campaign, answers=answers), tone="lead")
    yield from (Heading(say("guide.arrive_title")), Text(say("guide.arrive")))
    yield from _own(material, prepared, "arrive")
    yield from (Heading(say("guide.first_title")), Text(say("guide.first")))
    yield from (Text(sentence) for sentence in _hints(material))
    yield from _own(material, prepared, "first")
    listed = {listing.called for listing in material.findings.listings}
    works = "strengths" if material.findings.tell_what_works else "strengths_none"
    yield from (Heading(say("guide.strengths_title")), Text(say(f"guide.{works}")))
    yield from _lists(material, WORKS, most, prepared)
    yield from _own(material, prepared, "strengths")
    yield from (Heading(say("guide.differ_title")), Text(say(f"guide.{_asked_of(listed)}")))
    yield from _lists(material, _DIFFERS, most, prepared)
    yield from _own(material, prepared, "differ")
    yield from (Heading(say("guide.plan_title")), Bullets(say.all("guide.plan")))
    yield from _own(material, prepared, "plan")
    yield WritingLines(say("guide.next"), 1)


def _asked_of(listed: set[Called]) -> str:
    """Return what is asked of the lists of the fourth step: pictures differ only in some."""
    if listed & {"seen_less", "divided"}:
        return "differ"
    return "differ_low" if listed & {"low", "lowest"} else "differ_none"


def _own(material: Material, prepared: Prepared, step: str) -> Iterator[Piece]:
    """Yield the coach's own questions of a step."""
    asked = prepared.questions.get(step, ())
    if asked:
        yield from (Text(material.say("guide.own_questions")), Bullets(asked))


def _hints(material: Material) -> Iterator[str]:
    name = material.cover.leader_name
    if not material.has_self:
        yield material.say("guide.first_no_self", name=name)
    if material.findings.flat and not _are_all_divided(material):
        yield material.say("guide.first_flat")
    if material.findings.lean:
        yield material.say(f"guide.first_lean_{material.findings.lean}", name=name)


def _are_all_divided(material: Material) -> bool:
    found = material.findings
    return all(map(found.is_divided, found.ranked))


def _lists(
    material: Material, kinds: tuple[Called, ...], most: int, prepared: Prepared
) -> Iterator[Piece]:
    """Yield the summary's own lists, shorter where the page is full."""
    for listing in material.findings.listings:
        if listing.called in kinds and most:
            alone = "_alone" if _is_alone(material, listing.called) else ""
            key, name = f"{listing.called}{alone}", material.cover.leader_name
            yield Text(material.say(f"guide.{key}", name=name))
            shown = listing.findings[:most]
            yield Bullets(tuple(_finding(material, one, prepared) for one in shown))


def _is_alone(material: Material, called: Called) -> bool:
    return called in {"highest", "lowest"} and not material.has_self


def _finding(material: Material, found: Finding, prepared: Prepared) -> str:
    write, item, name = material.write, found.item, material.cover.leader_name
    words = {"statement": material.say("words.quote", text=write.statement(item.key))}
    if item.others:
        words["others"] = _worded(write.score(item.others), write.word(item.others))
    if item.self_:
        words["own"] = _worded(write.own(item.self_), write.word(item.self_))
    key = "guide.finding" if item.self_ else "guide.finding_others"
    said = material.say(key, name=name, **words)
    said = material.hedged(said, certain=not found.may_rest_on_one)
    note = prepared.notes.get(item.key)
    return f"{said} · {material.say('guide.note', note=note)}" if note else said


def _worded(number: str, word: str) -> str:
    return f"{number} ({word})" if word else number
