"""One piece of advice about a survey: nothing wrong, but likely to mislead somebody."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class AdviceRule(StrEnum):
    """What advice is about; the name says which rule of wording or build it follows."""

    TOO_LONG = "too-long"
    SENTENCES = "one-sentence"
    TWO_THINGS = "two-things"
    NEGATION = "negation"
    FREQUENCY = "frequency"
    LEADER_PRONOUN = "leader-pronoun"
    SPEAKER_PRONOUN = "speaker-pronoun"
    OFFICE_WORD = "office-word"
    UNSEEN_VERB = "unseen-verb"
    SELF_DIFFERS = "self-differs"
    NO_SELF_WORDING = "no-self-wording"
    TRANSLATION = "translation"
    UNREVIEWED = "unreviewed"
    FEW_ITEMS = "few-items"
    READABILITY = "readability"
    REVERSED = "reversed"
    LABELS = "labels"


@dataclass(frozen=True, slots=True)
class Advice:
    """What could be better, and where: the key of the item and the language it is about."""

    rule: AdviceRule
    text: str
    key: str | None = None
    language: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        """Return the advice on one line, without the file."""
        about = " ".join(filter(None, (self.key, self.language and f"({self.language})")))
        return f"{about}: {self.text} [{self.rule}]" if about else f"{self.text} [{self.rule}]"
