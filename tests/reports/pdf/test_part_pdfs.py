"""The report of a head on paper and the notice for the wall: tagged, short, the same bytes."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader

from reports.pdf import render_notice, render_part
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults
from tests.reports.workplaces import material, part


@pytest.mark.parametrize("language", ["sv", "en"])
def test_the_report_of_a_workplace_conforms_and_has_four_pages(language: str) -> None:
    report = render_part(material("norr", language))

    assert [faults(report, profile) for profile in (PDF_UA, PDF_A)] == [[], []]
    assert len(PdfReader(BytesIO(report)).pages) == 4


def test_the_report_of_a_workplace_where_nothing_is_shown_conforms() -> None:
    own = part("norr")
    silent = replace(own, comments=(), figures=replace(own.figures, cells=(None,) * 21))

    report = render_part(replace(material("norr"), own=silent))

    assert [faults(report, profile) for profile in (PDF_UA, PDF_A)] == [[], []]
    assert "För få har svarat" in PdfReader(BytesIO(report)).pages[0].extract_text()


def test_the_report_of_a_rehearsal_says_that_it_is_one() -> None:
    first = PdfReader(BytesIO(render_part(material("norr", is_rehearsal=True)))).pages[0]

    assert "Det här är en övning" in first.extract_text()


@pytest.mark.parametrize(
    ("language", "told"),
    [("sv", "Det här vill vi göra bättre"), ("en", "What we want to do better")],
)
def test_the_notice_is_one_page_with_words_and_no_figures(language: str, told: str) -> None:
    sheet = render_notice(material("norr", language))
    pages = PdfReader(BytesIO(sheet)).pages

    assert [faults(sheet, profile) for profile in (PDF_UA, PDF_A)] == [[], []]
    assert len(pages) == 1
    assert told in pages[0].extract_text()
    assert re.search(r"\d[,.]\d", pages[0].extract_text()) is None


def test_equal_input_gives_equal_bytes() -> None:
    assert render_part(material("norr")) == render_part(material("norr"))
