"""Files that other people's programs really made are read right, or named with what to do."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pytest

from feedback.operations.people.file import people_xlsx
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from tests.feedback.operations.people.file.people_samples import (
    SURVEY,
    asked,
    faults,
    read,
    told,
)

FOLDER: Final = Path(__file__).parent / "made_by_programs"
PEOPLE: Final = [
    ("karin.lund@example.se", "Karin Lund", "Norra skolan", "Anna Berg", "anna.berg@example.se",
     None, "team", "sv"),
    ("karin.lund@example.se", "Karin Lund", "Norra skolan", "Bo Ek", "bo.ek@example.se",
     None, "team", "en"),
    ("karin.lund@example.se", "Karin Lund", "Norra skolan", "Åsa Öberg", None,
     "7", "team", "sv"),
    ("olle.sand@example.se", "Olle Sand", "Södra skolan", "Anna Berg", "anna.berg@example.se",
     None, "peer", "sv"),
]  # fmt: skip
BEHIND_THE_FILTER: Final = (
    "gammal@example.se", "Gammal Lista", "Nedlagd", "X Y", "x@example.se", None, "team", "sv"
)  # fmt: skip


@pytest.mark.parametrize(
    "name",
    [
        "openpyxl-write-only.xlsx",
        "pandas-semicolon.csv",
        "pandas-xlsxwriter.xlsx",
        "pandas.csv",
        "pandas.xlsx",
        "pyexcelerate.xlsx",
        "xlsxwriter-constant-memory.xlsx",
        "xlsxwriter-table.xlsx",
        "xlsxwriter.xlsx",
    ],
)
def test_what_libraries_write_is_read(name: str) -> None:
    assert _rows(read(_content(name)).people) == PEOPLE


@pytest.mark.parametrize("name", ["openpyxl.xlsx", "libreoffice-hidden-sheet.xlsx"])
def test_a_hidden_sheet_is_left_and_hidden_rows_are_asked_about(name: str) -> None:
    content = _content(name)

    assert asked(content).about == "hidden_rows"
    file = read(content, hidden_rows="leave")
    assert _rows(file.people) == PEOPLE
    assert "sheet-read" in told(file)
    assert _rows(read(content, hidden_rows="take").people) == [*PEOPLE, BEHIND_THE_FILTER]


def test_of_two_sheets_that_libreoffice_shows_it_is_asked_which() -> None:
    content = _content("libreoffice.xlsx")

    assert [choice.value for choice in asked(content).choices] == ["Gammal lista", "Hösten"]
    file = read(content, sheet="Hösten", hidden_rows="leave")
    assert _rows(file.people) == PEOPLE
    assert "formulas" in told(file)


@pytest.mark.parametrize(
    ("name", "codes"),
    [("semicolon", []), ("windows", []), ("unicode", []), ("mac", ["encoding-read"])],
)
def test_texts_of_libreoffice_are_read_in_each_encoding(name: str, codes: list[str]) -> None:
    file = read(_content(f"libreoffice-{name}.csv"))

    assert _rows(file.people) == [*PEOPLE, BEHIND_THE_FILTER]  # a text hides nothing
    assert told(file) == [*codes, "column-unused"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("libreoffice.ods", "OpenDocument (.ods)"),
        ("libreoffice.xls", "Excel 97–2003 (.xls)"),
        ("libreoffice.html", "HTML / XML"),
    ],
)
def test_what_is_not_read_is_named_with_what_to_do(name: str, kind: str) -> None:
    (fault,) = faults(_content(name))

    assert kind in fault.text("sv")
    assert "Spara listan som Excel (.xlsx)" in fault.text("sv")


def test_formulas_that_no_program_has_computed_are_faults() -> None:
    found = faults(_content("openpyxl-never-computed.xlsx"), hidden_rows="leave")

    assert {fault.code for fault in found} == {"formula-empty"}


def test_a_list_of_a_whole_municipality_is_read_to_its_end() -> None:
    leaders = tuple(
        LeaderEntry(
            f"chef{number}@exempel.se",
            f"Åsa Öberg {number}",
            raters=tuple(
                RaterEntry(f"Räknare Ä{number}", "team", f"r{place}.{number}@exempel.se")
                for place in range(12)
            ),
        )
        for number in range(700)
    )

    content = people_xlsx(PeopleList(leaders), SURVEY, "sv")

    assert len(content) > 200_000
    found = read(content).people.leaders
    assert (len(found), sum(len(one.raters) for one in found)) == (700, 8_400)


def test_every_file_is_read_in_a_test() -> None:
    words = Path(__file__).read_text(encoding="utf-8")

    names = [path.name for path in FOLDER.iterdir() if path.suffix != ".md"]
    assert len(names) > 15
    assert [one for one in names if one.rpartition("-")[2].partition(".")[0] not in words] == []


def _content(name: str) -> bytes:
    return (FOLDER / name).read_bytes()


def _rows(people: PeopleList) -> list[tuple[str | None, ...]]:
    return [
        (
            one.email,
            one.name,
            one.workplace,
            who.name,
            who.email,
            who.own_number,
            who.group,
            who.language,
        )
        for one in people.leaders
        for who in one.raters
    ]
