"""What templates know of languages."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Final, cast

from flask_babel import Babel, Domain
from jinja2 import pass_context

from feedback.languages.choosing import current_language
from feedback.languages.in_words import (
    briefly,
    clock,
    day_in_words,
    figure,
    html_language,
    is_right_to_left,
    language_in_words,
    translated,
    unbroken,
    weekday_in_words,
    with_figures,
)
from feedback.languages.known import catalogue, locale_of
from feedback.text.spoken import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Callable

    from babel.support import NullTranslations
    from flask import Flask
    from jinja2.runtime import Context

_PLURAL: Final = 3  # texts of a plural: one, many, and the number


class ProductTexts(Domain):  # type: ignore[misc] # Flask-Babel brings no types
    """The catalogues by our own language keys: Babel itself would drop `sv-simple`."""

    def get_translations(self) -> NullTranslations:
        """Return the texts of the current language."""
        return catalogue(current_language())

    def gettext(self, string: str, **variables: object) -> str:
        """Return a text with its counts as people read them."""
        return str(super().gettext(string, **with_figures(variables)))

    def ngettext(self, singular: str, plural: str, num: int, **variables: object) -> str:
        """Return the text for a number, its counts as people read them."""
        text: str = self.get_translations().ngettext(singular, plural, num)
        return text % with_figures({"num": num, **variables})


def install(app: Flask) -> None:
    """Give templates `_`, `language`, `languages` and dates in words."""
    babel = Babel(app, locale_selector=lambda: locale_of(current_language()))
    babel.domain_instance = ProductTexts()
    for name in ("gettext", "ngettext"):
        text_of = cast("Callable[..., str]", app.jinja_env.globals[name])
        app.jinja_env.globals[name] = _with_figures(text_of)
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
        figure=figure,
    )


def _with_figures(text_of: Callable[..., str]) -> Callable[..., str]:
    """Let the texts of templates, too, write counts as people read them."""

    @pass_context
    @wraps(text_of)
    def said(context: Context, /, *given: object, **variables: object) -> str:
        if len(given) == _PLURAL:
            variables = {"num": given[-1], **variables}
        return text_of(context, *given, **with_figures(variables))

    return said
