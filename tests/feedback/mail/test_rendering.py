"""A mail says the same in both its parts, in the reader's language, and invites trust."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest
from bs4 import BeautifulSoup
from jinja2 import UndefinedError

from feedback.languages import LANGUAGES
from feedback.mail import render_mail
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.composers.raters import LetterSubject
from feedback.operations.letters.kinds import Audience
from feedback.operations.letters.placeholders import example_facts

EMAILS = Path(__file__).parents[3] / "feedback" / "templates" / "emails"
LINK: Final = "https://feedback.example.se/s/17KC-0W4Z-Q9DW-HTHK-DXT4"
KARIN = LetterSubject("Karin Lund", ", Rektor, Norra skolan", is_oneself=False)
OLLE = LetterSubject("Olle Sand", "", is_oneself=False)
ONESELF = LetterSubject("Anna Berg", "", is_oneself=True)
FACTS: Final[dict[str, object]] = {
    **example_facts(),
    "link": LINK,
    "k": 4,
    "purpose": "Utveckling, inte lön.",
    "organisation": "Testköpings kommun",
    "code": "123456",
    "asked_at": "10:32",
    "help_phone": "019-21 10 00",
    "host": "vm1",
    "findings": ["Worker: It was last here at 2026-11-30 07:12 UTC, on vm1."],
}
LETTERS = sorted(
    (folder.parent.parent.name, folder.parent.name) for folder in EMAILS.glob("*/*/body.txt")
)
RATER_LETTERS = [letter for letter in LETTERS if letter[0] in ("invitation", "reminder")]


@pytest.mark.parametrize(("kind", "language"), LETTERS)
def test_every_letter_renders_to_subject_text_and_html(kind: str, language: str) -> None:
    subject, text, html = render_mail(kind, language, **FACTS)

    assert 10 < len(subject) < 100
    assert "\n" not in subject
    if kind == "sign-in-code":
        assert "123456" in text
        assert "http" not in text + html  # a code is typed, no link signs in
    elif kind not in KINDS or "link" in KINDS[kind].must_hold:
        assert LINK in text
        assert f'href="{LINK}"' in html
    assert not set("{}%") & set(subject + text)


@pytest.mark.parametrize("kind", sorted({kind for kind, _ in LETTERS}))
def test_every_letter_is_there_in_swedish_and_english(kind: str) -> None:
    languages = {language for name, language in LETTERS if name == kind}

    assert languages >= {"sv", "en"}
    if kind in KINDS and KINDS[kind].audience is Audience.RATER:
        assert languages == set(LANGUAGES)


@pytest.mark.parametrize(("kind", "language"), RATER_LETTERS)
def test_a_rater_finds_what_makes_a_mail_worth_trusting(kind: str, language: str) -> None:
    text = render_mail(kind, language, **FACTS).text

    assert "BankID" in text
    assert "Eva Holm" in text
    assert "019-21 10 10" in text
    assert "Karin Lund, Rektor, Norra skolan" in text
    assert "2026" in text


@pytest.mark.parametrize(
    ("language", "voluntary", "hours"),
    [
        ("sv", "frivilligt", "arbetstid"),
        ("sv-simple", "väljer själv", "arbetstid"),
        ("en", "voluntary", "working hours"),
        ("fi", "vapaaehtoista", "työaikana"),
        ("uk", "добровільно", "робочий час"),
    ],
)
def test_an_invitation_says_what_is_shown_and_that_it_is_voluntary(
    language: str, voluntary: str, hours: str
) -> None:
    text = render_mail("invitation", language, **FACTS).text

    assert "4" in text
    assert "Utveckling, inte lön." in text
    assert voluntary in text
    assert hours in text
    assert "anonym" not in text.lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_subject_follows_whom_it_is_about(language: str) -> None:
    def subject_about(*subjects: LetterSubject) -> str:
        return render_mail("invitation", language, **{**FACTS, "subjects": list(subjects)}).subject

    assert "Karin Lund" in subject_about(KARIN)
    assert "Anna Berg" not in subject_about(ONESELF)
    assert "2" in subject_about(KARIN, OLLE)


def test_both_parts_say_the_same() -> None:
    _, text, html = render_mail("invitation", "sv", **FACTS)

    for line in filter(None, text.splitlines()):
        assert line.removeprefix("- ").replace('"', "&#34;") in html


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mail_runs_from_the_right_where_its_language_does(language: str) -> None:
    html = BeautifulSoup(render_mail("invitation", language, **FACTS).html, "html.parser")

    is_turned = language == "ar"
    # Some programs throw the page's own element away: what is inside says it too.
    assert [one.get("dir") for one in html.select("html, body > div")] == (
        ["rtl"] * 2 if is_turned else [None] * 2
    )
    room = "padding-right" if is_turned else "padding-left"
    assert html.ul is not None
    assert room in str(html.ul["style"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_telephone_number_in_a_mail_keeps_its_order(language: str) -> None:
    text = render_mail("invitation", language, **FACTS).text

    before = text.partition("019-21 10 10")[0]
    assert before.endswith("\N{LEFT-TO-RIGHT MARK}") == (language == "ar")


def test_what_people_typed_is_never_markup() -> None:
    hostile = LetterSubject("<b>Karin</b>", "", is_oneself=False)

    html = render_mail("invitation", "sv", **{**FACTS, "subjects": [hostile]}).html

    assert "<b>" not in html
    assert "&lt;b&gt;Karin&lt;/b&gt;" in html


def test_without_anybody_to_ring_no_empty_line_is_left() -> None:
    facts = {**FACTS, "contact_phone": "", "contact_email": ""}

    text = render_mail("invitation", "sv", **facts).text

    assert "Är något fel" not in text
    assert "\n\n\n" not in text


def test_easy_swedish_falls_back_to_swedish_where_there_is_none() -> None:
    assert render_mail("report-shared-leader", "sv-simple", **FACTS) == render_mail(
        "report-shared-leader", "sv", **FACTS
    )


def test_a_fact_that_is_missing_is_an_error_and_never_an_empty_word() -> None:
    facts = {name: fact for name, fact in FACTS.items() if name != "campaign"}

    with pytest.raises(UndefinedError, match="campaign"):
        render_mail("invitation", "sv", **facts)


def test_days_are_written_as_the_language_writes_them() -> None:
    assert "fredag 4 december 2026" in render_mail("invitation", "sv-simple", **FACTS).text
    assert "Friday 4 December 2026" in render_mail("invitation", "en", **FACTS).text
