"""Tidy tables: what stands in them, and what a spreadsheet makes of it."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import openpyxl
import pytest

from reports.disclosure import release_subjects
from reports.exports.tables import (
    CommentRow,
    FigureRow,
    comment_rows,
    figure_rows,
    write_csv,
    write_xlsx,
)
from reports.policy import DisclosurePolicy
from tests.reports.campaigns import make_responses, make_survey, shuffled

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reports.answers.matrix import Responses
    from reports.release import Release
    from tests.reports.campaigns import Sheets

SURVEY = make_survey({"clear": ["q1", "q2"]}, questions=["strength"])
SHEETS: Sheets = {
    "self": [[5, 4]],
    "manager": [[4, None]],
    "peer": [[4, 3], [5, 3], [4, 2], [4, "NO"], [3, 4]],
    "team": [[2, 3], [3, 3]],
}
DANGEROUS = ["=1+1", "+46 123", "-", "@SUM(A1)", "\tbakom", "Bra"]


def campaign(words: list[str] | None = None) -> Responses:
    texts = [{"strength": text} for text in words or []]
    return make_responses(SURVEY, {"=L1": SHEETS}, {"=L1": {"peer": texts[:5], "team": texts[5:]}})


def workbook_of(released: Mapping[str, Release]) -> bytes:
    sheets = {
        "figures": (FigureRow, figure_rows(released)),
        "comments": (CommentRow, comment_rows(released)),
    }
    return write_xlsx(sheets, "leader")


def rows_of(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_each_column_of_raters_has_a_row_per_trait_and_item() -> None:
    released = release_subjects(campaign(), DisclosurePolicy())

    rows = list(figure_rows(released))

    assert [(row.item, row.column, row.groups) for row in rows][:8] == [
        ("", "self", ""),
        ("", "identified", "manager"),
        ("", "block", "peer+team"),
        ("", "others", "peer+team+manager"),
        ("q1", "self", ""),
        ("q1", "identified", "manager"),
        ("q1", "block", "peer+team"),
        ("q1", "others", "peer+team+manager"),
    ]
    assert (rows[6].n, str(rows[6].mean), rows[6].agreement) == (7, "3.5714", "moderate")
    assert (rows[7].low, rows[7].middle, rows[7].high, rows[7].favourable) == (None,) * 4


def test_bands_have_columns_where_no_group_tells_how_alike_it_is() -> None:
    large = make_responses(SURVEY, {"L1": {"peer": [[4, 3]] * 10, "team": [[2, 5]] * 11}})

    rows = list(figure_rows(release_subjects(large, DisclosurePolicy())))

    others = next(row for row in rows if row.item == "q1" and row.column == "others")
    assert (others.low, others.middle, others.high, others.favourable) == (11, 0, 10, 10)
    assert {row.agreement for row in rows} == {None}


def test_what_is_hidden_has_no_row() -> None:
    few = make_responses(SURVEY, {"L1": {"self": [[5, 4]], "peer": [[4, 3], [5, 3]]}})

    rows = list(figure_rows(release_subjects(few, DisclosurePolicy())))

    assert {row.column for row in rows} == {"self"}


def test_csv_is_what_swedish_spreadsheets_read() -> None:
    content = write_csv(
        figure_rows(release_subjects(campaign(), DisclosurePolicy())), FigureRow, "leader"
    )

    assert content.startswith(b"\xef\xbb\xbfleader;trait;item;column;")
    assert rows_of(content)[2]["mean"] == "3,2857"


def test_the_order_of_raters_does_not_change_a_byte_of_the_csv() -> None:
    one, other = campaign(DANGEROUS), shuffled(campaign(DANGEROUS), seed=4)

    contents = [
        write_csv(figure_rows(released), FigureRow, "leader")
        + write_csv(comment_rows(released), CommentRow, "leader")
        for released in (release_subjects(each, DisclosurePolicy()) for each in (one, other))
    ]

    assert contents[0] == contents[1]


@pytest.mark.parametrize("text", [word for word in DANGEROUS if word != "Bra"])
def test_a_text_is_never_taken_for_a_formula(text: str) -> None:
    released = release_subjects(campaign([text, *["Bra"] * 3]), DisclosurePolicy())

    in_csv = rows_of(write_csv(comment_rows(released), CommentRow, "leader"))
    book = openpyxl.load_workbook(io.BytesIO(workbook_of(released)))

    stripped = text.lstrip() if text == "\tbakom" else text
    assert f"'{text}" in {row["text"] for row in in_csv}
    assert {row["leader"] for row in in_csv} == {"'=L1"}
    cells = [row[3] for row in book["comments"].iter_rows(min_row=2)]
    assert stripped in {str(cell.value).lstrip() for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}


def test_a_workbook_holds_numbers_as_numbers() -> None:
    released = release_subjects(campaign(), DisclosurePolicy())

    book = openpyxl.load_workbook(io.BytesIO(workbook_of(released)))

    row = next(book["figures"].iter_rows(min_row=4, max_row=4))
    assert (row[5].value, row[7].value) == (7, 3.2857)


def test_a_control_character_in_a_comment_breaks_no_workbook() -> None:
    released = release_subjects(campaign(["a\x0bb", "c", "d"]), DisclosurePolicy())

    book = openpyxl.load_workbook(io.BytesIO(workbook_of(released)))

    texts = {row[3].value for row in book["comments"].iter_rows(min_row=2)}
    assert "a\N{REPLACEMENT CHARACTER}b" in texts
