"""From facts to words: what a letter leaves open, as text in the letter's language.

A day is written as the language writes days, a list as points. What depends on several
facts ("Hur är det att arbeta med Karin Lund? Svara") is a macro of
templates/emails/pieces/<language>.txt: each macro whose arguments are among the facts
becomes a word of its name. So a letter is plain text with names in it, and whoever edits
one needs no template language.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from feedback.mail.templates import day_in, environment
from feedback.text.spoken import FALLBACKS

if TYPE_CHECKING:
    from collections.abc import Mapping

_OWN: Final = "pieces/{language}.txt"


def worded(facts: Mapping[str, object], language: str) -> dict[str, str]:
    """Return every fact, and every piece that can be made of them, as text in a language."""
    words = {
        name: text for name, fact in facts.items() if (text := _text(fact, language)) is not None
    }
    for name, macro in _pieces(language).items():
        if set(macro.arguments) <= facts.keys():
            given = {argument: facts[argument] for argument in macro.arguments}
            words[name] = str(macro(**given)).strip()
    return words


def _pieces(language: str) -> dict[str, Any]:
    own = environment().get_template(_OWN.format(language=language)).module
    fallback = FALLBACKS.get(language)
    found = _pieces(fallback) if fallback else {}
    return {**found, **{name: macro for name, macro in vars(own).items() if callable(macro)}}


def _text(fact: object, language: str) -> str | None:
    match fact:
        case str():
            return fact
        case int():
            return str(fact)
        case date():
            return day_in(fact, language)
        case list() | tuple() if all(isinstance(one, str) for one in fact):
            return "\n".join(f"- {one}" for one in fact)
        case _:
            return None  # only a piece knows how to put it
