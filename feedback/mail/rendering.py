"""Render a mail: one plain letter a language, from which the HTML is made.

The letter is the standard one or one that was written for a programme, in which {names}
stand for what differs from mail to mail. Paragraphs are parted by empty lines; a line that
begins with `- ` is a point of a list; an address alone on its line becomes a link. So the
two parts of a mail can never say different things.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from feedback.mail.templates import (
    LetterText,
    environment,
    fill_standard,
    html_language,
    nearest_language,
)
from feedback.mail.wording import worded
from feedback.text.spoken import is_from_the_right

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
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
class Passage:
    """One paragraph, list or link of a letter."""

    kind: str
    lines: tuple[str, ...]


def render_mail(kind: str, language: str, **facts: object) -> RenderedMail:
    """Return a kind's standard letter in a language, or in the nearest one that it has."""
    nearest = nearest_language(kind, language)
    return laid_out(fill_standard(kind, nearest, worded(facts, nearest)), nearest)


def render_text(text: LetterText, language: str, facts: Mapping[str, object]) -> RenderedMail:
    """Return a letter that was written for a programme; raise KeyError for a word it lacks."""
    words = worded(facts, language)
    return laid_out(LetterText(filled(text.subject, words), filled(text.body, words)), language)


def filled(text: str, words: Mapping[str, str]) -> str:
    """Return a text with a word for each {name}; what a word holds is never looked into."""
    return PLACEHOLDER.sub(lambda name: words[name[1]], text)


def laid_out(letter: LetterText, language: str) -> RenderedMail:
    """Return a letter without gaps, and its HTML."""
    subject, text = " ".join(letter.subject.split()), _tidy(letter.body)
    html = (
        environment()
        .get_template("layout.html")
        .render(
            subject=subject,
            blocks=list(_blocks(text)),
            language=html_language(language),
            is_from_the_right=is_from_the_right(language),
        )
    )
    return RenderedMail(subject, text, html)


def _tidy(text: str) -> str:
    lines = (line.rstrip() for line in text.splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip() + "\n"


def _blocks(text: str) -> Iterator[Passage]:
    for paragraph in text.strip().split("\n\n"):
        lines = tuple(paragraph.splitlines())
        if len(lines) == 1 and _LINK.fullmatch(lines[0]):
            yield Passage("link", lines)
        elif all(line.startswith("- ") for line in lines):
            yield Passage("list", tuple(line.removeprefix("- ") for line in lines))
        else:
            yield Passage("paragraph", lines)
