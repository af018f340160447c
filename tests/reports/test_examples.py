"""The examples in the documentation of disclosure control are right."""

from __future__ import annotations

import doctest
from importlib import import_module

import pytest


@pytest.mark.parametrize("name", ["audit.cuts", "audit.isolates", "policy", "release.rounding"])
def test_examples_are_right(name: str) -> None:
    result = doctest.testmod(import_module(f"reports.{name}"))

    assert result.attempted > 0
    assert result.failed == 0
