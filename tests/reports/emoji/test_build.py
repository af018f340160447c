"""The kept set of emoji is made from drawings and from the words people say for them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reports.emoji.build import names_in, pictures_in

if TYPE_CHECKING:
    from pathlib import Path

SQUARE = (
    '<svg xmlns="http://www.w3.org/2000/svg"><g transform="matrix(2 0 0 2 1 0)">'
    '<path fill="#FF0000" d="M0 0h1v1z"/><path fill="#FF0000" fill-rule="evenodd" d="M1 1l1 1z"/>'
    '</g><path fill="#000" opacity=".5" d="M0 0l1 0"/><path fill="none" d="M0 0l1 0"/>'
    '<defs><path d="M9 9z"/></defs></svg>'
)


def test_a_drawing_becomes_operators_with_its_colours_mixed(tmp_path: Path) -> None:
    (tmp_path / "1f44d-1f3fd.svg").write_text(SQUARE, encoding="utf-8")
    (tmp_path / "e50a.svg").write_text(SQUARE, encoding="utf-8")  # nobody but its makers knows it

    [(sequence, code)] = pictures_in(tmp_path)

    assert sequence == "\N{THUMBS UP SIGN}\N{EMOJI MODIFIER FITZPATRICK TYPE-4}"
    assert code.splitlines() == [
        "1 0 0 rg",
        "10 0 m 30 0 l 30 20 l 10 0 l h f",
        "30 20 m 50 40 l 30 20 l h f*",
        ".5 .5 .5 rg",
        "0 0 m 10 0 l f",
    ]


def test_a_name_is_taken_for_what_is_drawn_only(tmp_path: Path) -> None:
    folder = tmp_path / "annotations" / "sv"
    folder.mkdir(parents=True)
    said = {"annotations": {"\u2764\ufe0f": {"tts": ["hjärta"]}, "!": {"tts": ["utropstecken"]}}}
    (folder / "annotations.json").write_text(json.dumps({"annotations": said}), encoding="utf-8")

    assert names_in([tmp_path], "sv", {"\u2764"}) == {"\u2764": "hjärta"}
