"""Code keeps the sizes and the honesty that the house style asks for."""

from __future__ import annotations

import ast
import re
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.house_rules.repository import files_matching, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILE_LINES = 300
TEST_FILE_LINES = 400
FUNCTION_LINES = 40

# Put together here, so that this file does not break its own rule.
PROMISES = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
IGNORE = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)(?P<rest>.*)")
REASON = re.compile(r"^(:\s*[A-Z0-9, ]+|\[[a-z-, ]+\])?\s*(#|-|–|—)\s*\w+")
NEVER_RUN = re.compile(r"pytest\.mark\.(skip|skipif|xfail)\b")


def test_no_file_outgrows_its_concept() -> None:
    sources = files_matching(
        "*.py", "*/**/*.py", "feedback/templates/**", "feedback/assets/**", ".ci/*"
    )

    too_long = {
        str(file): lines
        for file in sources
        if not file.is_relative_to("migrations")
        and (lines := text_of(file).count("\n")) > _limit(file)
    }

    assert too_long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = {
        f"{file}:{function.lineno} {function.name}": lines
        for file in files_matching("feedback/**/*.py", "reports/**/*.py", "surveys/**/*.py")
        for function in _functions(file)
        if (lines := _length_without_docstring(function)) > FUNCTION_LINES
    }

    assert too_long == {}


def test_every_module_says_what_it_holds() -> None:
    silent = [
        str(file)
        for file in files_matching("**/*.py")
        if ast.get_docstring(ast.parse(text_of(file))) is None
    ]

    assert silent == []


def test_no_promise_waits_in_the_code() -> None:
    promises = _lines_matching(
        PROMISES, "**/*.py", "**/*.html", "**/*.txt", "**/*.js", "**/*.scss", "**/*.yaml"
    )

    assert promises == []


def test_every_ignored_check_says_why() -> None:
    silent = [
        f"{file}:{number}"
        for file in files_matching("**/*.py", "**/*.html")
        for number, (above, line) in enumerate(pairwise(["", *text_of(file).splitlines()]), start=1)
        if _ignores_silently(above, line)
    ]

    assert silent == []


@pytest.mark.parametrize(
    ("above", "line", "is_silent"),
    [
        ("x = 1", "y = f()  # no" + "qa: ARG002", True),
        ("x = 1", "y = f()  # no" + "qa: ARG002  # WTForms calls it so", False),
        ("x = 1", "y = f()  # type" + ": ignore[misc] - the stub is older", False),
        ("# WTForms calls it so.", "y = f()  # no" + "qa: ARG002", False),
        ("x = 1", "y = f()  # type" + ": ignore[misc]", True),
    ],
)
def test_a_reason_stands_behind_or_above(above: str, line: str, *, is_silent: bool) -> None:
    assert _ignores_silently(above, line) is is_silent


def test_no_test_is_marked_to_be_passed_over() -> None:
    passed_over = [
        place
        for place in _lines_matching(NEVER_RUN, "tests/**/*.py")
        if not place.startswith("tests/house_rules/test_code.py")
    ]

    assert passed_over == []


def _ignores_silently(above: str, line: str) -> bool:
    found = IGNORE.search(line)
    # A line that is ignored itself has its reason, and may share it with the next.
    if found is None or above.lstrip().startswith("#") or IGNORE.search(above):
        return False
    return REASON.match(found["rest"]) is None


def _limit(file: Path) -> int:
    return TEST_FILE_LINES if file.is_relative_to("tests") else FILE_LINES


def _functions(file: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(text_of(file))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _length_without_docstring(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = (first.end_lineno or 0) - first.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


def _lines_of(files: tuple[Path, ...]) -> Iterator[tuple[str, str]]:
    for file in files:
        for number, line in enumerate(text_of(file).splitlines(), start=1):
            yield f"{file}:{number}", line


def _lines_matching(wanted: re.Pattern[str], *patterns: str) -> list[str]:
    return [place for place, line in _lines_of(files_matching(*patterns)) if wanted.search(line)]
