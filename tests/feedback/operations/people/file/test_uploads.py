"""Whatever a list comes in and however it is written, the same people are read from it."""

from __future__ import annotations

import io
import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from feedback.operations.people.file import people_csv
from feedback.operations.people.file.problems import problems_of
from feedback.operations.people.file.repairs import Repairs, repaired
from feedback.operations.people.file.table import Line, RawTable
from feedback.operations.people.file.uploads import Upload, read_again, read_upload
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from feedback.operations.people.stored_uploads import read_back, written_out
from tests.factories import small_survey
from tests.feedback.operations.people.file.messy_files import messy_xlsx
from tests.feedback.operations.people.file.people_files import SWEDISH, csv_bytes, row, saved

SURVEY = small_survey()
STAFF_HEADINGS = ("Namn", "E-post", "Närmaste chef", "Titel")
STAFF = (
    ("Karin Lund", "karin.lund@example.se", "", "Rektor"),
    ("Åsa Öberg", "asa.oberg@example.se", "karin.lund@example.se", "Lärare"),
    ("Bo Ek", "bo.ek@example.se", "karin.lund@example.se", "Lärare"),
)


def people(content: bytes, name: str = "lista") -> set[tuple[str, str]]:
    """Return leader and rater of every task that is read, as guessed and as it came."""
    read = read_upload(content, Upload(name), SURVEY)
    assert read.people is not None, [notice.text("en") for notice in read.faults]
    return {(one.email, who.identity) for one in read.people.leaders for who in one.raters}


def table(rows: object = STAFF, headings: tuple[str, ...] = STAFF_HEADINGS) -> list[list[object]]:
    """Return headings and rows."""
    return [list(headings), *(list(line) for line in rows)]  # type: ignore[attr-defined] # rows


def text(lines: list[list[object]], separator: str = ";") -> str:
    """Return lines as a text file has them."""
    return "\r\n".join(separator.join(map(str, line)) for line in lines)


def book(lines: list[list[object]]) -> bytes:
    """Return lines as a workbook."""
    made = Workbook()
    assert made.active is not None
    for line in lines:
        made.active.append(line)
    return saved(made)


EXPECTED = {
    ("karin.lund@example.se", "asa.oberg@example.se"),
    ("karin.lund@example.se", "bo.ek@example.se"),
}
_LOUD = [[str(cell).upper() if "@" in str(cell) else cell for cell in line] for line in STAFF]
_SPACED = [[f"  {cell} " if "@" in str(cell) else cell for cell in line] for line in STAFF]
_SPARSE = [[*line[:2], "", *line[2:], "", ""] for line in table()]
_TWO_ROWS: list[list[object]] = [["Anställd", "", "Chef", ""], ["Namn", "E-post", "E-post", "Namn"]]
_TWO_ROWS += [[name, email, boss, "Karin Lund" if boss else ""] for name, email, boss, _ in STAFF]
MESSY = {
    "latin-1": text(table()).encode("latin-1"),
    "windows": text(table()).encode("cp1252"),
    "with a mark": text(table()).encode("utf-8-sig"),
    "utf-16": text(table()).encode("utf-16"),
    "commas": text(table(), ",").encode(),
    "tabs": text(table(), "\t").encode(),
    "upper case": text(table(_LOUD)).encode(),
    "spaces": text(table(_SPACED)).encode(),
    "empty columns": text(_SPARSE).encode(),
    "empty columns in a workbook": book(_SPARSE),
    "empty rows": text(table()).replace("\r\n", "\r\n;;;\r\n").encode(),
    "two rows of headings": book(_TWO_ROWS),
    "title and date above": book([["Personal"], ["2026-11-30"], [], *table()]),
    "sums below": book([*table(), ["Summa", 3]]),
    "numbers as names": book([*table(), [4711, "nr4711@example.se", "", ""]]),
}


@pytest.mark.parametrize("content", MESSY.values(), ids=MESSY)
def test_however_a_staff_list_is_written_the_same_people_are_read(content: bytes) -> None:
    if content is MESSY["numbers as names"]:
        read = read_upload(content, Upload("x"), SURVEY)
        problems = problems_of(read)
        assert [*problems.faults] == [5]  # asked for in the page, and nothing else is lost
        mended = read.upload.repairs.writing({(5, 0): "Nils Falk"})
        upload = Upload("x", kind="staff", repairs=mended)
        again = read_again(read.table, upload, SURVEY)
        assert again.people is not None
        return

    assert people(content) == EXPECTED


