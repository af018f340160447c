"""The report of a module: one figure from one item, with its answers; a trend from four on."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import numpy as np
import pytest
from pypdf import PdfReader

from reports.answers.matrix import Responses
from reports.disclosure.modules import release_modules
from reports.pdf import render_report
from reports.policy import DisclosurePolicy
from reports.sections.cover import Cover
from surveys.library import find_survey
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from collections.abc import Sequence

SURVEY = find_survey("kursutvardering")
COVER = Cover("Klar ledare", "", "Almviks kommun", "Modigt ledarskap", "våren 2027")


def _report(levels: Sequence[int], *, sheets: int = 10, language: str = "sv") -> bytes:
    """Return the report of a module whose occasions give the whole these levels, else 2."""
    occasions = np.repeat(np.arange(len(levels)), sheets).astype(np.int32)
    ratings = np.full((len(occasions), len(SURVEY.items)), 2, dtype=np.int8)
    ratings[:, -1] = np.array(levels)[occasions]
    labels = tuple(f"Grupp {number + 1}" for number in range(len(levels)))
    responses = Responses(
        survey=SURVEY,
        subjects=labels,
        ratings=ratings,
        subject_codes=occasions,
        group_codes=np.zeros(len(occasions), dtype=np.int8),
        comments=tuple({"andra": f"Mer tid till samtal ({row})."} for row in range(len(occasions))),
    )
    named = {"Klar ledare": {label: label for label in labels}}
    made = release_modules(responses, named, DisclosurePolicy(k=5))["Klar ledare"]
    return render_report(made, COVER, survey=SURVEY, language=language)


def _said(content: bytes, page: int = 0) -> str:
    return " ".join(PdfReader(BytesIO(content)).pages[page].extract_text().split())


def test_the_one_figure_is_of_the_item_about_the_whole_with_its_answers() -> None:
    assert "4,5 av 6 (40 svar)" in _said(_report([4, 5, 4, 5]))


def test_too_few_sheets_of_the_item_about_the_whole_give_no_figure() -> None:
    assert "4,0 av 6 (5 svar)" in _said(_report([4], sheets=5))


@pytest.mark.parametrize(
    ("levels", "said"),
    [
        ([2, 3, 4, 5], "Siffran stiger från tillfälle till tillfälle."),
        ([5, 4, 3, 2], "Siffran sjunker från tillfälle till tillfälle."),
        ([4, 4, 4, 4], "Ingen säker trend från tillfälle till tillfälle."),
    ],
)
def test_a_trend_is_told_from_four_occasions_on(levels: list[int], said: str) -> None:
    assert said in _said(_report(levels))
    assert "från tillfälle till tillfälle" not in _said(_report(levels[:3]))


def test_the_figures_fill_one_page_and_the_words_follow() -> None:
    content = _report([4, 5, 4, 5, 4, 5])

    assert "Nöjd betyder inte förändrad" in _said(content)
    assert _said(content, 1).count("Mer tid till samtal") > 20
    assert "Det deltagarna har skrivit" in _said(content, 1)


@pytest.mark.parametrize("language", ["sv", "en"])
@pytest.mark.parametrize("profile", [PDF_UA, PDF_A])
def test_a_modules_report_conforms(language: str, profile: str) -> None:
    assert faults(_report([4, 5, 4, 5], language=language), profile) == []
