"""The rules themselves: one that looks at nothing fails, whatever it would have found."""

from __future__ import annotations

import ast

import pytest

from tests.house_rules.repository import files_matching, some, text_of


def test_a_rule_about_a_folder_that_is_gone_fails() -> None:
    with pytest.raises(AssertionError, match="looks at nothing"):
        files_matching("feedback/**/*.py", "feedback/emails/**")


def test_a_rule_that_finds_nothing_to_look_at_fails() -> None:
    with pytest.raises(AssertionError, match="looks at nothing"):
        some(name for name in ("one.py", "two.py") if name.endswith(".html"))


def test_a_test_of_no_case_fails(pytestconfig: pytest.Config) -> None:
    assert pytestconfig.getini("empty_parameter_set_mark") == "fail_at_collect"


def test_rules_find_files_in_one_way() -> None:
    own_ways = [
        f"{file}:{call.lineno}"
        for file in files_matching("tests/house_rules/test_*.py")
        for call in ast.walk(ast.parse(text_of(file)))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in {"glob", "rglob", "iterdir", "walk"}
        and "ROOT" in ast.unparse(call.func.value)
    ]

    assert own_ways == []
