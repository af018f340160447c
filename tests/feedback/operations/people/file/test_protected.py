"""A list that says whose data are protected is believed, and the row is told."""

from __future__ import annotations

import pytest

from feedback.operations.people.file import read_people_file
from feedback.operations.people.file.teams import read_teams
from tests.factories import small_survey
from tests.feedback.operations.people.file.people_files import HEADINGS, row, saved, workbook_of

STAFF = "Namn;E-post;Chefens e-post;{heading}"
ROWS = "Karin Lund;karin@example.se;;Nej\nAnna Berg;anna@example.se;karin@example.se;{said}"


def _staff(heading: str, said: str) -> bytes:
    return f"{STAFF}\n{ROWS}\n".format(heading=heading, said=said).encode()


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Skyddad identitet", "Ja"),
        ("Skyddade personuppgifter", "X"),
        ("Sekretessmarkering", "Kvarskrivning"),
        ("Protected identity", "yes"),
    ],
)
def test_whoever_may_be_protected_is_told_with_the_row(heading: str, said: str) -> None:
    found = read_teams(_staff(heading, said), small_survey())

    told = [notice for notice in found.advice if notice.code == "protected"]
    assert [notice.row for notice in told] == [3]
    assert f"Kolumnen {heading} säger ”{said}”" in told[0].text("sv")


@pytest.mark.parametrize(
    ("heading", "said"),
    [("Skyddad identitet", "Nej"), ("Skyddad identitet", ""), ("Skyddsombud", "Ja")],
)
def test_nobody_is_told_where_the_column_says_no_or_is_another(heading: str, said: str) -> None:
    found = read_teams(_staff(heading, said), small_survey())

    assert "protected" not in {notice.code for notice in found.advice}


def test_a_list_of_who_answers_is_read_the_same_way() -> None:
    book = workbook_of([row("Anna Berg"), row("Bo Ek")])
    sheet = book.active
    assert sheet is not None
    sheet.cell(1, len(HEADINGS) + 1, "Skyddade uppgifter")
    sheet.cell(3, len(HEADINGS) + 1, "ja")

    found = read_people_file(saved(book), small_survey())

    assert [notice.row for notice in found.advice if notice.code == "protected"] == [3]
