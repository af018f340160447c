"""The examples in the documentation of the statistics are right."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

from reports import research as statistics

MODULES = [one.name for one in pkgutil.iter_modules(statistics.__path__, "reports.research.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_right(name: str) -> None:
    module = import_module(name)

    result = doctest.testmod(module)

    assert result.failed == 0
