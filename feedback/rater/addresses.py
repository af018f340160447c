"""The blueprint of all pages behind a rater's link; code, language and code word follow along."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, g

from feedback.languages import QUERY, asked_language

TASK: Final = "/<uuid:subject>/<any(response, conditions):part>"
"""The address of one task, below the rater's link."""

CODE_WORD: Final = "w"
"""The name of the code word in the address of a link that stands on paper."""

blueprint: Final = Blueprint("rater", __name__, url_prefix="/s/<code>")


@blueprint.url_value_preprocessor
def _take_code(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    # Mail programs now and then take the full stop after a link for a part of it.
    code = (values or {}).pop("code", "")
    g.code = code.rstrip(".,;:!)>]\"'")


@blueprint.url_defaults
def _give_code(_endpoint: str, values: dict[str, Any]) -> None:
    if "code" in g:
        values.setdefault("code", g.code)
    language = asked_language()
    if language:
        values.setdefault(QUERY, language)
    if "code_word" in g:
        values.setdefault(CODE_WORD, g.code_word)
