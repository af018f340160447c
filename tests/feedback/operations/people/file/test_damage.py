"""A damaged or hostile workbook gets its sentence: never an error of ours, never fewer rows."""

from __future__ import annotations

import io
import zipfile
import zlib
from datetime import date
from itertools import count

import pytest

from feedback.operations.people.file import PeopleFileError, read_people_file
from feedback.operations.people.file import sheet_reading as sheet_module
from feedback.operations.people.file.notices import MOST_TOLD
from feedback.operations.people.file.sifting import read_table
from tests.factories import small_survey
from tests.feedback.operations.people.file.damaged_files import (
    SHEET,
    STRINGS,
    as_excel_keeps_it,
    with_part,
)
from tests.feedback.operations.people.file.people_files import HEADINGS, csv_bytes, row, xlsx_bytes
from tests.fuzz.spoiling import packed, parts_of

WHOLE = as_excel_keeps_it(xlsx_bytes())
AS_OTHERS_KEEP_IT = xlsx_bytes()
PARTS = parts_of(WHOLE)
ROWS_OF_WHOLE = 5
SURVEY = small_survey()


def refused(content: bytes) -> list[str]:
    with pytest.raises(PeopleFileError) as caught:
        read_table(content)
    return [notice.code for notice in caught.value.notices]


def sheet_of(rows: bytes) -> bytes:
    """Return a workbook whose sheet has these rows, as XML."""
    head = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    return packed(PARTS | {SHEET: head + b"<sheetData>" + rows + b"</sheetData></worksheet>"})


def texts(content: bytes) -> list[tuple[str, ...]]:
    return [line.cells for line in read_table(content).lines]


def _entry(**changes: int) -> bytes:
    """Return a workbook whose directory says something else of every part."""
    content = bytearray(WHOLE)
    places = {"flags": 8, "method": 10, "checksum": 16}
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        for field, value in changes.items():
            content[at + places[field]] ^= value
        at = content.find(b"PK\x01\x02", at + 1)
    return bytes(content)


def _broken_stream() -> bytes:
    """Return a workbook whose packed sheet is no such stream, under the right name."""
    content = bytearray(packed(PARTS))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        part = archive.getinfo(SHEET)
    at = part.header_offset + 30 + len(part.filename)
    content[at : at + 20] = b"\xff" * 20
    with pytest.raises(zlib.error):
        parts_of(bytes(content))
    return bytes(content)


def _in_sheet(old: bytes, new: bytes) -> bytes:
    assert old in PARTS[SHEET]
    return with_part(WHOLE, SHEET, lambda xml: xml.replace(old, new))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (_entry(method=0x63), "unreadable"),
        (_entry(flags=0x01), "file-locked"),
        (_entry(checksum=0xFF), "unreadable"),
        (_broken_stream(), "unreadable"),
        (packed({}), "not-a-table"),
        (packed({"xl/workbook.xml": b""}), "unreadable"),
        (packed(dict.fromkeys(PARTS, b"")), "unreadable"),
        (packed({k: v for k, v in PARTS.items() if k != SHEET}), "unreadable"),
        (packed({k: v for k, v in PARTS.items() if k != STRINGS}), "unreadable"),
        (packed({"x.xlsx": WHOLE}), "not-a-table"),
        (packed({"mimetype": b"", "content.xml": b"<a/>"}), "not-a-table"),
        (with_part(WHOLE, SHEET, lambda xml: xml[:-30]), "unreadable"),
        (_in_sheet(b't="s"', b't="zz"'), "unreadable"),
        (_in_sheet(b"<v>5</v>", b"<v>999</v>"), "unreadable"),
        (_in_sheet(b"<v>5</v>", b"<v>5.5</v>"), "unreadable"),
        (_in_sheet(b'row r="3"', b'row r="2"'), "unreadable"),
        (_in_sheet(b'"B3"', b'"A3"'), "unreadable"),
        (_in_sheet(b"<sheetData>", b"<sheetData>&a;"), "unreadable"),
        (b"<html><table><tr><td>leader_email", "not-a-table"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><Workbook/>', "not-a-table"),
    ],
    ids=[
        "unknown compression", "locked parts", "wrong checksums", "broken stream", "empty archive",
        "empty workbook", "empty parts", "no sheet", "no texts", "workbook in a workbook",
        "OpenDocument", "cut XML", "unknown kind of cell", "no such text", "half a number",
        "row twice", "cell twice", "unknown entity", "web page", "XML table",
    ],
)  # fmt: skip
def test_every_kind_of_damage_is_told_in_one_sentence(content: bytes, code: str) -> None:
    assert refused(content) == [code]


