"""Standard letters can be edited as they stand, and no kind is half made."""

from __future__ import annotations

from pathlib import Path

import pytest

from feedback.mail.rendering import render_mail, render_text
from feedback.mail.templates import LetterText, languages_of, names_in_standard, standard_text
from feedback.operations.ledger import BLIND, PROMPT
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.placeholders import PLACEHOLDERS, example_facts
from feedback.operations.letters.texts import faults_of

EMAILS = Path(__file__).parents[3] / "feedback" / "templates" / "emails"
EDITABLE = [
    (kind.key, language)
    for kind in KINDS.values()
    if kind.has_text
    for language in languages_of(kind.key)
]


def test_every_kind_has_its_letters_and_every_letter_its_kind() -> None:
    folders = {path.name for path in EMAILS.iterdir() if path.is_dir()}

    fixed = {"coach-named"}  # a letter that nobody edits
    assert folders - {"pieces", "sign-in-code", "alarm", "alarm-over"} - fixed == {
        kind.key for kind in KINDS.values() if kind.has_text
    }
    assert set(KINDS) >= fixed
    assert set(KINDS) >= BLIND | PROMPT


@pytest.mark.parametrize(("kind", "language"), EDITABLE)
def test_a_standard_letter_leaves_open_only_what_is_explained(kind: str, language: str) -> None:
    assert names_in_standard(kind, language) <= set(PLACEHOLDERS)


@pytest.mark.parametrize(("kind", "language"), EDITABLE)
def test_a_standard_letter_may_be_kept_as_it_stands(kind: str, language: str) -> None:
    assert list(faults_of(KINDS[kind], standard_text(kind, language))) == []


@pytest.mark.parametrize(("kind", "language"), EDITABLE)
@pytest.mark.parametrize(
    "others", [{}, {"coach": "", "contact_phone": "", "contact_email": ""}], ids=["full", "bare"]
)
def test_an_edited_letter_says_what_the_standard_says(
    kind: str, language: str, others: dict[str, str]
) -> None:
    facts = {**example_facts(), **others}

    edited = render_text(standard_text(kind, language), language, facts)

    assert edited == render_mail(kind, language, **facts)


def test_what_a_word_holds_is_never_looked_into() -> None:
    text = LetterText("Hej {recipient}", "{purpose}")
    facts = {**example_facts(), "recipient": "{link}", "purpose": "{{ 7 * 7 }} {recipient}"}

    mail = render_text(text, "sv", facts)

    assert mail.subject == "Hej {link}"
    assert mail.text == "{{ 7 * 7 }} {recipient}\n"
