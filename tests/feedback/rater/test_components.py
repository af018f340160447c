"""Our lean templates write what the components write: only faster."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from surveys.form import OpenQuestion, Statement
from tests.feedback.components import rendered

if TYPE_CHECKING:
    from webtest import TestApp

STEPS = ((str(step), f"Steg {step} <&>") for step in range(1, 7))
OPTIONS = (*STEPS, ("NO", "Kan inte bedöma"))

RADIOS = """
{% from "govuk_frontend_jinja/components/radios/macro.html" import govukRadios %}
{{ govukRadios({
  "idPrefix": statement.id,
  "name": "rating-" ~ statement.key,
  "value": value,
  "classes": "scale scale--6",
  "formGroup": {"classes": "statement"},
  "fieldset": {"legend": {"text": statement.words, "classes": "govuk-fieldset__legend--s"}},
  "hint": {"text": statement.hint} if statement.hint,
  "items": items,
}) }}
"""
SCALE = """
{% from "components/scale.html" import scale %}{{ scale(statement, options, value) }}
"""

# What the component lacks: it is seen once there is an answer to take back.
NO_ANSWER = re.compile(r'<div class="no-answer">.*?</div>', re.DOTALL)

TEXTAREA = """
{% from "govuk_frontend_jinja/components/textarea/macro.html" import govukTextarea %}
{{ govukTextarea({
  "id": question.id,
  "name": "words-" ~ question.key,
  "value": value,
  "label": {"text": question.words, "classes": "govuk-label--s"},
  "hint": {"text": question.hint} if question.hint,
  "formGroup": {"classes": "words"},
  "errorMessage": {"text": "Ta bort 2 tecken.", "visuallyHiddenText": "Fel"} if cut,
}) }}
"""
WORDS = """
{% from "components/words.html" import words with context %}{{ words(question, value, cut) }}
"""


@pytest.mark.parametrize("hint", ["", "Till exempel HR."])
@pytest.mark.parametrize("value", ["", "1", "4", "NO"])
def test_the_scale_is_the_radios_component(web: TestApp, hint: str, value: str) -> None:
    statement = Statement("lugn", "item-3", "Karin <Lund> håller sig lugn.", hint)
    items = [{"value": option, "text": words} for option, words in OPTIONS]
    known = {"statement": statement, "value": value, "options": OPTIONS, "items": items}

    ours, theirs = (rendered(web.app, source, **known) for source in (SCALE, RADIOS))

    assert _plain(NO_ANSWER.sub("", ours)) == _plain(theirs)


@pytest.mark.parametrize("hint", ["", "En mening räcker."])
@pytest.mark.parametrize("cut", [0, 2])
def test_the_words_are_the_textarea_component(web: TestApp, hint: str, cut: int) -> None:
    question = OpenQuestion("fortsatt", "words-1", "Vad gör Karin <Lund> bra?", hint, 3000)
    known = {"question": question, "value": "En <rad>", "cut": cut}

    ours, theirs = (rendered(web.app, source, **known) for source in (WORDS, TEXTAREA))

    # What we add to it: counting, and the gentle question about numbers.
    for added in (
        r" data-\w+=\"[^\"]*\"",
        r" autocomplete=\"off\"",
        r"<p id=\"words-1-(count|private)\".*?</p>",
        r" ?words-1-count",
        r" aria-describedby=\"\"",
    ):
        ours = re.sub(added, "", ours, flags=re.DOTALL)
    assert _plain(ours) == _plain(theirs)


def _plain(html: str) -> str:
    """Return markup without the white space that no browser shows."""
    return re.sub(r"\s*([<>])\s*", r"\1", re.sub(r"\s+", " ", html)).strip()
