"""Advice about a survey that has no faults: wording, symmetry, translation, build."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from surveys.advice import Advice, AdviceRule
from surveys.lix import lix
from surveys.places import Places
from surveys.symmetry import self_wordings
from surveys.text_rules import texts
from surveys.texts import FALLBACKS, NAME
from surveys.wording import pronoun_advice, statement_advice, wording_advice

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.model import Item, Survey, Trait
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
    """Return the LIX of others' wordings per trait; empty if the language has none."""
    wordings = {
        trait.key: [item.others[language] for item in trait.items if language in item.others]
        for trait in survey.traits
    }
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
        yield from self._conditions()
        yield from self._traits()
        yield from self._labels()
        yield from self._translations()
        yield from self._unreviewed()

    def _items(self) -> Iterator[tuple[Path, Item]]:
        for number, trait in enumerate(self.survey.traits):
            for place, item in enumerate(trait.items):
                yield ("traits", number, "items", place), item

    def _wording(self, path: Path, item: Item) -> Iterator[Advice]:
        for language, wording in item.others.items():
            line = self._line((*path, "others", language))
            for rule, text in wording_advice(wording, language):
                yield Advice(rule, text, item.key, language, line)

    def _self_wording(self, path: Path, item: Item) -> Iterator[Advice]:
        for language in item.others.keys() & item.self_.keys():
            expected = self_wordings(item.others[language], language)
            if item.self_ != item.others and expected and item.self_[language] not in expected:
                text = f"`self` differs in more than the subject; expected “{expected[0]}”"
                line = self._line((*path, "self", language))
                yield Advice(AdviceRule.SELF_DIFFERS, text, item.key, language, line)

    def _no_self_wording(self) -> Iterator[Advice]:
        asked = [(path, item.key, item.others, item.self_) for path, item in self._items()]
        for number, question in enumerate(self.survey.questions):
            asked.append((("questions", number), question.key, question.text, question.self_))
        for path, key, others, own in asked:
            if own == others and any(NAME in text for text in others.values()):
                text = "no `self`: leaders would read their own name; add a wording with jag, I"
                yield Advice(AdviceRule.NO_SELF_WORDING, text, key, line=self._line(path))

    def _reversal(self, path: Path, item: Item) -> Iterator[Advice]:
        if item.reversed:
            text = "a reversed item is misread by some; turn the statement round"
            yield Advice(AdviceRule.REVERSED, text, item.key, line=self._line((*path, "reversed")))

    def _questions(self) -> Iterator[Advice]:
        for number, question in enumerate(self.survey.questions):
            for language, wording in question.text.items():
                line = self._line(("questions", number, "text", language))
                for rule, text in pronoun_advice(wording, language):
                    yield Advice(rule, text, question.key, language, line)

    def _conditions(self) -> Iterator[Advice]:
        if self.survey.conditions is None:
            return
        for number, condition in enumerate(self.survey.conditions.items):
            for language, wording in condition.text.items():
                line = self._line(("conditions", "items", number, "text", language))
                for rule, text in statement_advice(wording, language):
                    yield Advice(rule, text, condition.key, language, line)

    def _traits(self) -> Iterator[Advice]:
        readability = lix_by_trait(self.survey)
        for number, trait in enumerate(self.survey.traits):
            line = self._line(("traits", number))
            yield from self._size(trait, line)
            if (value := readability.get(trait.key, 0)) > HIGHEST_LIX:
                text = f"LIX {value:.0f}; at most {HIGHEST_LIX} is easy enough for every rater"
                yield Advice(AdviceRule.READABILITY, text, trait.key, LIX_LANGUAGE, line)

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
