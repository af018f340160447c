"""What a kind of subject is stands in one place a layer, as a row; nothing else compares kinds."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

import pytest

from feedback.operations.subjects import ASKED_KINDS
from reports.subjects import KINDS
from surveys.subjects import SUBJECTS
from tests.house_rules.repository import files_matching, some, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

REGISTERS: Final = ("surveys/subjects/", "reports/subjects/", "feedback/operations/subjects/")
KEYS: Final = frozenset(SUBJECTS)
ROWS: Final = frozenset(key.upper() for key in KEYS) | {"DEFAULT"}
"""What the registers call their rows."""

KIND: Final = re.compile(r"(?:^|[._])kind$|(?:^|\.)subject$|(?:^|\.)(?:kind|subject)\.key$")
"""What an expression that gives a kind ends with."""

IN_TEMPLATES: Final = re.compile(
    r"{[%{][^%}]*\bkind(?:\.key)?\s*(?:==|!=|in\b)[^%}]*[\"'](?:" + "|".join(KEYS) + r")[\"']"
)


def test_no_module_compares_kinds_outside_the_registers() -> None:
    comparing = [
        f"{file}:{line}"
        for file in some(files_matching("feedback/**/*.py", "reports/**/*.py", "surveys/**/*.py"))
        if not str(file).startswith(REGISTERS)
        for line in _comparing(text_of(file))
    ]

    assert comparing == [], "Give each register's row what you ask of the kind."


def test_no_template_compares_kinds() -> None:
    comparing = [
        str(file)
        for file in some(files_matching("feedback/**/*.html"))
        if IN_TEMPLATES.search(text_of(file))
    ]

    assert comparing == []


def test_what_campaigns_ask_about_surveys_and_reports_know() -> None:
    assert ASKED_KINDS.keys() <= KINDS.keys() <= SUBJECTS.keys()
    assert [row.key for row in ASKED_KINDS.values()] == list(ASKED_KINDS)
    assert [row.key for row in KINDS.values()] == list(KINDS)


@pytest.mark.parametrize(
    "source",
    [
        'if subject.kind == "team": pass',
        'x = "team" != survey.subject',
        'if survey.kind.key in ("unit", "event"): pass',
        'if kind in {"team"}: pass',
        "from surveys.subjects import DEFAULT\nif survey.kind != DEFAULT: pass",
        "from reports.subjects.team import TEAM\nif row is TEAM: pass",
        'match subject.kind:\n    case "team" | "unit": pass',
    ],
)
def test_a_comparison_is_found(source: str) -> None:
    assert list(_comparing(source))


@pytest.mark.parametrize(
    "source",
    [
        'if group.key == "team": pass',
        'if goal.kind == "use": pass',
        "from feedback.text.spoken import DEFAULT\nif language == DEFAULT: pass",
        'row = ROWS["team"]',
    ],
)
def test_what_is_no_comparison_of_kinds_is_left_alone(source: str) -> None:
    assert not list(_comparing(source))


@pytest.mark.parametrize(
    ("source", "is_found"),
    [
        ('{% if subject.kind == "team" %}', True),
        ('{{ "ja" if kind.key in ("unit",) }}', True),
        ('{% if found.kind == "department" %}', False),
    ],
)
def test_a_comparison_in_a_template_is_found(
    source: str,
    is_found: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    assert bool(IN_TEMPLATES.search(source)) is is_found


def _comparing(source: str) -> Iterator[int]:
    tree = ast.parse(source)
    rows = set(_imported_rows(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            has_kind = any(KIND.search(ast.unparse(side)) for side in sides)
            if any(_names(side, rows) for side in sides) or (
                has_kind and any(_says_a_key(side) for side in sides)
            ):
                yield node.lineno
        elif isinstance(node, ast.Match):
            has_kind = KIND.search(ast.unparse(node.subject)) is not None
            if has_kind and any(_says_a_key(case.pattern) for case in node.cases):
                yield node.lineno


def _imported_rows(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and f"{node.module}/".replace(".", "/").startswith(
            REGISTERS
        ):
            yield from (one.asname or one.name for one in node.names if one.name in ROWS)


def _names(side: ast.expr, rows: set[str]) -> bool:
    return any(isinstance(node, ast.Name) and node.id in rows for node in ast.walk(side))


def _says_a_key(side: ast.AST) -> bool:
    return any(isinstance(node, ast.Constant) and node.value in KEYS for node in ast.walk(side))
