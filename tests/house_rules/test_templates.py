"""Templates escape everything, hold no script or style of their own, and extend a layout."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house_rules.repository import files_matching, text_of

UNSAFE = re.compile(r"\|\s*safe\b|{%-?\s*autoescape\s+false")
# The content security policy would block all of these; better to learn it here.
INLINE = re.compile(
    r"<script(?![^>]*\ssrc=)[^>]*>|<style\b|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)
TEMPLATE_NAME = re.compile(r"[\"']([\w/-]+\.html)[\"']")
COMMENT = re.compile(r"{#.*?#}|<!--.*?-->", re.DOTALL)
THIRD_PARTY = re.compile(r"(?:src|href|action)\s*=\s*[\"'](?:https?:)?//", re.IGNORECASE)


def _templates() -> tuple[Path, ...]:
    return files_matching("feedback/templates/**/*.html")


def _pages() -> list[Path]:
    """List what the browser gets: no mails, whose readers need inline styles."""
    return [file for file in _templates() if "emails" not in file.parts]


def _rendered() -> list[Path]:
    """List the pages that code names; what no code names is a layout or a part of a page."""
    named = {
        Path("feedback/templates", name)
        for file in files_matching("feedback/**/*.py")
        for name in TEMPLATE_NAME.findall(text_of(file))
    }
    return [file for file in _pages() if file in named and "{% macro" not in text_of(file)]


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


def test_every_page_extends_a_layout() -> None:
    alone = [str(file) for file in _rendered() if "{% extends" not in text_of(file)]

    assert _rendered()
    assert alone == []


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
