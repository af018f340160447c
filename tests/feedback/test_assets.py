"""The committed stylesheets are what their sources make."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from feedback.assets.build import ROOT, STATIC, STYLESHEETS, build

if TYPE_CHECKING:
    from pathlib import Path

HAS_TOOLS = shutil.which("node") is not None and (ROOT / "node_modules" / ".bin" / "sass").exists()


@pytest.mark.skipif(not HAS_TOOLS, reason="Sass is not installed: run `npm ci`")
def test_the_stylesheets_are_built_from_their_sources(tmp_path: Path) -> None:
    build(tmp_path)

    for name in STYLESHEETS:
        built, committed = (folder / f"{name}.css" for folder in (tmp_path, STATIC))
        assert built.read_text() == committed.read_text(), "run `make assets`"


@pytest.mark.parametrize("name", STYLESHEETS)
def test_a_stylesheet_fetches_nothing_and_wears_no_foreign_brand(name: str) -> None:
    css = (STATIC / f"{name}.css").read_text()

    assert "url(" not in css
    assert "@import" not in css
    assert "GDS Transport" not in css
    assert "crown" not in css.lower()
    assert "prefers-color-scheme:dark" in css.replace(" ", "")
