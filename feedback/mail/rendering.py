"""Render a mail: one plain letter a language, from which the HTML is made.

templates/emails/<kind>/<language>/subject.txt and body.txt hold the letter. Paragraphs
are parted by empty lines; a line that begins with `- ` is a point of a list; an address
alone on its line becomes a link. So the two parts of a mail can never say different things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from babel.dates import format_date
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from jinja2.exceptions import TemplateNotFound

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

DEFAULT: Final = "sv"
_FALLBACKS: Final = {"sv-simple": "sv"}
_LINK: Final = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class RenderedMail:
    """A mail in words; unpacks as subject, text, html."""

    subject: str
    text: str
    html: str

    def __iter__(self) -> Iterator[str]:
        """Give subject, text and HTML in this order."""
        return iter((self.subject, self.text, self.html))


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, list or link of a letter."""

    kind: str
    lines: tuple[str, ...]


def render_mail(kind: str, language: str, **facts: object) -> RenderedMail:
    """Return a mail of a kind in a language, or in the nearest one that the kind has."""
    environment = _environment()
    subject = _letter(kind, language, "subject.txt", facts).strip()
    text = _tidy(_letter(kind, language, "body.txt", facts))
    html = environment.get_template("layout.html").render(
        subject=subject, blocks=list(_blocks(text)), language=_html_language(language)
    )
    return RenderedMail(subject, text, html)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("feedback", "templates/emails"),
        autoescape=select_autoescape(enabled_extensions=("html",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = _day
    return environment


def _letter(kind: str, language: str, file: str, facts: dict[str, object]) -> str:
    for candidate in (language, _FALLBACKS.get(language, DEFAULT), DEFAULT):
        try:
            template = _environment().get_template(f"{kind}/{candidate}/{file}")
        except TemplateNotFound:
            continue
        return template.render(facts)
    raise TemplateNotFound(f"{kind}/{language}/{file}")


def _tidy(text: str) -> str:
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _blocks(text: str) -> Iterator[Block]:
    for paragraph in text.strip().split("\n\n"):
        lines = tuple(paragraph.splitlines())
        if len(lines) == 1 and _LINK.fullmatch(lines[0]):
            yield Block("link", lines)
        elif all(line.startswith("- ") for line in lines):
            yield Block("list", tuple(line.removeprefix("- ") for line in lines))
        else:
            yield Block("paragraph", lines)


def _html_language(language: str) -> str:
    return _FALLBACKS.get(language, language)


def _day(day: date, language: str) -> str:
    return format_date(day, "EEEE d MMMM y", locale=_html_language(language))
