"""Rules of wording: what makes a statement short, plain and seen by everybody alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from surveys.advice import AdviceRule
from surveys.wording_en import ENGLISH
from surveys.wording_sv import SWEDISH
from surveys.words import sentences_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from surveys.vocabulary import AvoidedWords

MOST_WORDS: Final = 12
VOCABULARIES: Final = {"sv": SWEDISH, "en": ENGLISH}


def vocabulary_of(language: str) -> AvoidedWords | None:
    """Return the words to avoid in a language, or None if it has no rules here."""
    return VOCABULARIES.get(language.partition("-")[0])


def wording_advice(wording: str, language: str) -> Iterator[tuple[AdviceRule, str]]:
    """Yield what could be better in a statement about the leader."""
    yield from statement_advice(wording, language)
    if vocabulary := vocabulary_of(language):
        yield from _unseen_verb(wording, vocabulary)
    yield from pronoun_advice(wording, language)


def statement_advice(wording: str, language: str) -> Iterator[tuple[AdviceRule, str]]:
    """Yield what could be better in any statement, also one in the first person."""
    words = words_of(wording)
    if len(words) > MOST_WORDS:
        yield AdviceRule.TOO_LONG, f"{len(words)} words; at most {MOST_WORDS} are read with ease"
    if len(sentences_of(wording)) > 1:
        yield AdviceRule.SENTENCES, "more than one sentence; one statement is one sentence"
    if vocabulary := vocabulary_of(language):
        yield from _forbidden_words(words, vocabulary)


def _forbidden_words(
    words: list[str], vocabulary: AvoidedWords
) -> Iterator[tuple[AdviceRule, str]]:
    for word in words:
        folded = word.casefold()
        if folded in vocabulary.conjunctions:
            yield (
                AdviceRule.TWO_THINGS,
                f"“{word}” asks two things at once; make two items or choose one",
            )
        if folded in vocabulary.negations or folded.replace("’", "'").endswith("n't"):
            yield AdviceRule.NEGATION, f"“{word}” is a negation; say what the leader does"
        if folded in vocabulary.frequencies:
            yield AdviceRule.FREQUENCY, f"“{word}” says how often; the scale says that"
        if folded.startswith(vocabulary.office_stems):
            yield (
                AdviceRule.OFFICE_WORD,
                f"“{word}” is a word of the HR office; use an everyday word",
            )


def pronoun_advice(wording: str, language: str) -> Iterator[tuple[AdviceRule, str]]:
    """Yield the pronouns that every reader takes for somebody else."""
    vocabulary = vocabulary_of(language)
    if vocabulary is None:
        return
    for word in words_of(wording):
        folded = word.casefold()
        if folded in vocabulary.leader_pronouns:
            yield AdviceRule.LEADER_PRONOUN, f"“{word}” is a pronoun for a person; rephrase without"
        if folded in vocabulary.speaker_pronouns:
            instead = f"not every rater is meant; say “{vocabulary.others}”"
            yield AdviceRule.SPEAKER_PRONOUN, f"“{word}”: {instead}"


def _unseen_verb(wording: str, vocabulary: AvoidedWords) -> Iterator[tuple[AdviceRule, str]]:
    after_name = re.search(r"\{[a-z]+\}\s+(\w+)", wording)
    if after_name and after_name[1].casefold() in vocabulary.unseen_verbs:
        yield (
            AdviceRule.UNSEEN_VERB,
            f"“{after_name[1]}” cannot be seen; name something the leader does",
        )
