"""Which language a page, a mail or a document is written in."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Final

from flask import g, has_request_context, request, session
from flask_babel import refresh

from feedback.languages.known import STAFF_LANGUAGES, locale_of, spoken
from feedback.text.rater_paths import is_rater_path
from feedback.text.spoken import DEFAULT, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator


QUERY: Final = "l"
"""The name of the language in a rater page's address."""

IN_SESSION: Final = "language"
"""The name of the language in a session of staff: it outlasts whoever signs in and out."""


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
    g.language = asked or spoken(language)
    refresh()


def asked_language() -> str | None:
    """Return the language that the page's address names, if it is one of ours."""
    asked = request.args.get(QUERY) if request.query_string else None
    return asked if asked in LANGUAGES else None


def choose_for_session(language: str) -> None:
    """Remember a staff member's choice; never called on a rater page, which has no session."""
    if language in STAFF_LANGUAGES:
        session[IN_SESSION] = language
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


def _language_of_request() -> str:
    asked = asked_language()
    if asked:
        return asked
    if is_rater_path(request.path):
        # It has no session: even reading one would say `Vary: Cookie`.
        known = [language for language in LANGUAGES if locale_of(language) == language]
        return request.accept_languages.best_match(known, DEFAULT)
    remembered = session.get(IN_SESSION)
    return str(remembered or request.accept_languages.best_match(STAFF_LANGUAGES, DEFAULT))