def test_a_formula_that_was_never_computed_is_mended_in_its_cell() -> None:
    made = Workbook()
    assert made.active is not None
    for line in table():
        made.active.append(line)
    made.active["B3"] = "=LOWER(A3)"
    read = read_upload(saved(made), Upload("x"), SURVEY)

    mended = read.upload.repairs.writing({(3, 1): "asa.oberg@example.se"})
    again = read_again(read.table, Upload("x", kind="staff", repairs=mended), SURVEY)

    assert [*problems_of(read).faults] == [3]
    assert again.faults == ()
    assert again.people is not None


def test_merged_cells_below_each_other_hold_their_value_in_each_row() -> None:
    made = Workbook()
    assert made.active is not None
    for line in (SWEDISH, row("Anna Berg"), (*[None] * 5, *row("Bo Ek")[5:])):
        made.active.append(list(line))
    for column in range(1, 6):
        made.active.merge_cells(start_row=2, end_row=3, start_column=column, end_column=column)
    stream = io.BytesIO()
    made.save(stream)

    read = read_upload(stream.getvalue(), Upload("x"), SURVEY)

    assert read.people is not None
    (karin,) = read.people.leaders
    assert [rater.name for rater in karin.raters] == ["Anna Berg", "Bo Ek"]
    assert "merged-filled" in {notice.code for notice in read.advice}


def test_what_waits_is_read_back_as_it_was_written_out() -> None:
    for content in (messy_xlsx(), csv_bytes(), *MESSY.values()):
        read = read_upload(content, Upload("x"), SURVEY)

        assert read_back(written_out(read)) == read


_NAMES = st.sampled_from(["Anna Berg", "Åsa Öberg", "Bo Ek", "José Núñez", "Ulla-Karin af Ek"])
_GROUPS = st.sampled_from(["manager", "peer", "team"])


@st.composite
def lists(draw: st.DrawFn) -> PeopleList:
    """Draw some leaders with some raters, nobody twice about the same leader."""
    numbers = itertools.count()
    leaders = []
    for _ in range(draw(st.integers(1, 4))):
        raters = [
            RaterEntry(draw(_NAMES), draw(_GROUPS), email=f"p{next(numbers)}@example.se")
            for _ in range(draw(st.integers(1, 6)))
        ]
        email = f"l{next(numbers)}@example.se"
        leaders.append(LeaderEntry(email, draw(_NAMES), "Rektor", raters=tuple(raters)))
    return PeopleList(tuple(leaders))


@given(people=lists(), data=st.data())
@settings(deadline=None)
def test_spoiled_addresses_mended_in_the_page_give_the_list_back(
    people: PeopleList, data: st.DataObject
) -> None:
    content = people_csv(people, SURVEY, "sv")
    whole = read_upload(content, Upload("x"), SURVEY)
    place = whole.places["rater_email"]
    rows = [line for line in whole.table.lines if line.number > whole.headings_row]
    spoiled = data.draw(st.sets(st.sampled_from([line.number for line in rows]), min_size=1))
    right = {(line.number, place): line.cells[place] for line in rows if line.number in spoiled}
    wrong = {at: address.replace("@example.se", " vid example") for at, address in right.items()}
    broken = repaired(whole.table, Repairs().writing(wrong))

    faulty = read_again(broken, whole.upload, SURVEY)
    mended = read_again(broken, Upload("x", kind="list", repairs=Repairs().writing(right)), SURVEY)

    assert {*problems_of(faulty).faults} == spoiled
    assert faulty.people is None
    assert mended.people == whole.people


@given(
    st.lists(st.tuples(st.integers(0, 6), st.integers(0, 4), st.text(max_size=8)), max_size=12),
    st.sets(st.integers(1, 9), max_size=5),
)
def test_repairs_touch_the_cells_and_rows_that_they_name_and_no_others(
    written: list[tuple[int, int, str]], dropped: set[int]
) -> None:
    lines = tuple(Line(number, (f"a{number}", f"b{number}")) for number in range(7))
    repairs = Repairs().writing({(row, place): text for row, place, text in written})

    found = repaired(RawTable(lines), repairs.dropping(dropped))

    last = {(row, place): text for row, place, text in written}
    assert [line.number for line in found.lines] == [n for n in range(7) if n not in dropped]
    for line in found.lines:
        for place, cell in enumerate(line.cells):
            before = lines[line.number].cells[place] if place < 2 else ""
            assert cell == last.get((line.number, place), before)