@pytest.mark.parametrize("part", sorted(PARTS))
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_document_type_is_refused_in_every_part_and_encoding(part: str, encoding: str) -> None:
    xml = PARTS[part].decode().partition("?>")
    body = (xml[2] or xml[0]).lstrip()
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    text = f'{mark}<?xml version="1.0" encoding="{encoding[:6]}"?><!--{"." * 9000}-->{{}}{body}'
    kind = '<!DOCTYPE a [<!ENTITY b "c">]>'

    assert refused(packed(PARTS | {part: text.format(kind).encode(encoding)})) == ["unreadable"]
    assert len(texts(packed(PARTS | {part: text.format("").encode(encoding)}))) == ROWS_OF_WHOLE


def test_empty_cells_are_counted_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback.operations.people.file.budget.MOST_CELLS", 20_000)
    row_of_many = b"<row>" + b"".join(b'<c s="%d"/>' % n for n in range(16_000)) + b"</row>"

    assert texts(sheet_of(row_of_many)) == []
    assert refused(sheet_of(row_of_many * 2)) == ["too-many-cells"]
    assert refused(b";" * 20_000) == ["too-many-cells"]
    assert refused(b"\n" * 20_001) == ["too-many-cells"]


def test_what_is_packed_beyond_reason_is_refused_before_it_is_unpacked() -> None:
    assert refused(sheet_of(b"<row/>" * 1_000_000)) == ["too-packed"]


def test_an_archive_of_countless_parts_is_refused_before_it_is_opened() -> None:
    assert refused(packed(PARTS | {f"{n}": b"" for n in range(2_001)})) == ["too-many-parts"]


@pytest.mark.parametrize(
    "rows",
    [b"<a>" * 1000, b"<!--" + bytes(range(33, 44)) * 40_000 + b"-->", b"<row><c r='%s'/></row>"],
    ids=["nesting", "padding", "no cell's name"],
)
def test_xml_that_no_program_writes_is_refused(rows: bytes) -> None:
    assert refused(sheet_of(rows)) == ["unreadable"]


@pytest.mark.parametrize("content", [WHOLE, csv_bytes([row("Anna Berg")] * 1000)])
def test_reading_ends_when_its_time_is_over(content: bytes) -> None:
    seconds = count(step=15)

    with pytest.raises(PeopleFileError) as caught:
        read_table(content, clock=lambda: next(seconds))

    assert [notice.code for notice in caught.value.notices] == ["too-slow"]


def test_a_list_of_nothing_but_faults_tells_the_first_thousand() -> None:
    rows = [row("Anna Berg", "styrelse", email="x") for _ in range(3_000)]

    with pytest.raises(PeopleFileError) as caught:
        read_people_file(csv_bytes(rows), SURVEY)

    assert len(caught.value.notices) == MOST_TOLD + 1
    assert caught.value.notices[-1].text("en").startswith("These are the first 1000 faults.")


def test_a_fault_of_our_own_is_not_taken_for_one_of_the_file(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(_value: object) -> str:
        raise ZeroDivisionError

    monkeypatch.setattr(sheet_module, "as_text", broken)

    with pytest.raises(ZeroDivisionError):
        read_table(WHOLE)


def _cell(inside: bytes, kind: bytes = b"n") -> bytes:
    return sheet_of(b'<row r="1"><c r="A1" t="%s">%s</c></row>' % (kind, inside))


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (_cell(b"<v>17.0</v>"), "17"),
        (_cell(b"<v>1.5E3</v>"), "1500"),
        (_cell(b"<v>1</v>", b"b"), "True"),
        (_cell(b"<v>#N/A</v>", b"e"), "#N/A"),
        (_cell(b"<v>2026-11-29</v>", b"d"), "2026-11-29"),
        (_cell(b"<is><t>Anna</t></is>", b"inlineStr"), "Anna"),
        (_cell(b"<is><r><t>An</t></r><r><t>na</t></r><rPh><t>x</t></rPh></is>", b"inlineStr"),
         "Anna"),
        (sheet_of(b'<x:row r="7" xmlns:x="y"><x:c r="A7"><x:v>7</x:v></x:c></x:row>'), "7"),
        (sheet_of(b"<row/><row><c><v>7</v></c></row>"), "7"),
    ],
    ids=["whole", "power", "truth", "error", "day", "text", "pieces", "prefixes", "no names"],
)  # fmt: skip
def test_a_cell_is_read_as_excel_shows_it(content: bytes, text: str) -> None:
    assert texts(content) == [(text,)]


def test_a_day_is_read_as_a_day() -> None:
    assert texts(xlsx_bytes([(date(2026, 11, 29), 46_355)], HEADINGS))[1] == (
        "2026-11-29",
        "46355",
    )
