"""The figures that decisions cite of the house: what counts as a circle, and what does not."""

from __future__ import annotations

import pytest

from tests.house_rules.repository import script

shape = script("shape.py")
BELOW_EACH_OTHER = {"a.low": set(), "a.high.x": {"a.low"}, "a.high.y": {"a.high.x", "a.low"}}


@pytest.mark.parametrize(
    ("asked", "pairs", "files"),
    [
        (BELOW_EACH_OTHER, set(), set()),
        (
            {**BELOW_EACH_OTHER, "a.low": {"a.high.y"}},
            {("a.high", "a.low")},
            {"a.low", "a.high.y", "a.high.x"},
        ),
        ({"a.b.x": {"a.c.y"}, "a.c.z": {"a.b.x"}, "a.c.y": set()}, {("a.b", "a.c")}, set()),
        ({"a.b": {"a.b.x"}, "a.b.x": set()}, set(), set()),
    ],
    ids=[
        "a ladder",
        "a circle of files",
        "a circle of packages alone",
        "a package and its own file",
    ],
)
def test_packages_and_files_that_ask_each_other_are_counted(
    asked: dict[str, set[str]], pairs: set[tuple[str, str]], files: set[str]
) -> None:
    assert {tuple(sorted(pair)) for pair in shape._pairs(asked)} == pairs
    assert {file for file in asked if shape._is_in_a_circle(file, asked)} == files
