"""Whatever is done to a people file, it is read or refused in words: no crash, no silence."""

from __future__ import annotations

from typing import Final

import pytest

from feedback.operations.people.file import (
    AmbiguousFileError,
    PeopleFileError,
    ReadingChoices,
    people_csv,
    people_xlsx,
    read_people_file,
    read_teams,
)
from feedback.operations.people.file.sifting import read_table
from tests.factories import small_survey
from tests.feedback.office import PEOPLE
from tests.feedback.operations.people.file.damaged_files import as_excel_keeps_it
from tests.feedback.operations.people.file.people_files import SWEDISH, csv_bytes, xlsx_bytes
from tests.feedback.operations.people.file.people_samples import samples
from tests.fuzz.harness import complaints
from tests.proof_size import proof_runs

SURVEY: Final = small_survey()
STAFF: Final = (
    "Förnamn;Efternamn;E-post;Närmaste chef;Chefens e-post\r\n"
    "Ida;Lim;ida.lim@example.se;Nina Vik;nina.vik@example.se\r\n"
    "Nina;Vik;nina.vik@example.se;Hanna Moberg;hanna.moberg@example.se\r\n"
)
WORKBOOKS: Final = [xlsx_bytes(), as_excel_keeps_it(xlsx_bytes())]
FILES: Final = [
    *WORKBOOKS,
    *samples(),
    *(write(PEOPLE, SURVEY, one) for write in (people_csv, people_xlsx) for one in ("sv", "en")),
    *(
        csv_bytes(headings=SWEDISH, separator=separator, encoding=encoding)
        for separator in ";\t"
        for encoding in ("utf-8", "utf-16", "utf-16-le", "cp1252", "mac_roman", "cp850")
    ),
    *(STAFF.encode(encoding) for encoding in ("utf-8", "cp1252")),
]
TOKENS: Final = (
    b"&a;", b"</row>", b'<row r="2">', b'<row r="9" hidden="1">', b' hidden="true"', b' ht="0"',
    b'<col min="1" max="99999" hidden="1"/>', b'<mergeCell ref="A1:XFD1048576"/>',
    b' state="hidden"', b'r="ZZZZ9"', b'r="A0"', b't="s"', b't="zz"', b't="e"', b't="str"',
    b"<f>1</f>", b"<v></v>",
    b"<v>99999999999999999999</v>", b"<v>1e999</v>", b"<v>nan</v>", b"#N/A", b"#SAKNAS!", b"sep=;",
    b"Lind, Eva <eva.lind@example.se>;", b"mailto:%ff@x.se?", b"(a@b.se)", b"[a@b.se]",
    "\u202aa@b.se\u202c".encode(), "Ã¥".encode(), b"\x8c", b"\x86", b"\xd6",
)  # fmt: skip


def speaks(content: bytes) -> bool:
    """Read a file as a list and as a staff list, answering what is asked until nothing is."""
    return _is_settled(content, is_staff=False) and _is_settled(content, is_staff=True)


def _is_settled(content: bytes, *, is_staff: bool) -> bool:
    said: dict[str, str] = {}
    for _ in range(len(ReadingChoices.__slots__) + 1):
        try:
            if is_staff:
                found = read_teams(content, SURVEY, answers=ReadingChoices(**said))
            else:
                found = read_people_file(
                    content, SURVEY, leaders_may_be_alone=True, answers=ReadingChoices(**said)
                )
        except AmbiguousFileError as question:
            if question.about in said or not question.choices:
                return False  # it asks again what was answered, or nothing can be answered
            _says_what(question)
            said[question.about] = _answer(question, len(content))
        except PeopleFileError as error:
            return _says_what(error)
        else:
            return bool(found.people.leaders) and all(n.text("sv") for n in found.advice)
    return False


def _answer(question: AmbiguousFileError, number: int) -> str:
    """Choose anything that can be chosen; of columns, anything for each that is wanted."""
    values = [choice.value for choice in question.choices]
    chosen = [values[(number + at) % len(values)] for at in range(len(question.wanted) or 1)]
    if not question.wanted:
        return chosen[0]
    names = [one.column for one in question.wanted]
    return ",".join(f"{name}={value}" for name, value in zip(names, chosen, strict=True))


def _says_what(error: PeopleFileError) -> bool:
    texts = [notice.text(language) for notice in error.notices for language in ("sv", "en")]
    return bool(texts) and all(texts)


def loses_nothing(content: bytes) -> bool:
    """Read a workbook of five rows, spoilt: all of them are there, or it is refused."""
    try:
        table = read_table(content)
        read_people_file(content, SURVEY)  # what has become another kind of file is told here
    except PeopleFileError as error:
        return bool(error.notices)
    return len(table.lines) >= 5


def test_spoilt_files_are_read_or_refused_in_words() -> None:
    assert complaints(speaks, FILES, runs=150, tokens=TOKENS) == []


def test_spoilt_workbooks_lose_no_row() -> None:
    assert complaints(loses_nothing, WORKBOOKS, runs=150, first=5_000) == []


@pytest.mark.proof
def test_thousands_of_spoilt_files_are_read_or_refused_in_words() -> None:
    assert complaints(speaks, FILES, runs=proof_runs(10_000), first=10_000, tokens=TOKENS) == []


@pytest.mark.proof
def test_thousands_of_spoilt_workbooks_lose_no_row() -> None:
    assert complaints(loses_nothing, WORKBOOKS, runs=proof_runs(10_000), first=30_000) == []
