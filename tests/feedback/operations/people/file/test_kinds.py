"""A people file is read whatever program saved it, and refused in a sentence if it is none."""

from __future__ import annotations

import io
import time
import tracemalloc
import zipfile
from typing import TYPE_CHECKING

import pytest

from feedback.operations.people.file import PeopleFileError, read_people_file
from tests.factories import small_survey
from tests.feedback.operations.people.file.people_files import (
    HEADINGS,
    ROWS,
    SWEDISH,
    csv_bytes,
    row,
    saved,
    workbook_of,
    xlsx_bytes,
)

if TYPE_CHECKING:
    from feedback.operations.people.file import PeopleFile
    from feedback.operations.people.people_list import PeopleList
    from tests.feedback.operations.people.file.people_files import Row

SURVEY = small_survey()


def read(content: bytes) -> PeopleFile:
    return read_people_file(content, SURVEY)


def refused(content: bytes) -> list[str]:
    with pytest.raises(PeopleFileError) as caught:
        read(content)
    return [notice.code for notice in caught.value.notices]


@pytest.mark.parametrize(
    "content",
    [
        csv_bytes(separator=";", encoding="cp1252"),
        csv_bytes(separator=";", encoding="utf-8-sig"),
        csv_bytes(separator=",", encoding="utf-8"),
        csv_bytes(separator="\t", encoding="utf-8"),
        csv_bytes(separator="\t", encoding="utf-16"),
        b"sep=;\r\n" + csv_bytes(separator=";", encoding="cp1252"),
        csv_bytes(headings=SWEDISH, separator=";", encoding="cp1252"),
        xlsx_bytes(),
        xlsx_bytes(headings=SWEDISH),
    ],
    ids=[
        "Swedish Excel, cp1252",
        "Swedish Excel, BOM",
        "comma, UTF-8",
        "tab, UTF-8",
        "Excel's Unicode text",
        "Excel's sep line",
        "Swedish headings, cp1252",
        "XLSX",
        "XLSX, Swedish headings",
    ],
)
def test_every_usual_kind_of_file_reads_the_same(content: bytes) -> None:
    people = read(content).people

    karin, olle = people.leaders
    assert (karin.name, karin.title, karin.workplace) == ("Karin Lund", "Rektor", "Norra skolan")
    assert karin.coach_email == "siv.ros@example.se"
    assert [(r.name, r.group) for r in karin.raters] == [
        ("Anna Berg", "team"),
        ("Bo Ek", "team"),
        ("Åsa Öberg", "manager"),
    ]
    assert [r.language for r in karin.raters] == ["sv", "en", "sv"]
    assert [r.group for r in olle.raters] == ["peer"]


def test_a_title_and_empty_rows_may_stand_above_the_headings() -> None:
    content = saved(workbook_of([("Deltagare hösten 2026",), (), HEADINGS, *ROWS], headings=("",)))

    assert len(read(content).people.leaders) == 2


def test_rows_are_numbered_as_excel_shows_them() -> None:
    content = saved(workbook_of([(), row("Anna Berg"), (), row("Bo Ek", "styrelse")]))

    with pytest.raises(PeopleFileError) as caught:
        read(content)

    assert [notice.row for notice in caught.value.notices] == [5]


def test_quoted_cells_may_hold_separators() -> None:
    content = csv_bytes([row('"Berg, Rektor"', email="anna@example.se"), row("Bo Ek")])

    assert read(content).people.leaders[0].raters[0].name == "Berg, Rektor"


def test_what_excel_keeps_as_a_number_is_read_as_it_looks() -> None:
    slip = ("karin.lund@example.se", "Karin Lund", "", "", "", "", "Mona Vik", "team", "", 17.0)
    content = xlsx_bytes([slip, row("Bo Ek")], (*HEADINGS, "rater_id"))

    assert read(content).people.leaders[0].raters[0].own_number == "17"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b"\r\n\r\n", "empty"),
        (csv_bytes([]), "empty"),
        (b"\xff\xd8\xff\xe0" + bytes(2000), "not-a-table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(2000), "not-a-table"),
        (b"%PDF-1.7 " + bytes(2000), "not-a-table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000), "not-a-table"),
        (b"PK\x03\x04 not really", "unreadable"),
        (xlsx_bytes()[:2000], "unreadable"),
        (b"leader_email\0leader_name", "unreadable"),
        (b"x" * (21 * 1024 * 1024), "too-large"),
    ],
    ids=[
        "nothing",
        "empty lines",
        "headings only",
        "photo",
        "picture",
        "PDF",
        "old or locked Excel",
        "broken zip",
        "half a file",
        "binary",
        "huge",
    ],
)
def test_what_is_no_people_file_is_refused_in_a_sentence(content: bytes, code: str) -> None:
    assert refused(content) == [code]


def test_a_zip_of_something_else_is_no_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("holiday.jpg", b"\xff\xd8\xff")

    assert refused(stream.getvalue()) == ["not-a-table"]


