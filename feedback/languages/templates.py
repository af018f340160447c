"""What templates know of languages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import Babel, Domain

from feedback.languages.choosing import current_language
from feedback.languages.in_words import (
    briefly,
    clock,
    day_in_words,
    html_language,
    is_right_to_left,
    language_in_words,
    translated,
    unbroken,
    weekday_in_words,
)
from feedback.languages.known import catalogue, locale_of
from feedback.text.spoken import LANGUAGES

if TYPE_CHECKING:
    from babel.support import NullTranslations
    from flask import Flask


class ProductTexts(Domain):  # type: ignore[misc] # Flask-Babel brings no types
    """The catalogues by our own language keys: Babel itself would drop `sv-simple`."""

    def get_translations(self) -> NullTranslations:
        """Return the texts of the current language."""
        return catalogue(current_language())


def install(app: Flask) -> None:
    """Give templates `_`, `language`, `languages` and dates in words."""
    babel = Babel(app, locale_selector=lambda: locale_of(current_language()))
    babel.domain_instance = ProductTexts()
    app.jinja_env.globals.update(
        current_language=current_language,
        html_language=html_language,
        is_right_to_left=is_right_to_left,
        languages=LANGUAGES,
    )
    app.jinja_env.filters.update(
        unbroken=unbroken,
        translated=translated,
        briefly=briefly,
        day=day_in_words,
        weekday=weekday_in_words,
        language_in_words=language_in_words,
        clock=clock,
    )
