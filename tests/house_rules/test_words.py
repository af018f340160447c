"""The interface says *konfidentiellt*: who promises more than holds is found out once.

The word stands in no text that a person reads, but for the one question that raters ask.
"""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.house_rules.repository import files_matching, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FORBIDDEN = re.compile("anonym", re.IGNORECASE)
THE_QUESTION = re.compile(r"är det anonymt\?|is it anonymous\?", re.IGNORECASE)
# Names of commands, modules and settings are no texts: audit-anonymity, feedback.anonymity.
NAME = re.compile(r"[A-Za-z0-9_./:-]+")
TEMPLATE_COMMENT = re.compile(r"{#.*?#}", re.DOTALL)


def test_templates_and_mails_promise_no_anonymity() -> None:
    found = _promising(
        (file, TEMPLATE_COMMENT.sub("", text_of(file)))
        for file in files_matching("feedback/templates/**")
    )

    assert found == []


def test_translations_promise_no_anonymity() -> None:
    found = _promising(
        (file, line)
        for file in files_matching("**/*.po")
        for line in text_of(file).splitlines()
        if not line.startswith("#")
    )

    assert found == []


def test_surveys_and_reports_promise_no_anonymity() -> None:
    files = files_matching("feedback/**/*.yaml", "reports/**/*.yaml", "surveys/**/*.yaml")

    found = _promising((file, text_of(file)) for file in files)

    assert found == []


def test_texts_in_the_code_promise_no_anonymity() -> None:
    found = _promising(
        (file, text)
        for file in files_matching("feedback/**/*.py", "reports/**/*.py", "surveys/**/*.py")
        for text in _texts_of_code(file)
        if not NAME.fullmatch(text)
    )

    assert found == []


@pytest.mark.parametrize(
    ("text", "promises"),
    [
        ("Svaren är anonyma.", True),
        ("Your answers are anonymous", True),
        ("Är det anonymt? Nej, konfidentiellt.", False),
        ("Är det anonymt? Ja, helt anonymt.", True),
    ],
)
def test_only_the_question_itself_may_say_the_word(text: str, *, promises: bool) -> None:
    assert _promises(text) is promises


def _promising(texts: Iterator[tuple[Path, str]]) -> list[str]:
    return sorted({f"{file}: {text[:80]}" for file, text in texts if _promises(text)})


def _promises(text: str) -> bool:
    return FORBIDDEN.search(THE_QUESTION.sub("", text)) is not None


def _texts_of_code(file: Path) -> Iterator[str]:
    tree = ast.parse(text_of(file))
    # A string that stands alone documents what is above it.
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and id(node) not in docstrings:
            yield str(node.value)
