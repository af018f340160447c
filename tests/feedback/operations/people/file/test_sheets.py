"""What people do not see is read only when they say so: sheets, rows and columns."""

from __future__ import annotations

import re

import pytest
from openpyxl import Workbook

from feedback.operations.people.file import LEAVE, TAKE
from tests.feedback.operations.people.file.damaged_files import SHEET, with_part
from tests.feedback.operations.people.file.people_files import (
    HEADINGS,
    KARIN,
    ROWS,
    SWEDISH,
    row,
    saved,
    workbook_of,
    xlsx_bytes,
)
from tests.feedback.operations.people.file.people_samples import asked, faults, read, sample

NAMES = ["Karin Lund", "Olle Sand"]


def workbook(*sheets: tuple[str, str, list[tuple[object, ...]]]) -> Workbook:
    made = Workbook()
    assert made.active is not None
    made.remove(made.active)
    for name, state, rows in sheets:
        sheet = made.create_sheet(name)
        for line in rows:
            sheet.append(list(line))
        sheet.sheet_state = state
    made.active = next((n for n, one in enumerate(sheets) if one[1] == "visible"), 0)
    return made


LIST = [HEADINGS, *ROWS]
OLD = [HEADINGS, row("Gamla Listan")]


def leaders(content: bytes, **answers: str) -> list[str]:
    return [leader.name for leader in read(content, **answers).people.leaders]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_first_sheet_is_not_read_and_the_sheet_that_was_is_named(state: str) -> None:
    content = saved(workbook(("Gammal", state, OLD), ("Aktuell", "visible", LIST)))

    file = read(content)

    assert [leader.name for leader in file.people.leaders] == NAMES
    (notice,) = [notice for notice in file.advice if notice.code == "sheet-read"]
    assert notice.text("sv") == "Bladet ”Aktuell” är läst. Inte lästa: Gammal."


def test_the_sample_with_a_hidden_sheet_reads_the_one_that_shows() -> None:
    file = read(sample("first-sheet-hidden.xlsx"))

    assert [leader.email for leader in file.people.leaders] == ["ny@exempel.se"]


@pytest.mark.parametrize(
    "first",
    [
        [("Så här gör du",), ("Fyll i blad 2",)],
        [("Chef", "Antal"), ("Karin Lund", 3)],
        [],
        [("Enhet", "Grupp"), ("Norra skolan", "team")],
    ],
    ids=["instructions", "a count", "nothing", "a table for a lookup"],
)
def test_a_list_on_the_second_sheet_is_found(first: list[tuple[object, ...]]) -> None:
    content = saved(workbook(("Blad1", "visible", first), ("Lista", "visible", LIST)))

    assert leaders(content) == NAMES


def test_the_sample_with_its_table_on_the_second_sheet_is_read() -> None:
    assert read(sample("table-on-second-sheet.xlsx")).people.invitations == 6


def test_of_two_lists_that_show_it_is_asked_which_and_the_answer_is_read() -> None:
    content = saved(workbook(("Våg 1", "visible", OLD), ("Våg 2", "visible", LIST)))

    question = asked(content)

    assert question.about == "sheet"
    assert [choice.value for choice in question.choices] == ["Våg 1", "Våg 2"]
    assert leaders(content, sheet="Våg 2") == NAMES
    assert leaders(content, sheet="våg 1") == ["Karin Lund"]


def test_where_only_a_hidden_sheet_holds_a_list_it_is_asked_and_never_read() -> None:
    content = saved(workbook(("Info", "visible", [("Hej",)]), ("Lista", "hidden", LIST)))

    question = asked(content)

    assert question.about == "sheet"
    assert [choice.value for choice in question.choices] == ["Lista"]
    assert leaders(content, sheet="Lista") == NAMES


def test_a_sheet_that_is_not_there_is_a_fault_that_names_those_that_are() -> None:
    (fault,) = faults(xlsx_bytes(), sheet="Blad7")

    assert fault.text("sv") == "Filen har inget blad som heter ”Blad7”. Bladen heter Sheet."


def test_what_the_nearest_sheet_lacks_is_told_with_its_name() -> None:
    lacking = [SWEDISH[:-3], *(one[:-3] for one in ROWS)]
    content = saved(workbook(("Info", "visible", [("Hej",)]), ("Lista", "visible", lacking)))

    found = asked(content).notices

    assert [notice.code for notice in found] == ["sheet-read", "column-missing"]
    assert found[0].values["sheet"] == "Lista"


def test_strict_open_xml_is_read() -> None:
    assert read(sample("strict.xlsx")).people.invitations == 8


def filtered(*numbers: int) -> bytes:
    made = workbook_of()
    assert made.active is not None
    for number in numbers:
        made.active.row_dimensions[number].hidden = True
    return saved(made)


