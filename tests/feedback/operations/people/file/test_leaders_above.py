"""A leader who is named once, above the rows of the raters, is asked about and then filled in."""

from __future__ import annotations

import pytest

from tests.feedback.operations.people.file.people_files import (
    HEADINGS,
    KARIN,
    OLLE,
    csv_bytes,
    row,
    saved,
    workbook_of,
    xlsx_bytes,
)
from tests.feedback.operations.people.file.people_samples import asked, faults, read, told

NOBODY = ("", "", "", "", "")
ROWS = [
    row("Anna Berg"),
    row("Bo Ek", leader=NOBODY),
    row("Åsa Öberg", "manager", leader=NOBODY),
    row("Cia Dahl", leader=OLLE),
    row("Dan Frid", leader=NOBODY),
]


@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_a_leader_named_once_is_the_leader_of_the_rows_below(make: object) -> None:
    assert callable(make)
    content = make(ROWS, HEADINGS)

    question = asked(content)
    file = read(content, leader_above="take")

    assert question.about == "leader_above"
    assert "3 rader säger inte vilken chef de gäller (rad 3, 4, 6)" in question.notice.text("sv")
    assert [(one.name, one.title, len(one.raters)) for one in file.people.leaders] == [
        ("Karin Lund", "Rektor", 3),
        ("Olle Sand", "Rektor", 2),
    ]
    assert told(file) == []


def test_whoever_means_otherwise_sees_what_is_missing() -> None:
    found = faults(csv_bytes(ROWS, separator=";"), leader_above="leave")

    assert [(one.row, one.code) for one in found] == [
        (number, "value-missing") for number in (3, 3, 4, 4, 6, 6)
    ]


def test_cells_merged_down_a_leaders_column_are_the_same_question() -> None:
    workbook = workbook_of(ROWS)
    for column in "ABCDE":
        workbook.worksheets[0].merge_cells(f"{column}2:{column}4")
        workbook.worksheets[0].merge_cells(f"{column}5:{column}6")
    content = saved(workbook)

    assert asked(content).about == "leader_above"
    file = read(content, leader_above="take")
    assert [len(one.raters) for one in file.people.leaders] == [3, 2]
    assert {one.code for one in faults(content, leader_above="leave")} == {"merged"}


def test_no_leader_above_is_a_fault() -> None:
    found = faults(csv_bytes([row("Bo Ek", leader=NOBODY), row("Anna Berg")], separator=";"))

    assert [(one.row, one.code) for one in found] == [(2, "value-missing")] * 2


def test_half_a_leader_is_never_filled_in() -> None:
    half = ("", *KARIN[1:])

    found = faults(csv_bytes([row("Anna Berg"), row("Bo Ek", leader=half)], separator=";"))

    assert [(one.row, one.code) for one in found] == [(3, "value-missing")]
