"""Write a statement's radios: the template once for each answer, then only its words.

A page has up to fifty statements that differ in four places, and rendering each anew is most
of what a page costs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from flask import current_app
from markupsafe import Markup, escape

from feedback.form_pages import Statement

if TYPE_CHECKING:
    from jinja2 import Environment

# Characters for private use: they stand in no survey.
_ID, _KEY, _WORDS, _HINT = "\ue001", "\ue002", "\ue003", "\ue004"
_PLACES: Final = re.compile(f"[{_ID}-{_HINT}]")


def scale(statement: Statement, options: tuple[tuple[str, str], ...], value: str) -> Markup:
    """Return the radios of one statement, with the value that is chosen."""
    environment = current_app.jinja_env
    skeleton = _skeleton(environment, options, value, has_hint=bool(statement.hint))
    filled = {
        _ID: statement.id,
        _KEY: statement.key,
        _WORDS: str(escape(statement.words)),
        _HINT: str(escape(statement.hint)),
    }
    html = _PLACES.sub(lambda place: filled[place[0]], skeleton)
    return Markup(html)  # noqa: S704 - the template escaped its parts, and we did these


@lru_cache(maxsize=512)
def _skeleton(
    environment: Environment, options: tuple[tuple[str, str], ...], value: str, *, has_hint: bool
) -> str:
    template = environment.get_template("components/scale.html")
    statement = Statement(_KEY, _ID, _WORDS, _HINT if has_hint else "")
    return str(template.module.scale(statement, options, value))  # type: ignore[attr-defined] # macros are attributes of a module
