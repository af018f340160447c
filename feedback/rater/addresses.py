"""The blueprint of all pages behind a rater's link.

Code, language and code word follow along; through the form, also which promise was shown.
"""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, g

from feedback.ballot import parse_code
from feedback.languages import QUERY, asked_language

TASK: Final = "/<uuid:subject>/<any(response, conditions):part>"
"""The address of one task, below the rater's link."""

CODE_WORD: Final = "w"
"""The name of the code word in the address of a link that stands on paper."""

PROMISED: Final = "p"
"""The name of the group whose promise was shown, in addresses and fields of the form."""

_AFTER_PROMISE: Final = frozenset(
    {"rater.page", "rater.look_over", "rater.beside", "rater.beside_look_over"}
)

blueprint: Final = Blueprint("rater", __name__, url_prefix="/s/<code>")


@blueprint.url_value_preprocessor
def _take_code(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    # Mail programs now and then take what stands after a link for a part of it.
    given = (values or {}).pop("code", "")
    code = parse_code(given)
    g.code = given if code is None else str(code)


@blueprint.url_defaults
def _give_code(endpoint: str, values: dict[str, Any]) -> None:
    if "code" in g:
        values.setdefault("code", g.code)
    language = asked_language()
    if language:
        values.setdefault(QUERY, language)
    if "code_word" in g:
        values.setdefault(CODE_WORD, g.code_word)
    if "promised" in g and endpoint in _AFTER_PROMISE:
        values.setdefault(PROMISED, g.promised)
