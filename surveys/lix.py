"""LIX, Björnsson's measure (1968) of how hard a Swedish text is to read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from surveys.words import sentences_of, words_of

if TYPE_CHECKING:
    from collections.abc import Iterable

LONG_WORD: Final = 6
"""A long word has more letters than this."""


def lix(wordings: Iterable[str]) -> float:
    """Return the LIX of several texts taken together; 0 when there are no words.

    Parameters
    ----------
    wordings
        Texts; the placeholder of the leader's name counts as a short word.

    Returns
    -------
    Words per sentence plus the percentage of words of more than six letters.
    Under 30 reads as very easy, over 50 as hard.

    Examples
    --------
    >>> lix(["{name} lyssnar.", "{name} säger ärligt hur läget är."])
    16.5

    """
    texts = list(wordings)
    words = [word for text in texts for word in words_of(text)]
    if not words:
        return 0.0
    sentences = sum(len(sentences_of(text)) for text in texts)
    long_words = sum(len(word) > LONG_WORD for word in words)
    return len(words) / sentences + 100 * long_words / len(words)
