"""Choose the tests that a change reaches, the nearest first, and say how each is reached.

`reach.py` prints them for what differs from `main`, `reach.py FILE…` for these files.

A test is nearer the fewer steps lead to it. From a module they go to its own test (the same path
under `tests/`, one step), to those beside that one (two: pages and commands are reached by their
addresses, and no test imports them), and to whoever imports it, and whoever imports that. Tables
of contents import everything, and no step leads to them. From a template steps go to the templates
and modules that name it; from any other file to what reads it. The rules of the house read all.
"""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from heapq import heappop, heappush
from pathlib import Path
from typing import TYPE_CHECKING, Final

import grimp
import jinja2
from jinja2.meta import find_referenced_templates

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT: Final = Path(__file__).resolve().parents[1]
PACKAGES: Final = ("feedback", "reports", "surveys", "tests")
TEMPLATES: Final = "feedback/templates/"
CONTENTS: Final = frozenset({"feedback", "feedback.application", "feedback.cli.main"})
READ_BY: Final = {
    "feedback/approver/": ("tests/feedback/organiser/people/test_access.py",),
    "feedback/notices/": ("tests/feedback/rater/test_notices.py",),
    "feedback/templates/emails/": ("feedback/mail/templates.py",),
    "feedback/translations/": (
        "tests/feedback/test_translations.py",
        "tests/feedback/test_rater_translations.py",
    ),
    "feedback/assets/scripts/": ("tests/feedback/test_assets.py", "tests/feedback/test_scripts.py"),
    "feedback/assets/": ("tests/feedback/test_assets.py",),
    "tests/scripts/": ("tests/feedback/test_scripts.py",),
    "feedback/static/": ("tests/feedback/test_assets.py",),
    "surveys/definitions/": ("surveys/library.py",),
    "migrations/": ("tests/migrations/test_schema.py", "tests/migrations/test_upgrading.py"),
    "pyproject.toml": ("tests/house_rules/test_dependencies.py",),
}
"""What reads files that no module imports; of what is no Python, else what lies in its folder."""
BY_ALL: Final = "tests/house_rules/"


@dataclass(frozen=True, slots=True)
class Reached:
    """A file that a change reaches: after how many steps, and from where the last one came."""

    file: str
    steps: int
    source: str


