"""A page draws every piece that a report has, and none vanishes on its way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from bs4 import BeautifulSoup
from flask import Flask
from flask_babel import Babel

from feedback.reading import report_page
from reports.sections.pieces import (
    Bullets,
    Callout,
    Comment,
    Grid,
    Heading,
    SideBySide,
    Text,
    Together,
)

if TYPE_CHECKING:
    from reports.sections.pieces import Piece

WORDS = "Högst hos andra"
STATEMENT = "Jag står för kommunens beslut inför andra."


@pytest.mark.parametrize(
    "piece",
    [
        Heading(WORDS),
        Text(WORDS),
        Callout(WORDS),
        Bullets((WORDS,)),
        Comment(WORDS),
        Together((Text(WORDS),)),
        SideBySide((Together((Text(WORDS),)),), "#1f5c57"),
    ],
    ids=lambda piece: type(piece).__name__,
)
def test_what_a_piece_says_stands_on_the_page(piece: Piece) -> None:
    assert WORDS in _drawn(piece).get_text()


def test_a_callout_looks_like_one() -> None:
    assert _drawn(Callout(WORDS)).select_one(".notice")


def test_rows_that_sentences_head_fold_on_a_phone_and_keep_what_each_figure_is() -> None:
    grid = Grid(("Påstående", "Andra"), ((STATEMENT, "5,3"),), (), "Högst")

    page = _drawn(grid)

    assert page.select_one("table.folds--phone")
    assert [cell["data-label"] for cell in page.select("td")] == ["Andra"]


def test_more_columns_than_a_phone_holds_fold_there() -> None:
    groups = ("Du", "Närmaste chef", "Chefskollegor", "Medarbetare")
    grid = Grid(("Egenskap", *groups), (("Klar", "5", "4,4", "4,5", "4,6"),), (), "Egenskaper")

    assert _drawn(grid).select_one(".folds--phone")


def test_rows_that_names_head_stay_a_table_on_a_phone() -> None:
    grid = Grid(("Egenskap", "Andra"), (("Initiativrik", "5,3"),), (), "Egenskaper")

    assert not _drawn(grid).select_one(".folds--phone")


def _drawn(piece: Piece) -> BeautifulSoup:
    app = Flask("feedback", template_folder="templates")
    Babel(app)
    report_page.install(app)
    with app.test_request_context():
        macros = app.jinja_env.get_template("report/pieces.html").module
        return BeautifulSoup(macros.pieces((piece,), 3), "html.parser")  # type: ignore[attr-defined] # a macro
