"""Which fields of figures a module or a template reads, found in its syntax alone."""

from __future__ import annotations

import ast
from functools import cache
from typing import TYPE_CHECKING, Final

from jinja2 import Environment, nodes

from tests.house_rules.repository import files_matching, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

DRAWING: Final = ("charts", "exports", "pdf", "sections", "subjects")
"""The packages of reports that turn figures into what people see."""

FIGURES: Final = ("charts", "exports", "norms", "release", "sections", "shown", "subjects")
"""The packages of reports that hold figures; whoever reads one imports its type from there."""

WITHOUT: Final = ("reports/sections/cover.py", "reports/sections/pieces.py")
"""What holds words and no figure; letters are made of it too."""

DOORS: Final = frozenset({"figures", "profile"})
"""Through which all figures of a release or of a report's material are reached."""

PAGES: Final = ("coach", "leader", "plans", "report")
"""The folders of templates that may show a release; contracts keep it from all others."""

_LANGUAGE: Final = Environment(extensions=["jinja2.ext.i18n"], autoescape=True)


@cache
def readers() -> dict[str, frozenset[str]]:
    """Return the names that are read by each file that may show something of a release."""
    return {**_modules(), **_templates()}


@cache
def fields_of_views() -> frozenset[str]:
    """Return the fields of the records that code of those pages hands to its templates."""
    return frozenset(
        line.target.id
        for package in ("coach", "leader", "reading")
        for file in files_matching(f"feedback/{package}/*.py")
        if _reads_figures(tree := ast.parse(text_of(file)))
        for record in tree.body
        if isinstance(record, ast.ClassDef)
        for line in record.body
        if isinstance(line, ast.AnnAssign) and isinstance(line.target, ast.Name)
    )


def read_by_module(source: str) -> frozenset[str]:
    """Return the names of the attributes that Python code reads, also through `getattr`."""
    return frozenset(_attributes(ast.parse(source)))


def read_by_template(source: str) -> frozenset[str]:
    """Return the names of the attributes that a template reads, also those it names as text."""
    tree = _LANGUAGE.parse(source)
    texts = [
        value
        for call in tree.find_all((nodes.Filter, nodes.Test))
        for value in (*call.args, *(pair.value for pair in call.kwargs))
    ]
    texts += [one.arg for one in tree.find_all(nodes.Getitem)]
    return frozenset(one.attr for one in tree.find_all(nodes.Getattr)) | {
        name
        for text in texts
        if isinstance(text, nodes.Const) and isinstance(text.value, str)
        for name in text.value.split(".")
    }


def _modules() -> dict[str, frozenset[str]]:
    drawing = [f"reports/{package}/**/*.py" for package in DRAWING]
    found = {
        file: ast.parse(text_of(file))
        for file in files_matching(*drawing)
        if str(file) not in WITHOUT
    }
    for file in files_matching("feedback/**/*.py"):
        tree = ast.parse(text_of(file))
        if _reads_figures(tree):
            found[file] = tree
    return {str(file): frozenset(_attributes(tree)) for file, tree in found.items()}


def _templates() -> dict[str, frozenset[str]]:
    files = files_matching(*(f"feedback/templates/{folder}/*.html" for folder in PAGES))
    return {str(file): read_by_template(text_of(file)) for file in files}


def _reads_figures(tree: ast.Module) -> bool:
    """Tell whether a module names a type of figures, or opens a release that it was given."""
    return not DOORS.isdisjoint(_attributes(tree)) or any(
        isinstance(node, ast.ImportFrom) and any(map(_holds_figures, _imported(node)))
        for node in ast.walk(tree)
    )


def _imported(node: ast.ImportFrom) -> Iterator[list[str]]:
    """Yield the parts of every module that a line may import, or import a name from."""
    yield from ([*(node.module or "").split("."), name.name] for name in node.names)


def _holds_figures(parts: list[str]) -> bool:
    file = "/".join(parts[:3]) + ".py"
    return parts[0] == "reports" and parts[1] in FIGURES and file not in WITHOUT


def _attributes(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Load):
            yield node.attr
        elif isinstance(node, ast.MatchClass):
            yield from node.kwd_attrs
        elif isinstance(node, ast.Call) and _by_name(node):
            yield from (
                part
                for argument in node.args
                if isinstance(argument, ast.Constant) and isinstance(argument.value, str)
                for part in argument.value.split(".")
            )


def _by_name(call: ast.Call) -> bool:
    return ast.unparse(call.func).rpartition(".")[2] in {"getattr", "attrgetter"}