class Reach:
    """Who reads whom in this repository."""

    def __init__(self, root: Path = ROOT) -> None:
        """Look at what git holds or would add."""
        self._root = root
        listing = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        found = subprocess.run(listing, cwd=root, check=True, capture_output=True, text=True)
        self.files = [name for name in found.stdout.split("\0") if (root / name).is_file()]

    def tests_of(self, changed: list[str]) -> list[Reached]:
        """Return the tests that a change of these files reaches, the nearest first."""
        found: dict[str, Reached] = {}
        waiting = [(0, name, name) for name in changed if name in self.files]
        while waiting:
            steps, name, source = heappop(waiting)
            if name not in found:
                found[name] = Reached(name, steps, source)
                for reader, more in self.readers_of(name):
                    heappush(waiting, (steps + more, reader, name))
        tests = [reached for reached in found.values() if _is_test(reached.file)]
        rules = [name for name in self.files if name.startswith(BY_ALL) and _is_test(name)]
        tests += [Reached(name, 2, BY_ALL) for name in rules if changed and name not in found]
        return sorted(tests, key=lambda reached: (reached.steps, reached.file))

    def readers_of(self, name: str) -> Iterator[tuple[str, int]]:
        """Yield what reads a file, and how many steps that is."""
        read_by = [files for start, files in READ_BY.items() if name.startswith(start)]
        yield from ((file, 1) for files in read_by for file in files)
        if name.endswith(".py"):
            yield from self._own_tests(name)
            for file in self._importing(name):
                if _module(file) not in CONTENTS:
                    yield file, 1
        elif name.startswith(TEMPLATES) and name in self._naming:
            yield from ((file, 1) for file in self._naming[name])
        elif not read_by:
            yield from ((file, 1) for file in self._beside(name))

    def _own_tests(self, name: str) -> Iterator[tuple[str, int]]:
        folder, stem = Path("tests", name).parent, Path(name).stem
        if name.startswith("tests/"):
            if stem == "conftest":
                below = str(Path(name).parent)
                yield from ((test, 1) for test in self.files if _is_test(test, f"{below}/"))
            return
        tests = self._tests_in.get(str(folder), [])
        own = [test for test in tests if Path(test).stem.startswith(f"test_{stem}")]
        yield from ((test, 1) for test in own)
        yield from ((test, 2) for test in tests)

    def _importing(self, name: str) -> list[str]:
        module = _module(name)
        if module not in self._graph.modules:
            return []
        importing = self._graph.find_modules_that_directly_import(module)
        return [self._file_of[found] for found in importing if found in self._file_of]

    def _beside(self, name: str) -> tuple[str, ...]:
        start = f"{Path(name).parent}/"
        return tuple(
            file
            for file in self._file_of.values()
            if file.startswith(start) and "/" not in file.removeprefix(start)
        )

    @cached_property
    def _tests_in(self) -> dict[str, list[str]]:
        tests: dict[str, list[str]] = {}
        for name in self.files:
            if _is_test(name):
                tests.setdefault(str(Path(name).parent), []).append(name)
        return tests

    @cached_property
    def _graph(self) -> grimp.ImportGraph:
        # Without its cache, which takes a package for the module that had its name before.
        return grimp.build_graph(*PACKAGES, exclude_type_checking_imports=True, cache_dir=None)

    @cached_property
    def _file_of(self) -> dict[str, str]:
        return {_module(name): name for name in self.files if name.endswith(".py")}

    @cached_property
    def _naming(self) -> dict[str, list[str]]:
        """Say of each page's template which templates and modules name it."""
        pages = [
            name for name in self.files if name.startswith(TEMPLATES) and name.endswith(".html")
        ]
        naming: dict[str, list[str]] = {name: [] for name in pages if "/emails/" not in name}
        language = jinja2.Environment(extensions=["jinja2.ext.i18n"], autoescape=True)
        for name in naming:
            text = (self._root / name).read_text(encoding="utf-8")
            for named in find_referenced_templates(language.parse(text)):
                if named and TEMPLATES + named in naming:
                    naming[TEMPLATES + named].append(name)
        for name in self.files:
            if name.startswith("feedback/") and name.endswith(".py"):
                for pattern in names_in((self._root / name).read_text(encoding="utf-8")):
                    for page, named_by in naming.items():
                        if pattern.fullmatch(page.removeprefix(TEMPLATES)):
                            named_by.append(name)
        return naming


def names_in(source: str) -> Iterator[re.Pattern[str]]:
    """Yield each name of a template in a module; what an f-string leaves open may be any word."""
    if ".html" not in source:
        return
    for node in ast.walk(ast.parse(source)):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        name = "".join(
            re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"([\w-]+)"
            for part in parts
            if isinstance(part, ast.expr)
        )
        if name.endswith(r"\.html") and not name.startswith(r"\."):
            yield re.compile(name)


def changed_files() -> list[str]:
    """Return what differs from where this branch left `main`: committed, changed or new."""
    base = _git("merge-base", "HEAD", "main")[0]
    listed = ("ls-files", "--others", "--exclude-standard")
    return sorted({*_git("diff", "--name-only", "--diff-filter=d", base), *_git(*listed)})


def _git(*arguments: str) -> list[str]:
    command = ("git", *arguments)
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return done.stdout.splitlines()


def _module(name: str) -> str:
    return ".".join(Path(name).with_suffix("").parts).removesuffix(".__init__")


def _is_test(name: str, below: str = "tests/") -> bool:
    return name.startswith(below) and "/test_" in name and name.endswith(".py")


def main() -> None:
    """Print the tests that a change reaches."""
    for reached in Reach().tests_of(sys.argv[1:] or changed_files()):
        print(f"{reached.steps}  {reached.file}  ← {reached.source}")


if __name__ == "__main__":
    main()
