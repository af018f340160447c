"""All that a rater reads stands in each language: pages, letters, slips, messages and mails."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po

import feedback
from feedback.languages import LANGUAGES
from feedback.languages.catalogues import is_translated
from feedback.operations.letters.composers import KINDS
from feedback.operations.letters.kinds import Audience

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE: Final = Path(feedback.__file__).parent
UNREVIEWED: Final = ["fi", "uk", "ar", "so"]
KEYWORDS: Final = {"_": None, "gettext": None, "ngettext": (1, 2), "Phrase": None}
STAFF_ONLY: Final = {"403.html", "table.html"}
SINGLE_TEMPLATES: Final = (
    *("layouts/base.html", "layouts/rater.html", "layouts/message.html", "layouts/notice.html"),
    "organiser/preview.html",
)
HANDOUTS: Final = ("letters.py", "slips.py", "sms.py", "promise.py", "sentences.py")
MAILS: Final = [
    kind.key for kind in KINDS.values() if kind.audience is Audience.RATER and kind.has_text
]


@pytest.mark.parametrize("language", UNREVIEWED)
def test_every_text_that_raters_read_has_the_language(language: str) -> None:
    with _catalogue(language).open("rb") as file:
        messages = read_po(file, locale=language)

    missing = sorted(text for text in _texts() if not _has(messages.get(text)))

    assert len(set(_texts())) > 150
    assert missing == []


@pytest.mark.parametrize("language", UNREVIEWED)
def test_the_catalogue_says_that_nobody_has_reviewed_it(language: str) -> None:
    first = _catalogue(language).read_text(encoding="utf-8").splitlines()[0]

    assert first.startswith("# Unreviewed:")


def test_a_mail_to_raters_is_written_in_every_language() -> None:
    folders = {kind: PACKAGE / "templates" / "emails" / kind for kind in MAILS}

    lacking = [
        f"{kind}/{language}/{file}"
        for kind, folder in folders.items()
        for language in LANGUAGES
        for file in ("subject.txt", "body.txt")
        if not (folder / language / file).is_file()
    ]

    assert len(MAILS) == 7
    assert lacking == []


def _catalogue(language: str) -> Path:
    return PACKAGE / "translations" / language / "LC_MESSAGES" / "messages.po"


def _texts() -> Iterator[str]:
    for method, file in _sources():
        for _, message, _, _ in extract_from_file(method, file, keywords=KEYWORDS):
            yield message if isinstance(message, str) else message[0]


def _sources() -> Iterator[tuple[str, Path]]:
    templates = PACKAGE / "templates"
    for folder in ("rater", "errors", "components", "notices"):
        for file in sorted((templates / folder).glob("*.html")):
            if file.name not in STAFF_ONLY:
                yield "jinja2", file
    for name in SINGLE_TEMPLATES:
        yield "jinja2", templates / name
    for file in sorted((PACKAGE / "rater").glob("*.py")):
        yield "python", file
    yield "python", PACKAGE / "operations" / "retention" / "kinds.py"  # as /integritet names them
    for name in HANDOUTS:
        yield "python", PACKAGE / "handouts" / name


def _has(message: object) -> bool:
    return message is not None and is_translated(message)  # type: ignore[arg-type] # what a catalogue gives
