"""The blanks of letters: `{recipient}` as letters are kept, `{Mottagarens namn}` on a page.

Both are understood, in every language of the pages, whatever the capitals: a letter may have been
typed on one page and be sent from another, or have come from a file.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from feedback.languages import STAFF_LANGUAGES, catalogue, translated
from feedback.mail.rendering import PLACEHOLDER
from feedback.mail.templates import LetterText
from feedback.operations.letters.placeholders import PLACEHOLDERS

if TYPE_CHECKING:
    from collections.abc import Callable, Collection


def called() -> dict[str, str]:
    """Return what the page calls each name."""
    return {name: translated(one.called) for name, one in PLACEHOLDERS.items()}


def in_words(text: LetterText) -> LetterText:
    """Return a letter as the page shows it, from what is kept."""
    words = called()
    return _with(text, lambda name: words.get(name, name))


def as_kept(text: LetterText) -> LetterText:
    """Return a letter as it is kept, from what was typed; what is not known stays as it is."""
    return _with(text, lambda typed: _names().get(_plain(typed), typed))


def explained(names: Collection[str]) -> list[tuple[str, str]]:
    """Return what each of these names is called and what is filled in, the most used first."""
    return [
        (translated(one.called), translated(one.meaning))
        for name, one in PLACEHOLDERS.items()
        if name in names
    ]


def _with(text: LetterText, change: Callable[[str], str]) -> LetterText:
    subject, body = (
        PLACEHOLDER.sub(lambda found: f"{{{change(found[1])}}}", part)
        for part in (text.subject, text.body)
    )
    return LetterText(subject, body)


@cache
def _names() -> dict[str, str]:
    """Return every name by itself and by what each language calls it."""
    words = {
        _plain(catalogue(language).gettext(one.called.message)): name
        for language in STAFF_LANGUAGES
        for name, one in PLACEHOLDERS.items()
    }
    return {**words, **{name: name for name in PLACEHOLDERS}}


def _plain(typed: str) -> str:
    return " ".join(typed.split()).casefold()
