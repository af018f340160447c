"""The walls that imports alone cannot show: who may make figures, who may end a transaction."""

from __future__ import annotations

import ast
import re
import tomllib
from graphlib import TopologicalSorter
from pathlib import Path
from typing import TYPE_CHECKING

import grimp

from feedback.operations.acts import Act
from reports.shown.scores import SEALING_MODULES
from tests.house_rules.repository import files_matching, some, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

OUR_CODE = ("feedback/**/*.py", "reports/**/*.py", "surveys/**/*.py")


def test_only_what_reads_a_release_can_make_figures() -> None:
    sealing = {
        _module(file)
        for file in files_matching(*OUR_CODE)
        if file != Path("reports/shown/scores.py") and "SEAL" in set(_names(file))
    }

    assert sealing == set(SEALING_MODULES)


def test_no_two_files_stand_in_a_circle() -> None:
    graph = grimp.build_graph("feedback", "reports", "surveys", cache_dir=None)

    # The contract compares neighbours; a package and a file inside it are none.
    order = TopologicalSorter(
        {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    )

    order.prepare()  # a CycleError names them


def test_organisers_and_raters_are_kept_from_the_release_and_all_that_stands_above_it() -> None:
    contracts = {
        one["id"]: one
        for one in tomllib.loads(text_of(Path("pyproject.toml")))["tool"]["importlinter"][
            "contracts"
        ]
    }
    layers = [layer.split(" | ") for layer in contracts["the-way-of-a-figure"]["layers"]]
    above = layers[: layers.index(["release"]) + 1]

    forbidden = set(contracts["organisers-open-no-release"]["forbidden_modules"])

    assert {f"reports.{package}" for layer in above for package in layer} <= forbidden


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


def test_one_module_asks_a_person_and_never_inside_a_session() -> None:
    asking = {
        str(file)
        for file in files_matching("feedback/**/*.py")
        if {"confirm", "prompt", "pause", "getchar", "edit"} & set(_called_of_click(file))
    }
    inside = [
        f"{file}:{call.lineno}"
        for file, block in some(_sessions())
        for call in ast.walk(block)
        if isinstance(call, ast.Call) and ast.unparse(call.func) == "make_sure"
    ]

    assert asking == {"feedback/cli/asking.py"}
    assert inside == []


def test_no_command_says_that_it_is_done_before_it_is_kept() -> None:
    early = [
        f"{file}:{call.lineno}"
        for file, block in some(_sessions("writing"))
        for call in ast.walk(block)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"click.echo", "print"}
    ]

    assert early == []


def test_commands_write_through_one_module() -> None:
    # As in the web, where nobody but `attempt` commits what an operation did.
    writing = {
        str(file)
        for file in files_matching("feedback/cli/*.py")
        if ".writing()" in text_of(file) or "writing=True" in text_of(file)
    }

    assert writing == {
        "feedback/cli/acting.py",
        "feedback/cli/backup.py",  # notes that it was made where it may: a role may only read
        "feedback/cli/retention.py",  # tries what would go, and takes all of it back
    }


def test_operations_alone_note_acts_and_every_act_is_done_by_one() -> None:
    # Whoever calls, page, command or worker: the log says the same.
    noting = {
        str(file)
        for file in files_matching("feedback/**/*.py")
        if "audit_log.note(" in text_of(file) or "audit_chain.append(" in text_of(file)
    }
    done = {
        node.attr
        for file in files_matching("feedback/operations/**/*.py")
        for node in ast.walk(ast.parse(text_of(file)))
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "Act"
    }

    assert [file for file in noting if not file.startswith("feedback/operations/")] == []
    assert done == {act.name for act in Act}


def test_faults_become_words_in_one_place_at_each_door() -> None:
    catching = {
        str(file)
        for file in files_matching("feedback/**/*.py")
        for node in ast.walk(ast.parse(text_of(file)))
        if isinstance(node, ast.ExceptHandler)
        and node.type is not None
        and {"InputError", "StateError"} & set(re.findall(r"\w+", ast.unparse(node.type)))
    }

    assert catching == {"feedback/requests/attempt.py", "feedback/cli/running.py"}


def _called_of_click(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(text_of(file))):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "click":
            yield node.attr


def _sessions(*kinds: str) -> Iterator[tuple[Path, ast.With]]:
    """Yield the blocks of each command in which a session is open."""
    for file in files_matching("feedback/cli/*.py"):
        for node in ast.walk(ast.parse(text_of(file))):
            if isinstance(node, ast.With) and any(
                f".{kind}()" in ast.unparse(item.context_expr)
                for item in node.items
                for kind in kinds or ("reading", "writing")
            ):
                yield file, node


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
