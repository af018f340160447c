"""How many pages awkward reports have, and how full they are: no half page without reason."""

from __future__ import annotations

import io
import sys
from functools import cache
from typing import Final

import pytest
from pypdf import PdfReader

from reports.pdf import render_document, render_report
from reports.sections.pieces import Comment, Grid, Text
from tests.reports.pdf.unused import said, unused
from tests.reports.report_cases import CASES, material_of

FULL: Final = {
    "all1": (10, 13),
    "all6": (9, 5),
    "bimodal": (10, 6),
    "comments": (15, 12),
    "dontknow": (11, 5),
    "flat": (9, 4),
    "highself": (9, 6),
    "longt": (11, 6),
    "lowself": (9, 5),
    "n0": (4, 11),
    "n0m": (4, 8),
    "n1": (4, 8),
    "n12": (11, 8),
    "n2": (4, 8),
    "n3": (10, 8),
    "n40": (11, 5),
    "nomgr": (11, 9),
    "noself": (11, 12),
    "now": (11, 7),
    "sc10": (11, 7),
    "t2": (9, 17),
    "t9": (14, 14),
}
"""Pages at most, and per cent of all of them that lie in white bands at most.

Over 12 only where the last page is half empty: it ends the report.
"""


@cache
def _report(case: str) -> bytes:
    material = material_of(case)
    return render_report(material.release, material.cover, survey=material.survey)


@pytest.mark.parametrize("case", CASES)
def test_a_report_is_short_and_full(case: str, capsys: pytest.CaptureFixture[str]) -> None:
    content = _report(case)

    with capsys.disabled():
        sys.stdout.write(f"\n{said(case, content)}\n")

    shares, (pages, per_cent) = unused(content), FULL[case]
    assert len(shares) <= pages
    assert 100 * sum(shares) / len(shares) <= per_cent


def test_a_table_that_ends_at_the_foot_of_a_page_begins_no_other() -> None:
    documents = [render_document("T", [_table(rows)], author="K") for rows in range(30, 46)]

    assert {len(unused(one)) for one in documents} == {1, 2}
    assert all(share < 1 for one in documents for share in unused(one))


def test_a_long_comment_begins_where_the_one_before_it_ends() -> None:
    long = "Hon lyssnar och tänker efter innan hon svarar. " * 60
    document = render_document("T", [*_filled(20), Comment(long), Comment(long)], author="K")

    assert unused(document)[0] < 0.1


def test_a_short_comment_is_not_torn() -> None:
    short = "Hon lyssnar och tänker efter innan hon svarar. " * 6
    for lines in range(30, 60):
        document = render_document("T", [*_filled(lines), Comment(short)], author="K")
        assert sum("Hon lyssnar" in text for text in _texts(document)) == 1


def test_comments_follow_on_the_page_that_would_be_half_empty() -> None:
    shared = next(text for text in _texts(_report("comments")) if "Mellan grupper" in text)

    assert "Det andra har skrivit" in shared


def test_nothing_tells_how_to_read_comments_where_there_are_none() -> None:
    for case, are_there in (("comments", True), ("n12", False)):
        words = " ".join(_texts(_report(case))).split()
        assert ("Läs dem två gånger" in " ".join(words)) is are_there


def _texts(document: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(document)).pages]


def _filled(lines: int) -> list[Text]:
    return [Text(f"Rad {number}.") for number in range(lines)]


def _table(rows: int) -> Grid:
    return Grid(("A", "B"), tuple(("Ett", str(row)) for row in range(rows)), (0.5, 0.5), "Rader")
