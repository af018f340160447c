"""What a screen reader hears of a report, in which order."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reports.pdf.golden import LANGUAGES, golden_file, sample_report
from tests.reports.pdf.reading import outline, read

DOCS = Path(__file__).parents[3] / "docs"
SECTIONS = [
    "opening",
    "summary",
    "profile",
    "map",
    "ranking",
    "saker",
    "initiativrik",
    "klar",
    "helhet",
    "differences",
    "change",
    "comments",
    "plan",
    "talk",
    "method",
    "values",
]


def _sections(whole: str) -> list[str]:
    return whole.split("\n  Sect\n")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", range(len(SECTIONS)), ids=SECTIONS)
def test_a_section_is_heard_as_kept(language: str, place: int) -> None:
    kept = _sections(golden_file(language).read_text("utf-8"))

    heard = _sections(outline(sample_report(language)))

    assert len(heard) == len(kept) == len(SECTIONS) + 1
    assert heard[place + 1] == kept[place + 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_in_the_docs_is_the_one_that_is_drawn_now(language: str) -> None:
    committed = (DOCS / f"sample-report-{language}.pdf").read_bytes()

    drawn = sample_report(language)

    assert outline(committed) == outline(drawn)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_report_is_small_enough_to_mail(language: str) -> None:
    assert len(sample_report(language)) < 150_000


@pytest.mark.parametrize(
    ("language", "table", "then"), [("sv", "tabellen", " då, "), ("en", "table", " then, ")]
)
def test_every_chart_points_to_its_values_or_says_them(
    language: str, table: str, then: str
) -> None:
    figures = read(sample_report(language)).find("Figure")

    assert len(figures) >= 8
    for figure in figures:
        assert table in figure.alternative or then in figure.alternative


def test_no_number_is_written_with_a_decimal_point_in_swedish() -> None:
    text = read(sample_report("sv")).all_text

    assert "4.1" not in text
    assert "4,1" in text
    assert "\N{MINUS SIGN}0,7" in text


def test_the_report_speaks_no_statistics() -> None:
    text = f" {read(sample_report('sv')).all_text} {read(sample_report('en')).all_text} ".lower()

    for term in (" sd ", "standardavvikelse", "standard deviation", "p-värde", "p-value", "alpha"):
        assert term not in text
