"""Code words: the second secret of a draft whose link stands on paper that others may see.

Three made-up words of three syllables, the same in every language: nobody needs letters that
their keyboard lacks, and they can be said over a telephone. Nobody counts wrong guesses, for
a count would be a trace of a rater, so they must be too many to try: 47 syllables to the ninth
power are 1.1e15 (50 bits). Three weeks of a whole web server's work, a thousand guesses a
second, try 1.8e9 of them, one in 600,000. Two words, as slips had at first, are 1.1e10, and
three weeks try a sixth of these; what was saved with two still opens.
"""

from __future__ import annotations

import re
import secrets
from typing import Final

from feedback.text.pasted import readings

_SYLLABLES: Final = tuple(
    consonant + vowel
    for consonant in "bdklmnrstv"
    for vowel in "aeiou"
    if consonant + vowel not in {"ku", "ti", "tu"}  # what would now and then make a rude word
)
_WORDS: Final = 3
_SYLLABLES_A_WORD: Final = 3
_WORD: Final = f"(?:{'|'.join(_SYLLABLES)}){{{_SYLLABLES_A_WORD}}}"
_LEAST_WORDS: Final = 2  # of a draft that was saved before
_SHAPE: Final = re.compile(f"(?:{_WORD}){{{_LEAST_WORDS},{_WORDS}}}")
_IN_A_TEXT: Final = re.compile(
    rf"(?<![^\W_])(?<![^\W_]-){_WORD}(?:[\W_]{{1,6}}{_WORD}){{{_LEAST_WORDS - 1},{_WORDS - 1}}}"
    r"(?!-?[^\W_])"
)
_I_FOR_A_SCANNER: Final = re.compile(r"(?<=[bdklmnrstv])1")


def new_code_word() -> str:
    """Draw a code word, such as `banuki-solare-midota`."""
    return "-".join(
        "".join(secrets.choice(_SYLLABLES) for _ in range(_SYLLABLES_A_WORD)) for _ in range(_WORDS)
    )


def read_code_word(text: str) -> str | None:
    """Return a typed code word as it was drawn, or None if it cannot be one.

    Capitals, spaces and dashes do not matter, nor a sentence round it, nor what chats, scanners
    and word processors make of it. None, too, where there is more than one.
    """
    found = set()
    for reading in readings(text):
        read = reading.lower().replace("0", "o")
        read = _I_FOR_A_SCANNER.sub("i", read).replace("1", "l")
        whole = _letters_of(read)
        if _SHAPE.fullmatch(whole):
            return _words_of(whole)
        found |= {_words_of(_letters_of(one)) for one in _IN_A_TEXT.findall(read)}
    return found.pop() if len(found) == 1 else None


def _letters_of(text: str) -> str:
    return re.sub(r"[\W_]", "", text)


def _words_of(letters: str) -> str:
    return "-".join(re.findall(_WORD, letters))
