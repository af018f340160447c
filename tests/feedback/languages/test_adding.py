"""A language in the register has its words wherever a rater meets some outside the catalogues."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from click.testing import CliRunner

import reports.texts
from feedback.cli.main import main
from feedback.languages import catalogue
from feedback.mail.templates import languages_of
from feedback.operations.campaigns.purposes import DEVELOPMENT, purpose_in
from feedback.operations.letters import composing, rehearsing
from feedback.operations.people.file import rows
from feedback.operations.plans import pulses
from feedback.organiser.mails.forms import CorrectionForm
from feedback.text.spoken import DEFAULT, FALLBACKS, LANGUAGES
from surveys import pulse, texts

if TYPE_CHECKING:
    from collections.abc import Mapping

TO_RATERS: Final = ("invitation", "invitation-several", "reminder", "reminder-several", "thanks")
SAID: Final[dict[str, Mapping[str, object]]] = {
    "the mark of a trial": composing._TEST,
    "the mark of a rehearsal": rehearsing._SUBJECT,
    "the title of a pulse": pulse._TITLE,
    "the question of a pulse": pulse._QUESTION,
    "cannot judge, in a pulse": pulse._CANNOT_JUDGE,
    **{f"step {step} of a pulse": words for step, words in pulse._LABELS.items()},
    **{f"the season of month {month}": words for month, words in pulses._SEASONS.items()},
}
SPOKEN: Final = [language for language in LANGUAGES if language not in FALLBACKS]


@pytest.mark.parametrize("language", SPOKEN)
def test_nothing_that_a_rater_meets_lacks_the_language(language: str) -> None:
    missing = [what for what, words in SAID.items() if language not in words]

    assert missing == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_letters_to_raters_and_the_purpose_are_written_in_it(language: str) -> None:
    unwritten = [kind for kind in TO_RATERS if language not in languages_of(kind)]

    assert unwritten == []
    assert language == DEFAULT or purpose_in(DEVELOPMENT, language) != DEVELOPMENT


@pytest.mark.parametrize("language", LANGUAGES)
def test_lists_of_people_corrections_and_commands_know_it(language: str) -> None:
    field = language.replace("-", "_")
    options = CliRunner().invoke(main, ["mail", "correct-batch", "--help"]).output

    assert language in rows._LANGUAGE_NAMES.values()
    assert {f"subject_{field}", f"body_{field}"} <= set(dir(CorrectionForm))
    assert f"--{language}" in options


@pytest.mark.parametrize("language", [key for key in LANGUAGES if key != "en"])
def test_it_has_a_catalogue(language: str) -> None:
    assert catalogue(language).gettext("Send your answers") != "Send your answers"


def test_one_language_stands_in_for_another_everywhere_alike() -> None:
    assert FALLBACKS == texts.FALLBACKS == reports.texts.FALLBACKS
