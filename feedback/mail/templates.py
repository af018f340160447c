"""The standard letters: templates/emails/<kind>/<language>/subject.txt and body.txt."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import PackageLoader, StrictUndefined, meta, select_autoescape
from jinja2.exceptions import TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from feedback.text.days import written_weekday
from feedback.text.spoken import DEFAULT, FALLBACKS, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

_PARTS: Final = ("subject.txt", "body.txt")


@dataclass(frozen=True, slots=True)
class LetterText:
    """The two parts of a letter that people write."""

    subject: str
    body: str


@cache
def environment() -> ImmutableSandboxedEnvironment:
    """Return the environment of letters: strict, for a missing fact must never be an empty word."""
    made = ImmutableSandboxedEnvironment(
        loader=PackageLoader("feedback", "templates/emails"),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,  # it would look at each file's time, for each mail
    )
    made.filters["day"] = day_in
    return made


def day_in(day: date | str, language: str) -> str:
    """Return a day as a language writes days; what is a word already stays."""
    if isinstance(day, str):
        return day
    return f"{written_weekday(day, html_language(language))} {day.year}"


def html_language(language: str) -> str:
    """Return a language as HTML and dates know it."""
    return FALLBACKS.get(language, language)


def languages_of(kind: str) -> tuple[str, ...]:
    """Return the languages that a kind has a standard letter in."""
    return tuple(language for language in LANGUAGES if _has(kind, language))


def candidates(language: str) -> tuple[str, ...]:
    """Return the languages in which a person's letter is looked for, the nearest first."""
    return tuple(dict.fromkeys((language, FALLBACKS.get(language, DEFAULT), DEFAULT)))


def nearest_language(kind: str, language: str) -> str:
    """Return the language nearest to a person's that a kind has; raise TemplateNotFound."""
    for candidate in candidates(language):
        if _has(kind, candidate):
            return candidate
    raise TemplateNotFound(f"{kind}/{language}")


def fill_standard(kind: str, language: str, words: Mapping[str, str]) -> LetterText:
    """Return the standard letter of a kind with its words filled in."""
    subject, body = (
        environment().get_template(f"{kind}/{language}/{part}").render(words) for part in _PARTS
    )
    return LetterText(subject.strip(), body)


@cache
def names_in_standard(kind: str, language: str) -> frozenset[str]:
    """Return the names of what the standard letter leaves open."""
    made = environment()
    assert made.loader is not None  # noqa: S101 - given above
    sources = (made.loader.get_source(made, f"{kind}/{language}/{part}")[0] for part in _PARTS)
    return frozenset().union(*(meta.find_undeclared_variables(made.parse(s)) for s in sources))


def standard_text(kind: str, language: str) -> LetterText:
    """Return the standard letter as people edit it, with {names} for what it leaves open."""
    named = {name: f"{{{name}}}" for name in names_in_standard(kind, language)}
    filled = fill_standard(kind, language, named)
    return LetterText(filled.subject, filled.body.strip() + "\n")


def _has(kind: str, language: str) -> bool:
    try:
        environment().get_template(f"{kind}/{language}/body.txt")
    except TemplateNotFound:
        return False
    return True