def test_a_zip_bomb_is_refused_before_it_is_unpacked() -> None:
    stream = io.BytesIO(xlsx_bytes())
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(150 * 1024 * 1024))
    bomb = stream.getvalue()
    assert len(bomb) < 1024 * 1024

    tracemalloc.start()
    codes = refused(bomb)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert codes == ["too-large"]
    assert peak < 20 * 1024 * 1024


def test_entities_that_grow_without_end_are_refused() -> None:
    stream = io.BytesIO()
    lol = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes())) as whole, zipfile.ZipFile(stream, "w") as spoilt:
        for part in whole.infolist():
            content = whole.read(part)
            if part.filename == "xl/workbook.xml":
                content = lol.encode() + content
            spoilt.writestr(part.filename, content)

    assert refused(stream.getvalue()) == ["unreadable"]


@pytest.mark.timeout(60)  # going through what is claimed would take hours
def test_a_sheet_that_claims_a_million_rows_is_read_at_once() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(xlsx_bytes())) as whole, zipfile.ZipFile(stream, "w") as spoilt:
        for part in whole.infolist():
            content = whole.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                content = content.replace(b'ref="A1:I5"', b'ref="A1:XFD1048576"')
                assert b"XFD1048576" in content
            spoilt.writestr(part.filename, content)

    people = read(stream.getvalue()).people

    assert len(people.leaders) == 2


def test_a_hundred_columns_are_read_and_those_unused_are_told() -> None:
    extra = [f"Kolumn {number}" for number in range(100)]

    found = read(xlsx_bytes(headings=(*HEADINGS, *extra)))

    (advice,) = [notice for notice in found.advice if notice.code == "column-unused"]
    assert "Kolumn 0" in advice.text("sv")
    assert "+92" in advice.text("sv")


def test_three_hundred_columns_are_too_many() -> None:
    rows = [(*row("Anna Berg"), *range(300))]

    assert refused(xlsx_bytes(rows)) == ["too-many-columns"]


def test_a_small_file_of_wide_rows_is_refused_before_it_fills_the_memory() -> None:
    # Each row's one cell stands in the last column, so the reader pads it with 16,383 others.
    workbook = workbook_of()
    sheet = workbook.worksheets[0]
    for number in range(2, 400):
        sheet.cell(number, 16_384, 1)
    content = saved(workbook)
    tracemalloc.start()

    found = refused(content)
    _, peak = tracemalloc.get_traced_memory()

    tracemalloc.stop()
    assert found == ["too-many-columns"]
    assert peak < 10 * 1024 * 1024


def test_of_formulas_the_value_is_used_and_told() -> None:
    workbook = workbook_of()
    sheet = workbook.active
    assert sheet is not None
    sheet["B2"] = '="Karin "&"Lund"'
    # openpyxl computes nothing; Excel would have left the value beside the formula.
    content = _with_computed_value(saved(workbook), b"Karin Lund")

    found = read(content)

    assert found.people.leaders[0].name == "Karin Lund"
    assert [n.text("en") for n in found.advice if n.code == "formula"] == [
        "Row 2: The cell B2 holds a formula. The value that Excel shows is used: Karin Lund."
    ]


def test_a_formula_without_a_value_is_a_fault() -> None:
    workbook = workbook_of()
    sheet = workbook.active
    assert sheet is not None
    sheet["B2"] = '="Karin "&"Lund"'

    assert "formula-empty" in refused(saved(workbook))


def test_merged_cells_are_told_with_what_to_do() -> None:
    workbook = workbook_of()
    sheet = workbook.active
    assert sheet is not None
    sheet.merge_cells("A2:A4")

    with pytest.raises(PeopleFileError) as caught:
        read(saved(workbook))

    merged = [notice for notice in caught.value.notices if notice.code == "merged"]
    assert [notice.text("sv") for notice in merged] == [
        (
            "Rad 2: Cellerna A2:A4 är sammanfogade, så bara den första har ett värde. "
            "Dela dem och fyll i varje rad."
        )
    ]


def test_ten_times_as_many_leaders_take_about_ten_times_as_long() -> None:
    few, many = xlsx_bytes(_twelve_raters_each(100)), xlsx_bytes(_twelve_raters_each(1000))

    _, short = _timed(few)
    people, long = _timed(many)

    assert people.invitations == 12_000
    assert long < 40 * short


def _twelve_raters_each(leaders: int) -> list[Row]:
    return [
        row(
            f"Person {(n * 12 + m) % 9000}",
            leader=(f"chef{n}@example.se", f"Chef {n}", "Rektor", "Skolan", ""),
        )
        for n in range(leaders)
        for m in range(12)
    ]


def _timed(content: bytes) -> tuple[PeopleList, float]:
    began = time.process_time()
    return read(content).people, time.process_time() - began


def _with_computed_value(content: bytes, value: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as whole, zipfile.ZipFile(stream, "w") as changed:
        for part in whole.infolist():
            text = whole.read(part)
            if part.filename == "xl/worksheets/sheet1.xml":
                text = text.replace(b'<c r="B2">', b'<c r="B2" t="str">')
                text = text.replace(b"</f><v></v>", b"</f><v>" + value + b"</v>")
                text = text.replace(b"</f><v />", b"</f><v>" + value + b"</v>")
            changed.writestr(part.filename, text)
    return stream.getvalue()
