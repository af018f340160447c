"""Classes are components: each that a page uses has a style, and each style is used."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.house_rules.repository import files_matching, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

ATTRIBUTE: Final = re.compile(r'class="((?:[^"{]|\{\{.*?\}\}|\{%.*?%\})*)"', re.DOTALL)
ARGUMENT: Final = re.compile(r'classes="([^"]*)"')
BLOCK: Final = re.compile(r"{% block main_class %}(.*?){% endblock %}", re.DOTALL)
SELECTOR: Final = re.compile(r"\.(-?[a-zA-Z_][\w-]*)")
NO_SELECTOR: Final = re.compile(r"url\([^)]*\)|\"[^\"]*\"|{[^{}]*}")
# What our own names stand beside: the components of GOV.UK Frontend.
THEIRS: Final = "govuk-"
AUDIENCES: Final = {
    *("admin", "approver", "coach", "leader", "organiser", "people", "rater", "staff")
}
COLOUR: Final = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(")
WITH_COLOURS: Final = {
    *("_colours.scss", "_dark.scss", "_desk-colours.scss", "_govuk.scss", "_heat.scss")
}
RING: Final = re.compile(r"outline: [^;]*focus-text-colour")


def _styled() -> set[str]:
    """List the classes of the built styles."""
    css = "".join(text_of(file) for file in files_matching("feedback/static/*.css"))
    return set(SELECTOR.findall(NO_SELECTOR.sub("{}", css)))


def _used() -> set[str]:
    """List the classes of pages; one that is put together ends in a star."""
    return {
        word
        for file in files_matching("feedback/templates/**/*.html")
        if "emails" not in file.parts
        for classes in _lists_in(text_of(file))
        for word in classes.split()
    }


def _lists_in(template: str) -> Iterator[str]:
    for found in (ATTRIBUTE, ARGUMENT, BLOCK):
        for classes in found.findall(template):
            parts = re.sub(r"{%-? (?:else|elif).*?%}", " ", classes)
            yield re.sub(r"{{.*?}}", "*", re.sub(r"{%.*?%}", "", parts))


def _fits(used: str, styled: str) -> bool:
    if used == "*":
        return False  # a macro's own argument: whoever calls it says the name
    return styled.startswith(used[:-1]) if used.endswith("*") else styled == used


def test_a_class_of_a_page_has_a_style() -> None:
    ours = {word for word in _used() if not word.startswith(THEIRS)} - {"*"}
    bare = {word for word in ours if not any(_fits(word, one) for one in _styled())}

    assert ours
    assert bare == set()


def test_a_style_is_of_a_class_that_a_page_has() -> None:
    scripts = "".join(text_of(file) for file in files_matching("feedback/assets/scripts/**/*.js"))
    ours = {one for one in _styled() if not one.startswith(THEIRS)}
    idle = {
        one
        for one in ours
        if not any(_fits(word, one) for word in _used()) and f'"{one}"' not in scripts
    }

    assert ours
    assert idle == set()


@pytest.mark.parametrize(
    ("used", "styled", "fits"),
    [
        ("row", "row", True),
        ("row", "row__who", False),
        ("step--*", "step--many", True),
        ("step--*", "stepping", False),
        ("*", "row", False),
    ],
)
def test_a_name_put_together_fits_what_begins_like_it(
    used: str, styled: str, *, fits: bool
) -> None:
    assert _fits(used, styled) is fits


def test_no_class_is_named_after_those_who_read_it() -> None:
    named = {one for one in _styled() if AUDIENCES & set(re.split(r"[-_]+", one))}

    assert named == set()


def test_colours_have_names() -> None:
    styles = files_matching("feedback/assets/**/*.scss")
    by_number = {
        file.name: found
        for file in styles
        if file.name not in WITH_COLOURS
        and (found := COLOUR.findall(re.sub(r"//.*|#{", "", text_of(file))))
    }

    assert styles
    assert by_number == {}


def test_the_ring_around_what_has_the_focus_is_drawn_once() -> None:
    styles = files_matching("feedback/assets/**/*.scss")

    assert {file.name for file in styles if RING.search(text_of(file))} == {"_focus.scss"}
