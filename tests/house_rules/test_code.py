"""Code keeps the sizes and the honesty that the house style asks for."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from tests.house_rules.repository import files_matching, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

# Lines of code: comments, docstrings and empty lines are free, so that no limit costs a reason.
FILE_LINES = 300
TEST_FILE_LINES = 400
FUNCTION_LINES = 40
NO_CODE = {
    *(tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE),
    *(tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER),
}

# Put together here, so that this file does not break its own rule.
PROMISES = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")
IGNORE = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover)(?P<rest>.*)")
REASON = re.compile(r"^(:\s*[A-Z0-9, ]+|\[[a-z-, ]+\])?\s*(#|-|–|—)\s*\w+")
NEVER_RUN = re.compile(r"pytest\.mark\.(skip|skipif|xfail)\b")
UTC_NOW = re.compile(r"(utc_now\(\)|now\(UTC\))(?!\.astimezone)")
A_MOMENT = re.compile(r"\.astimezone\(.*\)$|(\b|\.)(now|moment|since)$|_at$")


def test_no_file_outgrows_its_concept() -> None:
    sources = files_matching(
        "*.py", "*/**/*.py", "feedback/templates/**", "feedback/assets/**", ".ci/*"
    )

    too_long = {
        str(file): lines
        for file in sources
        if not file.is_relative_to("migrations")
        and text_of(file).count("\n") > _limit(file)  # else nothing needs to be read
        and (lines := len(_lines_of_code(text_of(file), file.suffix))) > _limit(file)
    }

    assert too_long == {}


def test_no_function_is_longer_than_a_screen() -> None:
    too_long = {
        f"{file}:{function.lineno} {function.name}": lines
        for file in files_matching("feedback/**/*.py", "reports/**/*.py", "surveys/**/*.py")
        for function, lines in _functions(text_of(file))
        if lines > FUNCTION_LINES
    }

    assert too_long == {}


def test_reasons_and_room_to_breathe_cost_no_line() -> None:
    source = '''"""A module."""

def claim() -> str:
    """Say it.

    At length.
    """
    # Because nobody else does.
    said = (
        "one"
    )

    return said  # and why
'''

    assert _lines_of_code(source) == {3, 9, 10, 11, 13}
    assert [len(_lines_of_code(source) & _span(node)) for node in ast.parse(source).body] == [0, 5]


def test_every_module_says_what_it_holds() -> None:
    silent = [
        str(file)
        for file in files_matching("**/*.py")
        if not text_of(file).startswith('"""')
        and ast.get_docstring(ast.parse(text_of(file))) is None
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


def _functions(source: str) -> Iterator[tuple[ast.FunctionDef | ast.AsyncFunctionDef, int]]:
    """Yield each function that may be long, and its lines of code."""
    long = [
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and len(_span(node)) > FUNCTION_LINES
    ]
    code = _lines_of_code(source) if long else set()
    for node in long:
        yield node, len(code & _span(node))


def _lines_of_code(source: str, suffix: str = ".py") -> set[int]:
    """Return the lines that a reader must follow: a limit on reasons would be paid in reasons."""
    if suffix != ".py":
        return {number for number, line in enumerate(source.splitlines(), 1) if line.strip()}
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    code = {
        number
        for token in tokens
        if token.type not in NO_CODE
        for number in range(token.start[0], token.end[0] + 1)
    }
    for node in ast.walk(ast.parse(source)):
        # A string that stands alone documents what is above it.
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            code -= _span(node)
    return code


def _span(node: ast.stmt) -> set[int]:
    return set(range(node.lineno, (node.end_lineno or node.lineno) + 1))


def _lines_of(files: tuple[Path, ...]) -> Iterator[tuple[str, str]]:
    for file in files:
        for number, line in enumerate(text_of(file).splitlines(), start=1):
            yield f"{file}:{number}", line


def _lines_matching(wanted: re.Pattern[str], *patterns: str) -> list[str]:
    return [place for place, line in _lines_of(files_matching(*patterns)) if wanted.search(line)]


def test_no_day_is_asked_of_utc() -> None:
    # In Sweden it is tomorrow an hour or two before: what is due today would wait till then.
    asked = _days_asked("feedback", "tests", "benchmarks", of=UTC_NOW)

    assert asked == []


def test_the_clock_alone_tells_which_day_a_moment_is_on() -> None:
    # `Moment.today` and `day_of`: whoever asks a moment itself asks UTC, or a zone of their own.
    asked = [
        place
        for place in _days_asked("feedback", of=A_MOMENT)
        if not place.startswith("feedback/clock.py")
    ]

    assert asked == []


def _days_asked(*folders: str, of: re.Pattern[str]) -> list[str]:
    """Return where the day of something is asked."""
    return [
        f"{file}:{call.lineno}"
        for folder in folders
        for file in files_matching(f"{folder}/**/*.py")
        if ".date()" in text_of(file)
        for call in ast.walk(ast.parse(text_of(file)))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr == "date"
        and of.search(ast.unparse(call.func.value))
    ]
