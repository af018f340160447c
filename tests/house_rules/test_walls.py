"""The walls that imports alone cannot show: who may make figures, who may end a transaction."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

from reports.scores import SEALING_MODULES
from tests.house_rules.repository import files_matching, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

OUR_CODE = ("feedback/**/*.py", "reports/**/*.py", "surveys/**/*.py")


def test_only_what_reads_a_release_can_make_figures() -> None:
    sealing = {
        _module(file)
        for file in files_matching(*OUR_CODE)
        if file != Path("reports/scores.py") and "SEAL" in set(_names(file))
    }

    assert sealing == set(SEALING_MODULES)


def test_operations_never_end_a_transaction() -> None:
    ending = [
        f"{file}:{node.lineno}"
        for file in files_matching("feedback/operations/**/*.py")
        for node in ast.walk(ast.parse(text_of(file)))
        if isinstance(node, ast.Attribute) and node.attr in {"commit", "rollback"}
    ]

    assert ending == []


def test_operations_know_nothing_of_the_web() -> None:
    knowing = [
        str(file)
        for file in files_matching("feedback/operations/**/*.py")
        if {"flask", "flask_wtf", "werkzeug"} & set(_imported(file))
    ]

    assert knowing == []


def _module(file: Path) -> str:
    return ".".join(file.with_suffix("").parts).removesuffix(".__init__")


def _names(file: Path) -> Iterator[str]:
    """Yield every name that a module imports, uses or reaches through another."""
    for node in ast.walk(ast.parse(text_of(file))):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id


def _imported(file: Path) -> Iterator[str]:
    """Yield the top of every package that a module imports while it runs."""
    for node in ast.walk(ast.parse(text_of(file))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.split(".", maxsplit=1)[0]
        elif isinstance(node, ast.Import):
            yield from (alias.name.split(".", maxsplit=1)[0] for alias in node.names)
