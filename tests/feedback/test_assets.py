"""The committed styles and scripts are what their sources make."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.assets.build import BUILT, BUILT_FROM, STATIC, build, sources_digest

if TYPE_CHECKING:
    from pathlib import Path


def test_styles_and_scripts_belong_to_their_sources() -> None:
    assert BUILT_FROM.read_text(encoding="ascii").strip() == sources_digest(), "run `make assets`"


@pytest.mark.proof
def test_building_again_gives_the_same(tmp_path: Path) -> None:
    build(tmp_path)

    for name in BUILT:
        built, committed = (folder / name for folder in (tmp_path, STATIC))
        assert built.read_text() == committed.read_text(), "run `make assets`"


@pytest.mark.parametrize("name", [name for name in BUILT if name.endswith(".css")])
def test_a_stylesheet_fetches_nothing_and_wears_no_foreign_brand(name: str) -> None:
    css = (STATIC / name).read_text()

    assert "url(" not in css
    assert "@import" not in css
    assert "GDS Transport" not in css
    assert "crown" not in css.lower()
    assert "prefers-color-scheme:dark" in css.replace(" ", "")