def test_hidden_rows_are_asked_about_and_taken_or_left() -> None:
    content = filtered(3, 4)

    question = asked(content)

    assert question.about == "hidden_rows"
    assert "Dolda rader: 2" in question.notice.text("sv")
    assert "3, 4" in question.notice.text("sv")
    assert read(content, hidden_rows=TAKE).people.invitations == 4
    assert read(content, hidden_rows=LEAVE).people.invitations == 2


def test_the_sample_with_a_filter_asks() -> None:
    content = sample("hidden-rows.xlsx")

    assert asked(content).about == "hidden_rows"
    assert read(content, hidden_rows=LEAVE).people.invitations == 8


def test_a_row_as_high_as_nothing_is_hidden_too() -> None:
    content = with_part(
        xlsx_bytes(), SHEET, lambda xml: xml.replace(b'<row r="3"', b'<row r="3" ht="0"')
    )

    assert asked(content).about == "hidden_rows"


def test_hidden_rows_above_the_headings_and_empty_ones_are_no_question() -> None:
    made = workbook_of([("Utkast",), HEADINGS, *ROWS], headings=("",))
    assert made.active is not None
    for number in (2, 9):
        made.active.row_dimensions[number].hidden = True

    assert leaders(saved(made)) == NAMES


def test_faults_in_hidden_rows_count_only_when_they_are_taken() -> None:
    made = workbook_of([*ROWS, row("Cia Dahl", "styrelse")])
    assert made.active is not None
    made.active.row_dimensions[6].hidden = True

    assert [notice.code for notice in faults(saved(made), hidden_rows=TAKE)] == ["group-unknown"]
    assert read(saved(made), hidden_rows=LEAVE).people.invitations == 4


@pytest.mark.parametrize("how", ["hidden", "width"])
def test_hidden_columns_that_would_be_read_are_asked_about(how: str) -> None:
    made = workbook_of()
    assert made.active is not None
    made.active.column_dimensions["C"].hidden = True
    content = saved(made)
    if how == "width":
        shut = b'<col min="3" max="3" width="0"/>'
        content = with_part(content, SHEET, lambda xml: re.sub(rb"<col [^>]*/>", shut, xml))

    question = asked(content)

    assert question.about == "hidden_columns"
    assert "leader_title" in question.notice.text("en")
    assert read(content, hidden_columns=TAKE).people.leaders[0].title == "Rektor"
    assert read(content, hidden_columns=LEAVE).people.leaders[0].title == ""


def test_a_hidden_column_that_is_not_used_is_no_question() -> None:
    made = workbook_of([(*one, "x") for one in ROWS], (*HEADINGS, "Lönegrupp"))
    assert made.active is not None
    made.active.column_dimensions["J"].hidden = True

    assert leaders(saved(made)) == NAMES


def test_a_merged_title_and_merged_cells_that_nobody_reads_are_no_matter() -> None:
    made = workbook_of(
        [("Utdrag ur personalsystemet",), ("Skapad 2026-11-02, av, någon",), (*HEADINGS, "Not")]
        + [(*one, "x") for one in ROWS],
        headings=("Deltagare",),
    )
    assert made.active is not None
    for area in ("A1:J1", "A2:J3", "J5:J8"):
        made.active.merge_cells(area)

    assert leaders(saved(made)) == NAMES


def test_merged_cells_below_the_headings_are_faults() -> None:
    made = workbook_of()
    assert made.active is not None
    made.active.merge_cells("A1:A3")

    assert "merged" in [notice.code for notice in faults(saved(made))]


def test_a_formula_that_found_nothing_is_an_empty_cell_and_one_never_computed_a_fault() -> None:
    found = b'<c r="C2" t="str"><f>IF(Z2="","",Z2)</f><v></v></c>'
    never = b'<c r="C2"><f>IF(Z2="","",Z2)</f></c>'
    made = [(*KARIN[:2], "XX", *row("Anna Berg")[3:])]
    whole = with_part(xlsx_bytes(made), SHEET, lambda xml: _cell_replaced(xml, b"C2", found))

    assert read(whole).people.leaders[0].title == ""
    empty = with_part(whole, SHEET, lambda xml: xml.replace(found, never))
    assert [notice.code for notice in faults(empty)] == ["formula-empty"]
    assert "C2" in faults(empty)[0].text("sv")


def _cell_replaced(xml: bytes, name: bytes, cell: bytes) -> bytes:
    begin = xml.index(b'<c r="' + name + b'"')
    return xml[:begin] + cell + xml[xml.index(b"</c>", begin) + len(b"</c>") :]


def test_a_million_empty_rows_below_the_list_are_no_matter() -> None:
    empty = b"".join(b'<row r="%d" ht="15"/>' % number for number in range(6, 60_000))
    last = b'<row r="1048576" ht="15"/>'

    content = with_part(
        xlsx_bytes(),
        SHEET,
        lambda xml: xml.replace(b"</sheetData>", empty + last + b"</sheetData>"),
    )

    assert leaders(content) == NAMES
