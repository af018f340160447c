"""Advice about a survey that has no faults: wording, symmetry, translation, build."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from surveys.advice import Advice, AdviceRule
from surveys.lix import lix
from surveys.places import Places
from surveys.symmetry import self_wordings
from surveys.text_rules import texts
from surveys.texts import FALLBACKS
from surveys.wording import pronoun_advice, statement_advice, wording_advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.items import Item, Trait
    from surveys.model import Survey
    from surveys.own_parts import OwnStatement
    from surveys.places import Path

FEWEST_ITEMS: Final = 3
HIGHEST_LIX: Final = 25
# The threshold was set on Swedish items; English has more short words.
LIX_LANGUAGE: Final = "sv"


def advise(survey: Survey, places: Places | None = None) -> tuple[Advice, ...]:
    """Return what could be better in a survey, in the order of its file.

    With the places of its file, each piece of advice names its line.
    """
    found = list(_Adviser(survey, places or Places()).all())
    return tuple(sorted(found, key=lambda advice: advice.line or 0))


def lix_by_trait(survey: Survey, language: str = LIX_LANGUAGE) -> dict[str, float]:
    """Return the LIX of others' wordings per trait; empty if the language has none.

    Of the whole file, under its id, where traits have no score of their own to be read for.
    """
    wordings: dict[str, list[str]] = {}
    for trait in survey.traits:
        read = [item.others[language] for item in trait.items if language in item.others]
        wordings.setdefault(trait.key if survey.kind.has_scores else survey.id, []).extend(read)
    return {key: lix(texts) for key, texts in wordings.items() if texts}


@dataclass(frozen=True, slots=True)
class _Adviser:
    survey: Survey
    places: Places = field(default_factory=Places)

    def all(self) -> Iterator[Advice]:
        """Yield every piece of advice, sorted by rule."""
        for path, item in self._items():
            yield from self._wording(path, item)
            yield from self._self_wording(path, item)
            yield from self._reversal(path, item)
        yield from self._no_self_wording()
        yield from self._questions()
        yield from self._own_statements()
        yield from self._traits()
        yield from self._labels()
        yield from self._translations()
        yield from self._unreviewed()

    def _items(self) -> Iterator[tuple[Path, Item]]:
        for number, trait in enumerate(self.survey.traits):
            for place, item in enumerate(trait.items):
                yield ("traits", number, "items", place), item

    def _wording(self, path: Path, item: Item) -> Iterator[Advice]:
        kind = self.survey.kind
        # Where people speak of themselves there is no third person to look for.
        advice_on = wording_advice if kind.speaker else statement_advice
        for language, wording in item.others.items():
            line = self._line((*path, kind.wording, language))
            for rule, text in advice_on(wording, language):
                yield Advice(rule, text, item.key, language, line)

    def _self_wording(self, path: Path, item: Item) -> Iterator[Advice]:
        for language in item.others.keys() & item.self_.keys():
            expected = self_wordings(item.others[language], language, self.survey.kind)
            if item.self_ != item.others and expected and item.self_[language] not in expected:
                text = f"`self` differs in more than the subject; expected “{expected[0]}”"
                line = self._line((*path, "self", language))
                yield Advice(AdviceRule.SELF_DIFFERS, text, item.key, language, line)

    def _no_self_wording(self) -> Iterator[Advice]:
        asked = [(path, item.key, item.others, item.self_) for path, item in self._items()]
        for number, question in enumerate(self.survey.questions):
            asked.append((("questions", number), question.key, question.text, question.self_))
        kind = self.survey.kind
        for path, key, others, own in asked:
            named = any(kind.placeholder in text for text in others.values())
            if kind.speaker and own == others and named:
                words = f"{kind.speaker.swedish}, {kind.speaker.english}"
                text = f"no `self`: {kind.key}s would read their own name; write one with {words}"
                yield Advice(AdviceRule.NO_SELF_WORDING, text, key, line=self._line(path))

    def _reversal(self, path: Path, item: Item) -> Iterator[Advice]:
        if item.reversed:
            text = "a reversed item is misread by some; turn the statement round"
            yield Advice(AdviceRule.REVERSED, text, item.key, line=self._line((*path, "reversed")))

    def _questions(self) -> Iterator[Advice]:
        if self.survey.kind.speaker is None:
            return
        for number, question in enumerate(self.survey.questions):
            for language, wording in question.text.items():
                line = self._line(("questions", number, "text", language))
                for rule, text in pronoun_advice(wording, language):
                    yield Advice(rule, text, question.key, language, line)

    def _own_statements(self) -> Iterator[Advice]:
        for path, statement in self._of_the_subject():
            for language, wording in statement.text.items():
                line = self._line((*path, "text", language))
                for rule, text in statement_advice(wording, language):
                    yield Advice(rule, text, statement.key, language, line)

    def _of_the_subject(self) -> Iterator[tuple[Path, OwnStatement]]:
        """Yield every statement that only the subject answers, with its path."""
        conditions = self.survey.conditions
        for number, statement in enumerate(conditions.items if conditions else ()):
            yield ("conditions", "items", number), statement
        for number, part in enumerate(self.survey.own_parts):
            for row, trait in enumerate(part.traits):
                for place, statement in enumerate(trait.items):
                    yield ("own_parts", number, "traits", row, "items", place), statement

    def _traits(self) -> Iterator[Advice]:
        places: dict[str, Path] = {self.survey.id: ("traits",)}
        for number, trait in enumerate(self.survey.traits):
            places[trait.key] = ("traits", number)
            if self.survey.kind.has_scores:
                yield from self._size(trait, self._line(places[trait.key]))
        for key, value in lix_by_trait(self.survey).items():
            if value > HIGHEST_LIX:
                text = f"LIX {value:.0f}; at most {HIGHEST_LIX} is easy enough for every rater"
                line = self._line(places[key])
                yield Advice(AdviceRule.READABILITY, text, key, LIX_LANGUAGE, line)

    def _size(self, trait: Trait, line: int | None) -> Iterator[Advice]:
        if len(trait.items) < FEWEST_ITEMS:
            text = f"{len(trait.items)} item(s); a trait score needs at least {FEWEST_ITEMS}"
            yield Advice(AdviceRule.FEW_ITEMS, text, trait.key, line=line)

    def _labels(self) -> Iterator[Advice]:
        scale = self.survey.scale
        bare = [str(step) for step in scale.steps if step not in scale.labels]
        if bare:
            text = f"steps without a word: {', '.join(bare)}; raters see only the number"
            yield Advice(AdviceRule.LABELS, text, "scale", line=self._line(("scale",)))

    def _translations(self) -> Iterator[Advice]:
        content = self.survey.model_dump(mode="json", by_alias=True, exclude_unset=True)
        # Without words of its own a survey gets ours, which know two languages.
        content["scale"]["cannot_judge"] = self.survey.scale.cannot_judge
        owed = [language for language in self.survey.languages if language not in FALLBACKS]
        for path, text in texts(content):
            for language in owed:
                if text and language not in text:
                    message = f"{_named(path)} is not translated"
                    key = _key_around(content, path)
                    yield Advice(AdviceRule.TRANSLATION, message, key, language, self._line(path))

    def _unreviewed(self) -> Iterator[Advice]:
        for number, language in enumerate(self.survey.unreviewed):
            text = "unreviewed; let somebody who speaks it read it before raters do"
            line = self._line(("unreviewed", number))
            yield Advice(AdviceRule.UNREVIEWED, text, language=language, line=line)

    def _line(self, path: Path) -> int | None:
        return self.places.of_key(path).line if self.places.values else None


def _key_around(content: dict[str, Any], path: Path) -> str | None:
    """Return the key of the nearest trait, item, group or question around a text."""
    nearest: str | None = None
    inside: Any = content
    for step in path[:-1]:
        inside = inside[step]
        if isinstance(inside, dict):
            nearest = inside.get("key", nearest)
    return nearest


def _named(path: Path) -> str:
    """Return what a person calls the text at a path."""
    named = [step for step in path if isinstance(step, str)]
    number = f" {path[-1] + 1}" if isinstance(path[-1], int) else ""
    return f"`{' '.join(named[-2:]) if named[-2:-1] == ['labels'] else named[-1]}`{number}"
