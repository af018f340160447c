"""What is wrong with an own survey, or could be better, in the organiser's language."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from feedback.languages import translated
from feedback.text.phrases import Phrase
from surveys.advice import AdviceRule

if TYPE_CHECKING:
    from surveys.advice import Advice
    from surveys.errors import SurveyFault

_FAULTS: Final = (
    ("in the genitive", Phrase("The name is in the genitive: rephrase, for some names end in s.")),
    ("is glued to other letters", Phrase("The name is glued to letters: let it stand alone.")),
    ("in the self wording", Phrase("The name stands in the leader's wording: write I.")),
    ("is not filled in here", Phrase("No name is filled in here: take the placeholder out.")),
    ("the placeholder", Phrase("That placeholder is unknown: only {name} is filled in.")),
    ("a brace stands alone", Phrase("A brace stands alone: write {name}, or no brace.")),
    ("has no wording in", Phrase("The survey's first language must have a text.")),
    ("items` is empty", Phrase("A part needs at least one statement.")),
    ("is empty", Phrase("The survey's first language must have a text.")),
    ("is too long", Phrase("The text is too long.")),
    ("a line break stands here", Phrase("Write it on one line.")),
    ("invisible control character", Phrase("An invisible character stands here: write it anew.")),
    ("turns the direction", Phrase("An invisible character stands here: write it anew.")),
)  # fmt: skip
"""By what stands in the file's fault: those that an edited text can have."""

_ADVICE: Final = {
    AdviceRule.TOO_LONG: Phrase("Long: at most twelve words are read with ease."),
    AdviceRule.SENTENCES: Phrase("More than one sentence: one statement is one sentence."),
    AdviceRule.TWO_THINGS: Phrase("Asks two things at once: make two statements, or choose one."),
    AdviceRule.NEGATION: Phrase("A negation is misread by some: say what the leader does."),
    AdviceRule.FREQUENCY: Phrase("Says how often: the scale says that."),
    AdviceRule.LEADER_PRONOUN: Phrase("A pronoun for the leader irritates somebody: rephrase."),
    AdviceRule.SPEAKER_PRONOUN: Phrase("Not every reader is meant: say “others”."),
    AdviceRule.OFFICE_WORD: Phrase("A word of the office: use an everyday word."),
    AdviceRule.UNSEEN_VERB: Phrase("It cannot be seen: name something that the leader does."),
    AdviceRule.SELF_DIFFERS: Phrase("The leader reads something else than the others."),
    AdviceRule.NO_SELF_WORDING: Phrase("Leaders read their own name: write a wording with I."),
    AdviceRule.TRANSLATION: Phrase("Not translated."),
    AdviceRule.UNREVIEWED: Phrase("Nobody who speaks the language has read it yet."),
    AdviceRule.FEW_ITEMS: Phrase("A part's figure needs at least three statements."),
    AdviceRule.READABILITY: Phrase("Hard to read: use shorter words and sentences."),
    AdviceRule.REVERSED: Phrase("A reversed statement is misread by some: turn it round."),
    AdviceRule.LABELS: Phrase("A step of the scale has no word."),
}  # fmt: skip
_QUOTED: Final = re.compile("“([^”]+)”")


def fault_in_words(fault: SurveyFault) -> str:
    """Return what is wrong; as the file's check says it, where no page can lead to it."""
    known = next((words for part, words in _FAULTS if part in fault.what), None)
    return translated(known) if known else f"{fault.what}; {fault.instead}"


def advice_in_words(advice: Advice) -> str:
    """Return what could be better, with the words that it is about."""
    about = _QUOTED.search(advice.text)
    words = translated(_ADVICE[advice.rule])
    if about is None:
        return words
    return translated(Phrase("“%(words)s”: %(advice)s", words=about[1], advice=words))
