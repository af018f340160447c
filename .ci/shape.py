"""Count how the house is built at some commits: `python .ci/shape.py d90cb07 HEAD`.

Circles, loose modules, names that two classes share, `Any`, and the ways in which an act is done
and its refusal caught. Decision records cite what it prints; the rules that hold the figures are
the contracts in `pyproject.toml` and `tests/house_rules/`.
"""

from __future__ import annotations

import ast
import io
import subprocess
import sys
import tarfile
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import grimp

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("feedback", "reports", "surveys")
OUTSIDE = {"__init__.py", "application.py"}
"""Modules that every package has beside its packages: what it is, and what puts it together."""
ATTEMPTS = {"attempt", "act", "_act"}


def shape_of(commit: str) -> dict[str, int]:
    """Return the figures of a commit, by what is counted."""
    command = ("git", "archive", commit, *PACKAGES)
    packed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True).stdout
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            archive.extractall(folder, filter="data")
        return {**_imports(Path(folder)), **_code(Path(folder))}


def _imports(folder: Path) -> dict[str, int]:
    """Count circles: grimp reads the tree that Python would import, so it is put first."""
    sys.path.insert(0, str(folder))
    try:
        graph = grimp.build_graph(*PACKAGES, cache_dir=None)
    finally:
        sys.path.remove(str(folder))
    asked = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    return {
        "pairs of packages that ask each other": len(_pairs(asked)),
        "files in a circle": sum(_is_in_a_circle(module, asked) for module in asked),
    }


def _pairs(asked: dict[str, set[str]]) -> set[frozenset[str]]:
    """Return neighbours, packages or files of one package, each of which imports the other."""
    ways = {
        _where_they_part(module, other)
        for module, others in asked.items()
        for other in others
        if not f"{other}.".startswith(f"{module}.") and not f"{module}.".startswith(f"{other}.")
    }
    return {frozenset(way) for way in ways if way[::-1] in ways}


def _where_they_part(module: str, other: str) -> tuple[str, str]:
    ours, theirs = module.split("."), other.split(".")
    same = next(n for n, pair in enumerate(zip(ours, theirs, strict=False)) if len({*pair}) > 1)
    return ".".join(ours[: same + 1]), ".".join(theirs[: same + 1])


def _is_in_a_circle(module: str, asked: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = list(asked[module])
    while waiting:
        found = waiting.pop()
        if found == module:
            return True
        if found not in seen:
            seen.add(found)
            waiting += asked[found]
    return False


def _code(folder: Path) -> dict[str, int]:
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in _modules(folder)]
    nodes = [node for tree in trees for node in ast.walk(tree)]
    loose = {file.name for top in ("feedback", "reports") for file in (folder / top).glob("*.py")}
    classes = Counter(_public_classes(trees))
    return {
        "modules": len(trees),
        "loose modules of feedback and reports": len(loose - OUTSIDE),
        "class names that two modules share": sum(number > 1 for number in classes.values()),
        "uses of Any": sum(isinstance(node, ast.Name) and node.id == "Any" for node in nodes),
        "functions that try an act": sum(
            isinstance(node, ast.FunctionDef) and node.name in ATTEMPTS for node in nodes
        ),
        "places that catch a refusal": sum(
            isinstance(node, ast.ExceptHandler)
            and node.type is not None
            and "StateError" in ast.unparse(node.type)
            for node in nodes
        ),
    }


def _modules(folder: Path) -> Iterator[Path]:
    for package in PACKAGES:
        yield from (folder / package).rglob("*.py")


def _public_classes(trees: list[ast.Module]) -> Iterator[str]:
    for tree in trees:
        for node in tree.body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                yield node.name


def main() -> None:
    """Print the figures of the commits that the command line names, side by side."""
    shapes = {commit: shape_of(commit) for commit in sys.argv[1:] or ["HEAD"]}
    print(f"{'':<40}", *(f"{commit:>10}" for commit in shapes))
    for what in next(iter(shapes.values())):
        print(f"{what:<40}", *(f"{shape[what]:>10}" for shape in shapes.values()))


if __name__ == "__main__":
    main()
