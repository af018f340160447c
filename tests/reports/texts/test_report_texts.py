"""What a report says: complete in both languages, without statistics, without promises."""

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from reports.errors import UnknownTextError
from reports.texts import LANGUAGES, Texts, texts

REPORTS = Path(__file__).parents[3] / "reports"


def _entries(language: str) -> dict[str, tuple[str, ...]]:
    known = texts(language)
    entries = known._entries
    return {key: (one,) if isinstance(one, str) else one for key, one in entries.items()}


def _blanks(sentences: tuple[str, ...]) -> set[str]:
    return {name for one in sentences for _, name, _, _ in Formatter().parse(one) if name}


def test_both_languages_say_the_same() -> None:
    swedish, english = _entries("sv"), _entries("en")

    assert swedish.keys() == english.keys()
    for key, sentences in swedish.items():
        assert len(sentences) == len(english[key]), key
        assert _blanks(sentences) == _blanks(english[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_text_speaks_of_statistics_or_anonymity(language: str) -> None:
    forbidden = re.compile(
        r"\b(anonym\w*|standardavvik\w*|signifik\w*|p-v\w+|alpha|sd)\b", re.IGNORECASE
    )

    said = [one for sentences in _entries(language).values() for one in sentences]

    assert [one for one in said if forbidden.search(one)] == []


def test_every_text_is_said_somewhere() -> None:
    pages = (REPORTS.parent / "feedback" / "templates").rglob("*.html")
    source = "".join(path.read_text("utf-8") for path in (*REPORTS.rglob("*.py"), *pages))

    silent = [key for key in texts("sv").keys if not _is_said(key, source)]

    assert silent == []


def _is_said(key: str, source: str) -> bool:
    plural = key.removesuffix(".one").removesuffix(".other")
    section, _, name = plural.partition(".")
    if f'"{plural}"' in source or f"'{plural}'" in source:
        return True
    made_up = re.findall(rf'["\']{section}\.([a-z_.]*)\{{[^}}]*\}}([a-z_.]*)["\']', source)
    if any(name.startswith(start) and name.endswith(end) for start, end in made_up):
        return True
    # Where the last part is a blank too, somebody says it by itself.
    last = name.rpartition(".")[2]
    of_two = rf'["\']{section}\.\{{[^}}]*\}}\.\{{[^}}]*\}}["\']'
    return bool(re.search(of_two, source)) and re.search(rf'["\']{last}["\']', source) is not None


def test_a_text_that_is_missing_is_named() -> None:
    with pytest.raises(UnknownTextError, match=r"'nowhere\.title' in 'sv'"):
        texts("sv")("nowhere.title")


def test_a_list_is_no_sentence_and_a_sentence_no_list() -> None:
    known = Texts("sv", {"a": "ett", "b": ("ett", "två")})

    with pytest.raises(UnknownTextError):
        known("b")
    with pytest.raises(UnknownTextError):
        known.all("a")


@pytest.mark.parametrize(("language", "own"), [("sv-simple", "sv"), ("fi", "sv"), ("en", "en")])
def test_a_language_without_texts_reads_the_nearest(language: str, own: str) -> None:
    assert texts(language).language == own


@pytest.mark.parametrize(
    ("parts", "sentence"),
    [([], ""), (["a"], "a"), (["a", "b"], "a och b"), (list("abc"), "a, b och c")],
)
def test_lists_are_joined_as_people_write_them(parts: list[str], sentence: str) -> None:
    assert texts("sv").joined(parts) == sentence
