"""Letters are edited with blanks in the words of the page; both those and names are understood."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from feedback.languages import STAFF_LANGUAGES, catalogue
from feedback.mail.templates import LetterText, languages_of, standard_text
from feedback.models import MailText
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.placeholders import PLACEHOLDERS
from feedback.organiser.mails.blanks import as_kept, in_words
from tests.feedback.world import ORGANISER, form_to

if TYPE_CHECKING:
    from tests.feedback.world import World

LETTERS = [
    (kind.key, language)
    for kind in KINDS.values()
    if kind.has_text
    for language in languages_of(kind.key)
]


def editor(world: World, language: str) -> Any:  # noqa: ANN401 - WebTest brings no types
    """Return the page on which the invitation is worded, in a language of the pages."""
    browser = world.sign_in(ORGANISER, language=language)
    return browser.get(f"/programmes/{world.programmes[0]}/letters/invitation/sv")


def kept(world: World) -> str:
    with world.database.reading() as session:
        return session.scalars(select(MailText.body)).one()


@pytest.mark.parametrize("language", STAFF_LANGUAGES)
def test_every_blank_has_words_of_its_own(language: str) -> None:
    words = [catalogue(language).gettext(one.called.message) for one in PLACEHOLDERS.values()]

    assert len({word.casefold() for word in words}) == len(PLACEHOLDERS)
    assert not [word for word in words if set(word) & set("{}\n") or word != word.strip()]


def test_no_word_of_one_blank_is_another_in_any_language() -> None:
    meant: dict[str, set[str]] = {}
    for name, one in PLACEHOLDERS.items():
        meant.setdefault(name, set()).add(name)
        for language in STAFF_LANGUAGES:
            word = catalogue(language).gettext(one.called.message).casefold()
            meant.setdefault(word, set()).add(name)

    assert {word: names for word, names in meant.items() if len(names) > 1} == {}


def test_every_standard_letter_is_kept_as_it_was_shown(world: World) -> None:
    with world.app.test_request_context():
        for kind, language in LETTERS:
            letter = standard_text(kind, language)
            shown = in_words(letter)

            assert as_kept(shown) == letter
            assert "_" not in shown.body.replace("https://", "")


def test_a_letter_is_shown_and_kept_with_blanks_in_the_language_of_the_page(world: World) -> None:
    page = editor(world, "sv")
    form = form_to(page, page.request.path)
    shown = form["body"].value
    form["body"] = shown.replace("Hej {Mottagarens namn}!", "Kära { mottagarens  NAMN }!")

    form.submit("act", value="keep").follow()

    assert "{recipient}" not in page
    assert "{Mottagarens namn}" in page.html.find("dl").text
    assert kept(world).startswith("Kära {recipient}!")
    assert (
        "{Name of the recipient}" in form_to(editor(world, "en"), page.request.path)["body"].value
    )


def test_names_as_letters_are_kept_are_understood_too(world: World) -> None:
    page = editor(world, "sv")
    form = form_to(page, page.request.path)
    form["body"] = "Hej {recipient}!\n\n{subjects}\n\n{Last day to answer}\n\n{Länken}\n"

    form.submit("act", value="keep").follow()

    assert kept(world) == "Hej {recipient}!\n\n{subjects}\n\n{last_day}\n\n{link}\n"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("{Motagarens namn}", "Menade du {Mottagarens namn}?"),
        ("{recipent}", "Menade du {Mottagarens namn}?"),
        ("{Samtalets dag}", "Luckan {Samtalets dag} finns inte här."),
        ("{}", "Luckan {} finns inte här."),
        ("{Mottagarens namn", "En klammer { eller } står ensam."),
    ],
)
def test_a_bad_blank_gets_one_message_and_what_was_typed_stays(
    world: World, typed: str, told: str
) -> None:
    page = editor(world, "sv")
    form = form_to(page, page.request.path)
    body = form["body"].value.replace("{Mottagarens namn}", typed)
    form["body"] = body

    refused = form.submit("act", value="keep", status=422)

    faults = refused.html.select(".govuk-error-summary li")
    assert len(faults) == 1
    assert told in faults[0].text
    assert form_to(refused, page.request.path)["body"].value.replace("\r\n", "\n") == body


def test_a_blank_stays_a_blank_beside_text_that_looks_like_one() -> None:
    assert as_kept(LetterText("{Länken}", "{Nyckeln} {LINK}")) == LetterText(
        "{link}", "{Nyckeln} {link}"
    )
