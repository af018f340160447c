"""Documents name the test that keeps what they promise: of every attacker, and every fault."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path
from typing import Final

from tests.house_rules.repository import text_of

ATTACKERS: Final = 16
ASSETS: Final = 10
YES: Final = "**yes**"
SECTION: Final = re.compile(r"^### Who against what$(.*?)^## ", re.MULTILINE | re.DOTALL)
FAULTS: Final = re.compile(r"^## When something breaks$(.*?)^## ", re.MULTILINE | re.DOTALL)
CELL: Final = re.compile(r"[A-Z]\d")
NAMED: Final = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def test_every_cell_names_what_keeps_it_or_says_that_nothing_does() -> None:
    attackers = [row for row in _rows() if len(row) == ASSETS + 1 and row[0].strip("-")]

    blank = [
        f"{row[0]}: {cell!r}"
        for row in attackers
        for cell in row[1:]
        if not all(part == YES or CELL.fullmatch(part) for part in cell.split(", "))
    ]

    assert len(attackers) == ATTACKERS
    assert blank == []


def test_every_test_that_is_named_exists_and_is_used() -> None:
    told = {row[0]: row[1] for row in _rows() if len(row) == 2 and CELL.fullmatch(row[0])}
    used = {
        part
        for row in _rows()
        if len(row) == ASSETS + 1
        for cell in row[1:]
        for part in cell.split(", ")
        if CELL.fullmatch(part)
    }

    missing = [name for name in told.values() if not _exists(name)]

    assert missing == []
    assert told.keys() == used


def test_every_fault_that_operators_are_told_of_names_the_test_that_shows_it() -> None:
    _, _, *told = _rows(FAULTS, Path("docs/operating.md"))

    assert len(told) >= 15
    assert [row for row in told if len(row) != 4 or not all(row) or not _exists(row[3])] == []


def _rows(section: re.Pattern[str] = SECTION, file: Path = Path("SECURITY.md")) -> list[list[str]]:
    found = section.search(text_of(file))
    assert found
    lines = [line for line in found.group(1).splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def _exists(name: str) -> bool:
    found = NAMED.fullmatch(name)
    return found is not None and found[2] in _tests_of(found[1])


@cache
def _tests_of(file: str) -> set[str]:
    tree = ast.parse(text_of(Path(file)))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
