"""A cell that holds no value is a fault with its place, never data."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.operations.people.file import AmbiguousFileError, PeopleFileError, read_teams
from tests.feedback.operations.people.file.damaged_files import SHEET, with_part
from tests.feedback.operations.people.file.people_files import (
    HEADINGS,
    KARIN,
    ROWS,
    SWEDISH,
    csv_bytes,
    row,
    saved,
    workbook_of,
    xlsx_bytes,
)
from tests.feedback.operations.people.file.people_samples import SURVEY, faults, read, sample

if TYPE_CHECKING:
    from collections.abc import Callable

ERRORS = [
    "#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!",
    "#CALC!", "#FIELD!", "#BLOCKED!", "#SKÄRNING!", "#DIVISION/0!", "#VÄRDEFEL!", "#REFERENS!",
    "#NAMN?", "#OGILTIGT!", "#SAKNAS!", "#VÄRDE!", "#TYHJÄ!", "#JAKO/0!", "#ARVO!", "#VIITTAUS!",
    "#NIMI?", "#LUKU!", "#PUUTTUU!", "#VERDI!", "#NAVN?", "#I/T", "#VÆRDI!", "#REFERENCE!", "#NUL!",
    "#WERT!", "#BEZUG!", "#ZAHL!", "#NV", "#ÜBERLAUF!", "Err:502", "Fel:508", "Virhe:504",
    "Feil:508", "Fejl:508", "########", "#n/a", "#Saknas!",
]  # fmt: skip


@pytest.mark.parametrize("error", ERRORS)
@pytest.mark.parametrize("make", [csv_bytes, xlsx_bytes])
def test_every_programs_word_for_an_error_is_a_fault(
    error: str, make: Callable[..., bytes]
) -> None:
    content = make([(*KARIN[:2], error, *KARIN[3:], *row("Anna Berg")[5:])])

    (fault,) = faults(content)

    assert (fault.code, fault.row) == ("cell-error", 2)
    assert f"I cell C2 står felet {error}" in fault.text("sv")


@pytest.mark.parametrize("place", range(9))
def test_an_error_is_one_fault_in_every_column(place: int) -> None:
    wrong = [*row("Anna Berg", language="sv")]
    wrong[place] = "#REF!"

    found = faults(csv_bytes([tuple(wrong), row("Bo Ek")], separator=";"))

    assert [notice.code for notice in found if notice.row == 2] == ["cell-error"]


@pytest.mark.parametrize("name", ["lookup-errors.xlsx", "lookup-errors-sv.csv"])
def test_samples_of_lookups_that_failed_are_refused_cell_by_cell(name: str) -> None:
    found = faults(sample(name))

    assert {notice.code for notice in found} == {"cell-error"}
    assert {"C2", "D2"} <= {notice.values["cell"] for notice in found}


def test_an_error_in_a_column_that_is_not_used_is_no_matter() -> None:
    rows = [(*one, "#SAKNAS!") for one in ROWS]

    assert read(xlsx_bytes(rows, (*HEADINGS, "Lönegrupp"))).people.invitations == 4


@pytest.mark.parametrize("title", ["#1 i laget", "Chef #2", "#metoo", "Fel", "Err"])
def test_words_that_only_begin_so_are_words(title: str) -> None:
    content = csv_bytes([(*KARIN[:2], title, *row("Anna Berg")[3:])])

    assert read(content).people.leaders[0].title == title


def test_the_staff_list_tells_errors_too() -> None:
    staff = b"name;e-mail;manager e-mail\nIda Lim;#N/A;nina.vik@example.se\n#REF!;x@example.se;\n"

    with pytest.raises(PeopleFileError) as caught:
        read_teams(staff, SURVEY)

    assert [(n.code, n.values["cell"]) for n in caught.value.notices] == [
        ("cell-error", "B2"),
        ("cell-error", "A3"),
    ]


def test_what_is_too_long_is_told_and_not_cut() -> None:
    content = csv_bytes([(*KARIN[:2], "x" * 301, *row("Anna Berg")[3:])])

    assert [notice.code for notice in faults(content)] == ["cell-long"]


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("said", ["", "sep={}{end}", '"sep={}"{end}', "SEP={};;{end}"])
def test_separators_and_ends_of_lines(separator: str, end: str, said: str) -> None:
    notes = f"Utdrag, 2026; av | någon{end}{end}"
    table = csv_bytes(separator=separator).decode().replace("\r\n", end)

    for above in ("", notes):
        content = said.format(separator, end=end) + above + table
        assert read(content.encode()).people.invitations == 4


@pytest.mark.parametrize("name", ['"Berg', '"Berg, Anna', '"'])
def test_a_quotation_mark_that_is_never_closed_is_told_with_its_row(name: str) -> None:
    rows = [row("Bo Ek"), row("x", email="x@example.se"), row("Cia Dahl"), row("Dan Frid")]
    content = csv_bytes(rows, separator=";").replace(b";x;", f";{name};".encode())

    found = faults(content)

    assert (3, "quotes-open") in [(notice.row, notice.code) for notice in found]


def test_quotation_marks_that_are_closed_are_read() -> None:
    rows = [row('"Anna ""Ann"" Berg"', email="a@example.se"), row('Bo "Bosse" Ek', email="b@e.se")]
    rows.append(row('"Cia\nDahl; Eva"', email="c@example.se"))

    (leader,) = read(csv_bytes(rows, separator=";")).people.leaders

    assert [rater.name for rater in leader.raters] == [
        'Anna "Ann" Berg',
        'Bo "Bosse" Ek',
        "Cia Dahl; Eva",
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
         "file-locked"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "Workbook".encode("utf-16-le"), "not-a-table"),
        (b"BEGIN:VCARD\r\nVERSION:3.0", "not-a-table"),
        (b"\x1f\x8b\x08\x00", "not-a-table"),
    ],
    ids=["password", "xls", "contacts", "gzip"],
)  # fmt: skip
def test_what_a_file_is_is_said(content: bytes, code: str) -> None:
    (fault,) = faults(content)

    assert fault.code == code


def test_a_workbook_with_macros_is_read() -> None:
    content = with_part(xlsx_bytes(), "xl/vbaProject.bin", lambda _: b"\xd0\xcf\x11\xe0")

    assert read(content).people.invitations == 4


SPLIT = ("Chefens förnamn", "Chefens efternamn", "Förnamn", "Efternamn")


@pytest.mark.parametrize(
    "headings",
    [
        ("Chefens e-post", "Chefens förnamn", "Chefens efternamn", "E-postadress", "Förnamn",
         "Efternamn", "Relation"),
        ("leader email", "leader first name", "leader last name", "rater e-mail", "First name",
         "Surname", "group"),
        ("LeaderEmail", "LeaderFirstName", "LeaderLastName", "RaterEmail", "RaterFirstName",
         "RaterLastName", "Group"),
        ("Närmaste chefs e-post", "Närmaste chefs förnamn", "Närmaste chefs efternamn", "eMail",
         "Tilltalsnamn", "Efternamn", "Relation"),
        ("CHEF (E-POST)", "Chef förnamn", "Chef efternamn", "Svarande (e-post) *",
         "Svarandes förnamn", "Svarandes efternamn", "Grupp (obligatorisk)"),
    ],
    ids=["Swedish", "English", "as programs write", "the nearest", "with remarks"],
)  # fmt: skip
def test_names_may_stand_in_two_columns(headings: tuple[str, ...]) -> None:
    line = ("k@example.se", "Karin", "Lund", "a@example.se", "Anna", "Berg", "team")

    (leader,) = read(csv_bytes([line], headings)).people.leaders

    assert (leader.name, leader.raters[0].name) == ("Karin Lund", "Anna Berg")


def test_the_staff_list_takes_two_names_and_the_managers_name_beside_the_address() -> None:
    headings = "Förnamn;Efternamn;E-post;Närmaste chef;Chefens e-postadress"
    staff = f"{headings}\nIda;Lim;ida.lim@example.se;Åsa Öberg;nina.vik@example.se\n"

    found = read_teams(staff.encode(), SURVEY)

    (leader,) = found.people.leaders
    assert (leader.name, leader.email) == ("Åsa Öberg", "nina.vik@example.se")
    assert leader.raters[0].name == "Ida Lim"
    assert [notice.code for notice in found.advice] == ["manager-named"]


def test_the_nearest_managers_address_may_stand_alone() -> None:
    staff = "Namn;E-post;Närmaste chef\nIda Lim;ida.lim@example.se;nina.vik@example.se\n"

    (leader,) = read_teams(staff.encode(), SURVEY).people.leaders

    assert leader.email == "nina.vik@example.se"


def test_missing_columns_are_called_as_the_language_calls_them() -> None:
    swedish = [notice.text("sv") for notice in faults(csv_bytes([("x", "y")], ("a", "grupp")))]
    with pytest.raises(PeopleFileError) as caught:
        read_teams(b"a;titel\nx;y\n", SURVEY)
    staff = [notice.text("sv") for notice in caught.value.notices]

    assert swedish[0].startswith("Kolumnen Chefens e-post saknas.")
    assert not any("_" in text or "email" in text for text in (*swedish, *staff))


def test_a_heading_that_is_there_twice_is_a_fault() -> None:
    found = faults(csv_bytes([(*row("Anna Berg"), "x")], (*SWEDISH, "Chefens e-post")))

    assert [notice.code for notice in found] == ["column-twice"]


def test_hidden_rows_of_the_staff_list_are_asked_about() -> None:
    headings = ("Namn", "E-post", "Chefens e-post")
    content = xlsx_bytes([("Ida Lim", "ida.lim@example.se", "nina.vik@example.se")], headings)
    content = with_part(
        content, SHEET, lambda xml: xml.replace(b'<row r="2"', b'<row r="2" hidden="true"')
    )

    with pytest.raises(AmbiguousFileError):
        read_teams(content, SURVEY)


def test_a_list_may_name_the_nearest_manager_beside_the_leaders_address() -> None:
    headings = ("Närmaste chef", "Chefens e-postadress", "Namn", "E-post", "Relation")
    line = ("Karin Lund", "k@example.se", "Anna Berg", "a@example.se", "team")

    (leader,) = read(csv_bytes([line], headings)).people.leaders

    assert (leader.name, leader.email, leader.raters[0].name) == (
        "Karin Lund",
        "k@example.se",
        "Anna Berg",
    )


@pytest.mark.parametrize("place", range(9))
def test_a_formula_that_was_never_computed_is_one_fault_in_every_column(place: int) -> None:
    workbook = workbook_of([row("Bo Ek"), row("Anna Berg", language="sv")])
    workbook.worksheets[0].cell(3, place + 1).value = "=UPPER(A1)"

    found = faults(saved(workbook))

    assert [(notice.row, notice.code) for notice in found] == [(3, "formula-empty")]


@pytest.mark.parametrize("area", ["A2:A4", "B2:B4", "C3:E4", "F2:F3", "G2:G4", "H2:H4", "A3:I4"])
def test_merged_cells_are_one_fault(area: str) -> None:
    workbook = workbook_of([row("Bo Ek", language="sv"), row("Anna Berg"), row("Åsa Öberg")])
    workbook.worksheets[0].merge_cells(area)

    assert [notice.code for notice in faults(saved(workbook))] == ["merged"]


@pytest.mark.parametrize("place", range(9))
def test_an_open_quotation_mark_is_one_fault_in_every_column(place: int) -> None:
    wrong = [*map(str, row("Anna Berg", language="sv"))]
    wrong[place] = f'"{wrong[place]}'
    rows = [row("Bo Ek"), tuple(wrong), *(row(f"Cia {name}") for name in ("Ek", "Al", "Bo"))]

    found = faults(csv_bytes(rows, separator=";"))

    assert [(notice.row, notice.code) for notice in found] == [(3, "quotes-open")]


def test_a_staff_list_tells_one_fault_a_cell_too() -> None:
    rows: list[tuple[object, ...]] = [
        ("Ida Lim", "ida.lim@example.se", "nina.vik@example.se"),
        ("=A2", "bo.ek@example.se", "nina.vik@example.se"),
        ("Cia Dahl", "=B2", "nina.vik@example.se"),
        ("Dan Frid", "dan.frid@example.se", "=C2"),
        ("Eva Ek", "#N/A", "nina.vik@example.se"),
    ]

    with pytest.raises(PeopleFileError) as caught:
        read_teams(xlsx_bytes(rows, ("Namn", "E-post", "Chefens e-post")), SURVEY)

    found = [(notice.row, notice.code) for notice in caught.value.notices]
    assert found == [(n, "formula-empty") for n in (3, 4, 5)] + [(6, "cell-error")]
