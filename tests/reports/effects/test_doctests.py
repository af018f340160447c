"""The examples in the documentation of effects are right."""

from __future__ import annotations

import doctest
import pkgutil
from importlib import import_module

import pytest

from reports import effects

MODULES = [one.name for one in pkgutil.iter_modules(effects.__path__, "reports.effects.")]


@pytest.mark.parametrize("name", MODULES)
def test_examples_are_right(name: str) -> None:
    assert doctest.testmod(import_module(name)).failed == 0
