"""Templates escape everything, hold no script or style of their own, and extend a layout."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2
import pytest
from jinja2.meta import find_referenced_templates

from feedback.operations.subjects import ASKED_KINDS
from tests.house_rules.repository import files_matching, script, some, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

UNSAFE = re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+false")
# The content security policy would block all of these; better to learn it here.
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
TEMPLATES = Path("feedback/templates")
names_in = script("reach.py").names_in
LANGUAGE = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
COMMENT = re.compile(r"{#.*?#}|<!--.*?-->", re.DOTALL)
FIELD = re.compile(r"<(?:input|select|textarea|label|fieldset)\b|govuk-error-")
FIELDS = "components/fields.html"
FIELDS_OF_THEIR_OWN = {
    "layouts/desk.html": "the search in the frame, a field and its button in one box",
    "components/scale.html": "dozens on a page, each with what takes the answer back",
    "components/words.html": "counts characters, and asks about what looks like a personal number",
}
THIRD_PARTY = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)


def _templates() -> tuple[Path, ...]:
    return files_matching("feedback/templates/**/*.html")


def _pages() -> list[Path]:
    """List what the browser gets: no mails, whose readers need inline styles."""
    return [file for file in _templates() if "emails" not in file.parts]


def _rendered() -> list[Path]:
    """List what no other template names: code renders it, or nobody does."""
    # What a group is promised is included by the name that the kind's row says.
    promises = {TEMPLATES / name for row in ASKED_KINDS.values() for name in row.promises.values()}
    named = promises | {
        TEMPLATES / name
        for file in _templates()
        for name in find_referenced_templates(LANGUAGE.parse(text_of(file)))
        if name
    }
    return [
        file for file in _pages() if file not in named and "govuk_frontend_jinja" not in file.parts
    ]


def test_nothing_is_declared_safe() -> None:
    unsafe = [str(file) for file in _templates() if UNSAFE.search(text_of(file))]

    assert unsafe == []


def test_no_page_holds_script_or_style_of_its_own() -> None:
    inline = {
        str(file): found
        for file in _pages()
        if (found := INLINE.findall(COMMENT.sub("", text_of(file))))
    }

    assert inline == {}


def test_no_page_loads_from_elsewhere() -> None:
    foreign = [str(file) for file in _pages() if THIRD_PARTY.search(COMMENT.sub("", text_of(file)))]

    assert foreign == []


def test_every_field_is_drawn_in_one_place() -> None:
    by_hand = {
        file.relative_to("feedback/templates").as_posix()
        for file in _pages()
        if FIELD.search(COMMENT.sub("", text_of(file)))
    }

    assert by_hand - {FIELDS} == set(FIELDS_OF_THEIR_OWN)


def test_every_page_extends_a_layout() -> None:
    alone = [str(file) for file in some(_rendered()) if "{% extends" not in text_of(file)]

    assert alone == []


def test_every_page_is_named_by_code() -> None:
    code = [text_of(file) for file in files_matching("feedback/**/*.py")]
    names = {name for source in code for name in names_in(source)}
    words = {word for source in code for word in _words_of(source)}

    unused = [
        str(file)
        for file in some(_rendered())
        if not any(
            _is_named(found, words)
            for name in names
            if (found := name.fullmatch(str(file.relative_to(TEMPLATES))))
        )
    ]

    assert unused == []


@pytest.mark.parametrize(
    ("source", "name", "is_named"),
    [
        ('render_template("rater/promise.html")', "rater/promise.html", True),
        ('render_template(f"rater/{view}.html")', "rater/look-over.html", True),
        ('render_template(f"rater/{view}.html")', "coach/talks.html", False),
        ('path + ".html"', "coach/talks.html", False),
    ],
)
def test_a_name_is_read_from_an_f_string_too(source: str, name: str, *, is_named: bool) -> None:
    assert any(found.fullmatch(name) for found in names_in(source)) is is_named


def test_what_a_name_leaves_open_is_a_word_of_the_code_or_the_number_of_an_error() -> None:
    (name,) = names_in('render_template(f"rater/{view}.html")')
    words = set(_words_of('view = "look-over"'))

    pages = ("rater/look-over.html", "rater/404.html", "rater/lonely.html")
    named = [found for page in pages if (found := name.fullmatch(page)) and _is_named(found, words)]

    assert [found.string for found in named] == ["rater/look-over.html", "rater/404.html"]


def _is_named(found: re.Match[str], words: set[str]) -> bool:
    """Tell whether somebody says what a name leaves open; any page of a folder would fit else."""
    return all(word in words or word.isdecimal() for word in found.groups())


def _words_of(source: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def test_every_layout_demands_a_title() -> None:
    untitled = [
        str(file)
        for file in _pages()
        if "<html" in text_of(file) and not re.search(r"block\s+\w*title required", text_of(file))
    ]

    assert untitled == []


@pytest.mark.parametrize(
    ("markup", "is_inline"),
    [
        ("<script>alert(1)</script>", True),
        ('<script src="/static/form.js" defer></script>', False),
        ('<p style="color: red">', True),
        ('<a onclick="go()">', True),
        ('<p class="on time = late">', False),
    ],
)
def test_inline_script_and_style_are_recognised(markup: str, *, is_inline: bool) -> None:
    assert bool(INLINE.search(markup)) is is_inline
