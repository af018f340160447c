"""Who may read or do what is asked of one package, and nobody else works it out."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.house_rules.repository import files_matching, some, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

RIGHTS: Final = ("feedback/operations/rights/", "feedback/models/")
WHOSE: Final = frozenset({"account", "current_user", "_account()", "mail.person"})
"""What a module calls whoever asks, or is written to."""

ASKED: Final = re.compile(
    r"{%-?\s*(?:if|elif|set)\b[^%]*\.(?:shared_with_\w+_at|coach_access_ended_at)\b(?!\s*\|)[^%]*%}"
)
"""A template's question; the day of it may be shown."""

SHARED_OR_ENDED: Final = frozenset(
    {
        "shared_with_coach_at",
        "shared_with_leader_at",
        "coach_access_ended_at",
        "coach_access_until",
    }
)
"""What says, of one subject, whether somebody may read: `rights/` has a question for each."""


def test_nobody_but_the_rights_compares_who_asks_with_whose_it_is() -> None:
    comparing = [
        f"{file}:{line}"
        for file in some(files_matching("feedback/**/*.py"))
        if not str(file).startswith(RIGHTS)
        for line in _compared(text_of(file))
    ]

    assert comparing == []


@pytest.mark.parametrize(
    "source",
    [
        "subject.coach.email == account.email",
        "current_user.email in addresses",
        "mail.person_id == subject.person_id",
        "subject.shared_with_coach_at is None",
        "if subject.shared_with_leader_at: pass",
        "1 if not subject.coach_access_ended_at else 2",
        "found = subject.coach_access_until or today",
        "select(Plan).where(Person.email == account.email)",
    ],
)
def test_a_question_that_is_worked_out_is_found(source: str) -> None:
    assert list(_compared(source)) == [1]


@pytest.mark.parametrize(
    "source",
    [
        "select(Subject).where(Subject.shared_with_leader_at.is_(None))",
        "subject.shared_with_coach_at = by.now",
        "show(day=subject.shared_with_leader_at)",
        "account.email",
        "leader.email == address",
    ],
)
def test_what_is_no_question_is_left_alone(source: str) -> None:
    assert list(_compared(source)) == []


def test_no_template_works_out_a_question_either() -> None:
    working = [
        f"{file}: {asked[0]}"
        for file in some(files_matching("feedback/templates/**/*.html"))
        for asked in ASKED.finditer(text_of(file))
    ]

    assert working == []


def _compared(source: str) -> Iterator[int]:
    """Yield the lines on which a program works out what somebody may read or do."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        for side in _sides(node):
            if isinstance(side, ast.Attribute) and _tells(side, node):
                found.add(side.lineno)
    yield from sorted(found)


def _sides(node: ast.AST) -> list[ast.expr]:
    """Return what a node asks to be true, or compares."""
    match node:
        case ast.Compare():
            return [node.left, *node.comparators]
        case ast.BoolOp():
            return node.values
        case ast.UnaryOp(op=ast.Not()):
            return [node.operand]
        case ast.If() | ast.IfExp() | ast.While():
            return [node.test]
        case ast.comprehension():
            return node.ifs
    return []


def _tells(side: ast.Attribute, node: ast.AST) -> bool:
    whose = ast.unparse(side.value)
    if side.attr in SHARED_OR_ENDED:
        return whose != "Subject"  # a column, in a query over many
    if not isinstance(node, ast.Compare):
        return False
    return (side.attr == "email" and whose in WHOSE) or (
        side.attr == "person_id" and whose == "mail" and "subject." in ast.unparse(node)
    )
