"""House rules: figures for pages come from releases, and releases from disclosure control."""

from __future__ import annotations

import ast
from functools import cache
from pathlib import Path

from reports.shown.scores import SEALING_MODULES

ROOT = Path(__file__).parents[3]
RECORDS = {
    *("Cell", "Block", "Identified", "OthersCell", "Figures", "Comments", "Release"),
    *("PartCell", "PartFigures", "PartComments", "PartRelease", "TreeRelease"),
}
TYPES = ("reports.release", "reports.release.model", "reports.release.parts")
MAKERS = {
    "reports.disclosure.assembly",
    "reports.disclosure.comments",
    "reports.disclosure.control",
    "reports.disclosure.modules",
    "reports.disclosure.tree.control",
    "reports.release.means",
}
"""What makes the records of a release; `reports.release.means` turns own ratings into cells."""


@cache
def sources() -> dict[str, ast.Module]:
    """Return the syntax trees of the product by module name."""
    files = [file for name in ("feedback", "reports") for file in (ROOT / name).rglob("*.py")]
    return {
        ".".join(file.relative_to(ROOT).with_suffix("").parts): ast.parse(file.read_text())
        for file in files
    }


def names_from(tree: ast.Module, module: str) -> set[str]:
    """Return the names that a file imports from a module."""
    return {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == module
        for alias in node.names
    }


def calls(tree: ast.Module) -> set[str]:
    """Return the plain names that a file calls."""
    return {
        node.func.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }


def test_only_the_profile_may_vouch_for_a_figure() -> None:
    sealing = {
        name
        for name, tree in sources().items()
        if "SEAL" in names_from(tree, "reports.shown.scores")
    }

    assert sealing == set(SEALING_MODULES)


def test_nobody_reaches_the_seal_through_its_module() -> None:
    for name, tree in sources().items():
        attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert "SEAL" not in attributes, name


def test_only_disclosure_control_makes_records_of_a_release() -> None:
    makers = {
        name
        for name, tree in sources().items()
        if calls(tree)
        & RECORDS
        & frozenset().union(*(names_from(tree, module) for module in TYPES))
    }

    assert makers == MAKERS


def test_the_profile_takes_a_release_and_nothing_else() -> None:
    for module in SEALING_MODULES:
        imported = {
            node.module
            for node in ast.walk(sources()[module])
            if isinstance(node, ast.ImportFrom) and node.module
        }
        assert not any(
            name.startswith(("reports.answers", "reports.disclosure")) for name in imported
        )
        assert not any("research" in name or name.startswith("numpy") for name in imported)
