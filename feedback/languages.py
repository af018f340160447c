"""The product's own texts in each of its languages; survey texts carry theirs themselves.

How to translate: write readable English in the code, `_("Send your answers")` in a template
and `gettext("…")` or `lazy_gettext("…")` (of flask_babel) in Python, `Fault("…")` where an
operation refuses an input and `Phrase("…")` where it names something; values as
`_("Answers about %(name)s", name=name)`, numbers as `ngettext("%(num)s page", "%(num)s pages",
count)`. Then `make translate` and write the Swedish into
`feedback/translations/sv/LC_MESSAGES/messages.po`. Easy Swedish (`sv_simple`) is written
where raters read; what it lacks is read from `sv`. Finnish (`fi`) is whole where raters read, and
nowhere else. English needs no catalogue: it is the
code. Catalogues are read as they are, so nothing is compiled. A test finds what has no Swedish.

Which language: a rater page takes `?l=…`, else the rater's own (`use_language`); a staff page
takes what was chosen (`choose_for_session`), else the browser's. A mail is rendered inside
`with in_language("en"):`.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from babel import Locale
from babel.dates import format_time
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request, session
from flask_babel import Babel, Domain, gettext, refresh

from feedback.days import written_day, written_weekday
from feedback.phrases import Phrase
from feedback.response_headers import is_rater_page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, datetime

    from babel.messages.catalog import Catalog, Message

LANGUAGES: Final[dict[str, str]] = {
    "sv": "Svenska",
    "sv-simple": "Lätt svenska",
    "en": "English",
    "fi": "Suomi",
}
"""Every language of the product, by key, in its own words."""

STAFF_LANGUAGES: Final = ("sv", "en")
DEFAULT: Final = "sv"
QUERY: Final = "l"
"""The name of the language in a rater page's address."""

_LOCALES: Final = {"sv-simple": "sv"}
_SESSION_KEY: Final = "language"
_FOLDER: Final = Path(__file__).parent / "translations"


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
        day=day_in_words,
        weekday=weekday_in_words,
        language_in_words=language_in_words,
        clock=clock,
    )


def current_language() -> str:
    """Return the key of the language that this page or mail is written in."""
    chosen: str | None = g.get("language") if g else None
    if chosen is None and has_request_context():
        chosen = _language_of_request()
        g.language = chosen
    return chosen or DEFAULT


def use_language(language: str) -> None:
    """Write this page in a person's language, unless its address names another."""
    asked = asked_language() if has_request_context() else None
    known = language if language in LANGUAGES else DEFAULT
    g.language = asked or known
    refresh()


def asked_language() -> str | None:
    """Return the language that the page's address names, if it is one of ours."""
    asked = request.args.get(QUERY) if request.query_string else None
    return asked if asked in LANGUAGES else None


def choose_for_session(language: str) -> None:
    """Remember a staff member's choice; never called on a rater page, which has no session."""
    if language in STAFF_LANGUAGES:
        session[_SESSION_KEY] = language
        g.language = language
        refresh()


@contextmanager
def in_language(language: str) -> Iterator[None]:
    """Write what is rendered inside in another language, as a mail or a report."""
    before = g.get("language")
    g.language = language if language in LANGUAGES else DEFAULT
    refresh()
    try:
        yield
    finally:
        g.language = before
        refresh()


def locale_of(language: str) -> str:
    """Return the locale whose dates and numbers a language uses."""
    return _LOCALES.get(language, language)


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
    return Locale.parse(html_language()).text_direction == "rtl"


def day_in_words(day: date) -> str:
    """Return a day as people write it: 4 december 2026."""
    return f"{written_day(day, html_language())} {day.year}"


def weekday_in_words(day: date) -> str:
    """Return a day with its weekday: fredag 4 december."""
    return written_weekday(day, html_language())


def clock(moment: datetime) -> str:
    """Return the hour and minute of a moment that is already in the right zone."""
    return format_time(moment, "HH:mm", locale=locale_of(current_language()))


def unbroken(text: str) -> str:
    """Keep a telephone number on one line."""
    return text.replace(" ", "\N{NO-BREAK SPACE}").replace("-", "\N{NON-BREAKING HYPHEN}")


def translated(phrase: str) -> str:
    """Return a fault or phrase in the current language; a plain sentence as it stands."""
    if not isinstance(phrase, Phrase):
        return phrase
    text: str = gettext(phrase.message, **phrase.values)
    return text


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the texts of a language; what it lacks comes from its fallback."""
    path = _FOLDER / language.replace("-", "_") / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return NullTranslations()
    with path.open("rb") as file:
        messages = read_po(file, locale=locale_of(language))
    texts = _compiled(messages)
    if language in _LOCALES:
        texts.add_fallback(catalogue(_LOCALES[language]))
    return texts


def _compiled(messages: Catalog) -> Translations:
    # An empty plural would be written as English, and hide the fallback's.
    for message in [m for m in messages if m.id and not is_translated(m)]:
        messages.delete(message.id)
    compiled = BytesIO()
    write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


def is_translated(message: Message) -> bool:
    """Tell whether a message of a catalogue has all its wordings."""
    wordings = message.string or ""
    return bool(wordings if isinstance(wordings, str) else all(wordings))


def _language_of_request() -> str:
    asked = asked_language()
    if asked:
        return asked
    if is_rater_page():
        # It has no session: even reading one would say `Vary: Cookie`.
        known = [language for language in LANGUAGES if language not in _LOCALES]
        return request.accept_languages.best_match(known, DEFAULT)
    remembered = session.get(_SESSION_KEY)
    return str(remembered or request.accept_languages.best_match(STAFF_LANGUAGES, DEFAULT))
