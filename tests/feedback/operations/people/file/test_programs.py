"""Lists as the programs of other people write them, which the standard lets them do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.operations.people.file import people_xlsx
from feedback.operations.people.people_list import LeaderEntry, PeopleList, RaterEntry
from tests.feedback.operations.people.file.damaged_files import (
    RELATIONS,
    SHEET,
    STRINGS,
    as_excel_keeps_it,
    with_part,
)
from tests.feedback.operations.people.file.people_files import (
    KARIN,
    ROWS,
    csv_bytes,
    row,
    xlsx_bytes,
)
from tests.feedback.operations.people.file.people_samples import SURVEY, faults, read, told
from tests.fuzz.spoiling import packed, parts_of

if TYPE_CHECKING:
    from collections.abc import Callable

WHOLE = as_excel_keeps_it(xlsx_bytes())
WORKBOOK = "xl/workbook.xml"
ROOT = "_rels/.rels"
PEOPLE = read(xlsx_bytes()).people


def renamed(content: bytes, name: Callable[[str], str]) -> bytes:
    return packed({name(part): inside for part, inside in parts_of(content).items()})


def elsewhere(path: str) -> bytes:
    """Return a workbook whose main part has another name, as its package says."""
    folder, _, base = path.rpartition("/")
    moved = {WORKBOOK: path, RELATIONS: f"{folder}/_rels/{base}.rels".lstrip("/")}
    content = renamed(WHOLE, lambda part: moved.get(part, part))
    content = with_part(content, ROOT, lambda xml: xml.replace(b"xl/workbook.xml", path.encode()))
    relations = moved[RELATIONS]
    return with_part(
        content, relations, lambda xml: xml.replace(b'Target="shared', b'Target="/xl/shared')
    )


@pytest.mark.parametrize(
    "content",
    [
        renamed(WHOLE, lambda part: part.replace("/", "\\")),
        renamed(WHOLE, lambda part: part.replace("sharedStrings", "SharedStrings")),
        renamed(WHOLE, str.upper),
        with_part(WHOLE, RELATIONS, lambda xml: xml.replace(b"/xl/worksheets/", b"worksheets\\")),
        elsewhere("xl/book.xml"),
        elsewhere("workbook.xml"),
        with_part(
            xlsx_bytes(),
            RELATIONS,
            lambda xml: xml.replace(b"</Rel", b'<Relationship Id="rId8" Type="x/sharedStrings" '
                                    b'Target="sharedStrings.xml"/></Rel'),
        ),
        packed({name: part for name, part in parts_of(WHOLE).items() if "styles" not in name}),
    ],
    ids=["backslashes", "another case", "capitals", "backslash in a target", "another name",
         "at the root", "no texts", "no styles"],
)  # fmt: skip
def test_a_workbook_is_found_as_its_package_names_it(content: bytes) -> None:
    assert read(content).people == PEOPLE


def test_texts_that_cells_refer_to_must_be_there() -> None:
    parts = {name: part for name, part in parts_of(WHOLE).items() if name != STRINGS}

    assert [fault.code for fault in faults(packed(parts))] == ["unreadable"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ulla_x000D_\nBerg", "Ulla Berg"),
        ("Ulla Berg_x000D_", "Ulla Berg"),
        ("Ulla_x0009_Berg", "Ulla Berg"),
        ("Ulla_x0020_Berg_x200B_", "Ulla Berg"),
        ("Ulla _x005F_x0041_ Berg", "Ulla _x0041_ Berg"),
        ("Ulla_xyz_Berg", "Ulla_xyz_Berg"),
    ],
)
@pytest.mark.parametrize("keep", [bytes, as_excel_keeps_it])
def test_characters_that_excel_writes_as_numbers_are_these_characters(
    written: str, name: str, keep: Callable[[bytes], bytes]
) -> None:
    content = with_part(xlsx_bytes(), SHEET, lambda xml: xml.replace(b"Bo Ek", written.encode()))

    assert name in [rater.name for rater in read(keep(content)).people.leaders[0].raters]


def test_what_looks_like_such_a_number_comes_back_from_our_own_list() -> None:
    rater = RaterEntry("Bo _x0041_ Ek", "team", "bo.ek@example.se", language="sv")
    people = PeopleList((LeaderEntry("karin@example.se", "Karin", raters=(rater,)),))

    assert read(people_xlsx(people, SURVEY, "sv")).people.leaders[0].raters[0].name == rater.name


@pytest.mark.parametrize("shape", ['="{}"', '"=""{}"""', '" {} "'])
def test_cells_that_are_kept_from_being_computed_are_their_texts(shape: str) -> None:
    rows = [tuple(shape.format(cell) if cell else "" for cell in one) for one in ROWS]

    assert read(csv_bytes(rows, separator=";")).people == PEOPLE


@pytest.mark.parametrize("number", ["1,98E+11", "1.98E+11", "7E+09", "1,98112e+11"])
def test_a_number_that_a_spreadsheet_has_shortened_is_a_fault(number: str) -> None:
    heads = ("Chefens e-post", "Chefens namn", "Svarandes id", "Svarandes namn", "Grupp")
    content = csv_bytes([(*KARIN[:2], number, "Bo Ek", "team")], heads, separator=";")

    (fault,) = faults(content)

    assert (fault.code, fault.values["cell"]) == ("digits-lost", "C2")


@pytest.mark.parametrize(
    ("written", "language"),
    [("sv-SE", "sv"), ("sv_FI", "sv"), ("Svenska.", "sv"), ("swe", "sv"), ("en-GB", "en"),
     ("Engelska (UK)", "en"), ("eng", "en"), ("sv-simple", "sv-simple"),
     ("Lätt svenska", "sv-simple")],
)  # fmt: skip
def test_a_language_may_be_written_with_its_country(written: str, language: str) -> None:
    (leader,) = read(csv_bytes([row("Bo Ek", language=written)])).people.leaders

    assert leader.raters[0].language == language


@pytest.mark.parametrize("group", ["team.", "Medarbetare:", "(team)", "'team", "* team"])
def test_signs_around_a_group_are_no_part_of_it(group: str) -> None:
    (leader,) = read(csv_bytes([row("Bo Ek", group)])).people.leaders

    assert leader.raters[0].group == "team"


def test_formulas_are_told_once_for_each_column() -> None:
    def compute(xml: bytes) -> bytes:
        return xml.replace(b't="inlineStr"><is><t>', b't="str"><f>A9</f><v>').replace(
            b"</t></is>", b"</v>"
        )

    content = with_part(xlsx_bytes([row(f"Bo{n} Ek") for n in range(40)]), SHEET, compute)

    assert set(told(read(content))) == {"formulas"}
    assert told(read(content)).count("formulas") <= len(ROWS[0])
