"""Days, languages and phrases in the words of the current language."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.dates import format_time
from flask_babel import gettext

from feedback.languages.choosing import current_language
from feedback.languages.known import locale_of
from feedback.text.days import written_briefly, written_in_full, written_weekday
from feedback.text.phrases import Phrase
from feedback.text.spoken import is_from_the_right, led_from_the_left

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

_GROUPED_FROM: Final = 10_000


def html_language() -> str:
    """Return the current language as HTML's `lang` and a screen reader know it."""
    return locale_of(current_language())


def language_in_words(language: str) -> str:
    """Return what a language is called in the current one, as in the middle of a sentence."""
    if language == "sv-simple":
        return str(gettext("easy Swedish"))
    return str(Locale.parse(html_language()).languages.get(language, language))


def is_right_to_left() -> bool:
    """Tell whether the current language is written from right to left."""
    return is_from_the_right(current_language())


def day_in_words(day: date) -> str:
    """Return a day as people write it: 4 december 2026."""
    return written_in_full(day, html_language())


def briefly(day: date) -> str:
    """Return a day for a narrow column, its year left out: 3 dec."""
    return written_briefly(day, html_language())


def weekday_in_words(day: date) -> str:
    """Return a day with its weekday: fredag 4 december."""
    return written_weekday(day, html_language())


def clock(moment: datetime) -> str:
    """Return the hour and minute of a moment that is already in the right zone."""
    return format_time(moment, "HH:mm", locale=locale_of(current_language()))


def figure(number: int) -> str:
    """Return a count as people read it: 9300, but 12 000 and in English 12,000.

    From five digits on, so that a year stands as it is; the space is narrow and never breaks.
    """
    between = "," if html_language() == "en" else "\N{NARROW NO-BREAK SPACE}"
    return f"{number:,}".replace(",", between) if number >= _GROUPED_FROM else str(number)


def with_figures(values: Mapping[str, object]) -> dict[str, object]:
    """Return what fills the places of a text, its counts as people read them."""
    return {
        name: figure(value) if type(value) is int and value >= _GROUPED_FROM else value
        for name, value in values.items()
    }


def unbroken(text: str) -> str:
    """Keep a telephone number on one line."""
    one = text.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")
    return led_from_the_left(one, current_language())


def translated(phrase: str) -> str:
    """Return a fault or phrase in the current language; a plain sentence as it stands."""
    if not isinstance(phrase, Phrase):
        return phrase
    values = {
        name: day_in_words(value) if isinstance(value, date) else value
        for name, value in phrase.values.items()
    }
    text: str = gettext(phrase.message, **values)
    return text
