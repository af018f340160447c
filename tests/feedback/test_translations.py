"""No text of the product is without Swedish, and none stands in a template outside gettext."""

from __future__ import annotations

import ast
import re
import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po
from flask import Flask

import feedback
from feedback.languages import (
    LANGUAGES,
    catalogue,
    in_language,
    install,
    language_in_words,
)
from feedback.languages.catalogues import is_translated

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

PACKAGE = Path(feedback.__file__).parent
ROOT = PACKAGE.parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "Fault": None,
    "Phrase": None,
}
SAME_IN_ALL_LANGUAGES = {"UTC"}
CATALOGUES = [language for language in LANGUAGES if language != "en"]
PLACEHOLDER = re.compile(r"%\(\w+\)s|\{\w+\}")


@cache
def texts_in_code() -> frozenset[str | tuple[str, ...]]:
    """Return every text that the code and the templates want translated."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    mappings = settings["tool"]["babel"]["mappings"]
    methods = [(mapping["pattern"], mapping["method"]) for mapping in mappings]
    found = extract_from_dir(str(ROOT), methods, keywords=KEYWORDS, directory_filter=_is_ours)
    return frozenset(tuple(m) if isinstance(m, (list, tuple)) else m for _, _, m, _, _ in found)


def _is_ours(folder: str) -> bool:
    return Path(folder).name not in {".venv", "node_modules", ".git", "tests", "demo", "dist"}


def catalogue_file(language: str) -> Catalog:
    """Return a catalogue as translators see it."""
    folder = language.replace("-", "_")
    path = PACKAGE / "translations" / folder / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file, locale=language.partition("-")[0])


def test_no_text_hides_in_an_f_string_where_extraction_does_not_look() -> None:
    hidden = [
        f"{file.relative_to(ROOT)}:{call.lineno}"
        for file in PACKAGE.rglob("*.py")
        for text in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(text, ast.JoinedStr)
        for call in ast.walk(text)
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
        if call.func.id in KEYWORDS
    ]

    assert hidden == []


def test_every_text_has_swedish() -> None:
    messages = catalogue_file("sv")
    done = {_key(message.id) for message in messages if message.id and is_translated(message)}

    missing = sorted(map(str, texts_in_code() - done))

    assert missing == [], "run `make translate` and write the Swedish"


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_catalogue_keeps_texts_that_nobody_shows(language: str) -> None:
    known = {_key(message.id) for message in catalogue_file(language) if message.id}

    assert sorted(map(str, known - texts_in_code())) == []


@pytest.mark.parametrize("language", CATALOGUES)
def test_a_translation_fills_in_what_the_text_fills_in(language: str) -> None:
    for message in catalogue_file(language):
        if not message.id or not is_translated(message):
            continue
        wanted, given = (
            {place for text in _all(texts) for place in PLACEHOLDER.findall(text)}
            for texts in (message.id, message.string)
        )

        assert given <= wanted, message.id
        assert len(given) >= len(wanted) - (1 if "%(num)s" in wanted else 0), message.id


def test_easy_swedish_falls_back_to_swedish_also_in_plurals() -> None:
    texts = catalogue("sv-simple")

    plural = "You have written answers to %(num)s questions."
    said = texts.ungettext("You have written an answer to %(num)s question.", plural, 2)

    assert said == "Du har skrivit svar på %(num)s frågor."


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sv", ["svenska", "lätt svenska", "engelska", "finska", "arabiska"]),
        ("en", ["Swedish", "easy Swedish", "English", "Finnish", "Arabic"]),
    ],
)
def test_a_language_is_called_as_its_reader_calls_it(language: str, words: list[str]) -> None:
    app = Flask(__name__)
    install(app)

    with app.app_context(), in_language(language):
        called = [language_in_words(key) for key in ("sv", "sv-simple", "en", "fi", "ar")]

    assert called == words


def test_every_language_has_a_catalogue_but_the_one_of_the_code() -> None:
    folders = {path.name for path in (PACKAGE / "translations").iterdir() if path.is_dir()}

    assert folders == {language.replace("-", "_") for language in LANGUAGES} - {"en"}


@pytest.mark.parametrize(
    "template",
    sorted((PACKAGE / "templates").rglob("*.html")),
    ids=lambda path: str(path.relative_to(PACKAGE / "templates")),
)
def test_a_template_holds_no_words_outside_gettext(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    bare = re.sub(r"{% block \w+_class %}.*?{% endblock %}", " ", text)
    bare = re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}|<!--.*?-->", " ", bare, flags=re.DOTALL)
    bare = re.sub(r"<(script|style).*?</\1>", " ", bare, flags=re.DOTALL)
    words = re.sub(r"<[^>]*>|&\w+;", " ", bare, flags=re.DOTALL).split()

    # Pieces of attributes that a template puts together are no words.
    whole = [word for word in words if not re.search(r"^-|[\"=]", word)]
    said = {word for word in whole if re.search(r"[a-zåäö]{2}", word, re.IGNORECASE)}
    assert said <= SAME_IN_ALL_LANGUAGES


def _key(id_: str | list[str] | tuple[str, ...]) -> str | tuple[str, ...]:
    return id_ if isinstance(id_, str) else tuple(id_)


def _all(texts: str | list[str] | tuple[str, ...] | None) -> list[str]:
    return [texts or ""] if texts is None or isinstance(texts, str) else list(texts)


def test_no_text_waits_for_somebody_to_look_at_it() -> None:
    # What is marked so is not shown: its page would speak English.
    catalogues = PACKAGE.glob("translations/*/LC_MESSAGES/messages.po")

    waiting = [path.parts[-3] for path in catalogues if "#, fuzzy" in path.read_text("utf-8")]

    assert waiting == []
