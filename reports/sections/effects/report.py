"""The report: the word and the goal beside the result, the figures, who, and how."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reports.sections.effects.figures import how_much, own_and_others, wave_by_wave, who
from reports.sections.effects.words import EffectWords
from reports.sections.pieces import Bullets, Callout, Heading, Section, Text
from reports.texts import texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reports.sections.pieces import Piece
    from reports.shown.effects import EffectSummary


def effect_sections(summary: EffectSummary, language: str) -> tuple[Piece | Section, ...]:
    """Return the report's pieces and sections; the first stand under the document's title."""
    told = EffectWords(summary, texts(language))
    parts = [("much", how_much(told)), ("who", who(told)), ("how", _how(told))]
    if summary.waves:
        parts.insert(1, ("waves", wave_by_wave(told)))
    if summary.distance is not None:
        parts.insert(-2, ("distance", own_and_others(told, summary.distance)))
    return (
        *_opening(told),
        *(
            Section(key, told.say(f"effects.{key}"), tuple(pieces), shares_page=True)
            for key, pieces in parts
        ),
    )


def effect_title(summary: EffectSummary, language: str) -> str:
    """Return what the report asks, by how the design speaks."""
    return texts(language)(f"effects.title_{summary.said}")


def _opening(told: EffectWords) -> Iterator[Piece]:
    yield Heading(told.say("effects.sees"))
    yield from outcome(told)
    yield Heading(told.say("effects.unknown"))
    yield Text(told.say(f"effects.unknown_{told.summary.said}"))


def outcome(told: EffectWords) -> Iterator[Piece]:
    """Yield the word, the goal beside it, and what the design lets one believe."""
    primary = told.summary.primary
    if primary is not None:
        yield Callout(told.verdict(primary))
        if primary.word != "cannot_tell":
            yield Text(told.goal(primary))
            yield Text(told.precision(primary))
    for trait in () if primary is not None else told.summary.traits:
        yield Text(f"{trait.name}: {told.verdict(trait)}")
    yield Text(told.design())


def _how(told: EffectWords) -> Iterator[Piece]:
    say = told.say
    rules = [*say.all("effects.steps"), say(f"effects.sources_{told.summary.said}")]
    if told.summary.by_team:
        rules.insert(0, say("effects.by_team"))
    yield Bullets(tuple(rules))
