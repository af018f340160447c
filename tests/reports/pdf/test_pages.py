"""What stands on which page: no page for one sentence, no list torn from what it says."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from pypdf import PdfReader

from reports.pdf import SUMMARY, render_report
from reports.release import Norm
from reports.sample import sample
from reports.sections.material import Material
from reports.sections.pieces import Chart
from reports.sections.report import sections
from reports.texts import texts
from tests.reports.pdf.cases import (
    COVER,
    EVERYBODY,
    LONG_COVER,
    SHORT_COVER,
    TWELVE,
    orebro,
    release_of,
    survey_of,
)
from tests.reports.pdf.golden import LANGUAGES, sample_report
from tests.reports.pdf.reading import Node, read
from tests.reports.pdf.verapdf import PDF_A, PDF_UA, faults

if TYPE_CHECKING:
    from reports.sections.cover import Cover


def _texts(content: bytes) -> list[str]:
    """Return what stands on each page, as one sees it."""
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def _section(raters: dict[str, int], title: str) -> Node:
    """Return the section with this heading, from a report in English."""
    content = render_report(release_of(raters), COVER, survey=orebro(), language="en")
    return next(
        section
        for section in read(content).find("Sect")
        if any(heading.all_text == title for heading in section.find("H2")[:1])
    )


def _pages(node: Node) -> set[object]:
    return node.pages.union(*(_pages(below) for below in node.below))


@pytest.mark.parametrize("raters", [TWELVE, EVERYBODY])
def test_two_full_lists_and_the_questions_for_tonight_fit_on_two_pages(
    raters: dict[str, int],
) -> None:
    summary = _section(raters, "Summary")

    assert len(_pages(summary)) == 2


def test_why_there_are_no_comments_takes_no_page_of_its_own() -> None:
    raters = {"self": 1, "manager": 1, "team": 3}

    comments, differences = (
        _pages(_section(raters, title))
        for title in ("What others have written", "Where the pictures differ")
    )

    assert comments == differences


def test_why_no_differences_are_shown_takes_no_page_of_its_own() -> None:
    release = release_of({"self": 1, "team": 3}, comments=["Good!", "Calm.", "Kind."])

    report = read(render_report(release, COVER, survey=orebro(), language="en"))

    pages = {section.find("H2")[0].all_text: _pages(section) for section in _below_title(report)}
    assert pages["Where the pictures differ"] == pages["What others have written"]


def _below_title(report: Node) -> list[Node]:
    return [section for section in report.find("Sect") if section.find("H2")]


@pytest.mark.parametrize("raters", [{"self": 1, "team": 2}, {"self": 1, "manager": 1}])
def test_the_leaders_own_marks_follow_the_opening_when_nobody_else_is_shown(
    raters: dict[str, int],
) -> None:
    release = release_of(raters)

    report = read(render_report(release, COVER, survey=orebro(), language="en"))

    (title,), (chart,) = report.find("H1"), report.find("Figure")
    assert chart.pages == title.pages


def test_where_nobody_else_is_shown_no_column_is_empty() -> None:
    values = _section({"self": 1, "team": 2}, "All values")

    heads = {head.all_text for head in values.find("Table")[0].find("TR")[0].find("TH")}
    assert heads == {"Statement", "You"}


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_that_is_full_to_the_last_point_leaves_no_empty_one(language: str) -> None:
    survey = survey_of(9, 5)
    content = render_report(release_of(EVERYBODY, survey), COVER, survey=survey, language=language)

    edges_only = 5

    assert all(len(text.splitlines()) > edges_only for text in _texts(content))


def test_with_many_traits_the_profile_leaves_the_values_to_the_end() -> None:
    survey = survey_of(9, 3)
    material = Material(release_of(EVERYBODY, survey), survey, COVER, "sv")

    profile = next(one for one in sections(material) if one.key == "profile")

    kinds = [type(piece).__name__ for piece in profile.pieces]
    assert kinds.count("Chart") == 1
    assert "Together" not in kinds
    assert "i tabellen i slutet" in next(
        piece.alternative for piece in profile.pieces if hasattr(piece, "alternative")
    )


def test_a_group_of_many_views_names_five_statements_and_counts_the_others() -> None:
    differences = _section(TWELVE, "Where the pictures differ")

    items = [item.all_text for item in differences.find("LBody")]
    assert len(items) == 6
    assert items[5].endswith("more statements.")


@pytest.mark.parametrize(("language", "plan"), [("sv", "Färdplan"), ("en", "Roadmap")])
def test_with_four_traits_and_a_page_of_comments_the_plan_is_page_ten_of_twelve(
    language: str, plan: str
) -> None:
    pages = _texts(sample_report(language))

    assert [
        number for number, text in enumerate(pages, 1) if plan in map(str.strip, text.split("\n"))
    ] == [10]
    assert len(pages) == 12


def test_profile_and_map_share_a_page_and_leave_the_values_to_the_end() -> None:
    report = read(sample_report("sv"))

    profile, seen = (
        next(one for one in report.find("Sect") if one.find("H2")[:1] and title in one.all_text)
        for title in ("Dina egenskaper", "Din bild och andras")
    )

    assert _pages(profile) == _pages(seen)
    assert not profile.find("Table")


def test_where_profile_and_map_do_not_share_a_page_the_values_stand_below() -> None:
    survey = survey_of(6, 8)
    material = Material(release_of(EVERYBODY, survey), survey, COVER, "sv")

    profile, seen = (
        next(one for one in sections(material) if one.key == key) for key in ("profile", "map")
    )

    assert "Together" in {type(piece).__name__ for piece in profile.pieces}
    assert not seen.shares_page


@pytest.mark.parametrize("items", [5, 9, 10, 12, 13, 16, 22])
def test_no_page_of_the_ranking_is_left_with_a_few_rows(items: int) -> None:
    survey = survey_of(4, items)
    material = Material(release_of(EVERYBODY, survey), survey, COVER, "sv")

    ranking = next(one for one in sections(material) if one.key == "ranking")

    heights = [piece.drawing.height for piece in ranking.pieces if isinstance(piece, Chart)]
    assert max(heights) <= 648
    assert min(heights) > 0.8 * max(heights)
    assert len(heights) == (1 if items <= 12 else 2)


@pytest.mark.parametrize("cover", [SHORT_COVER, COVER, LONG_COVER])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_summary_is_two_pages_by_themselves(cover: Cover, language: str) -> None:
    release = release_of(EVERYBODY)

    content = render_report(release, cover, survey=orebro(), language=language, only=SUMMARY)

    first, _ = _texts(content)
    assert cover.leader_name.split()[0] in first
    assert len(read(content).find("H1")) == 1
    assert not faults(content, PDF_UA)
    assert not faults(content, PDF_A)


def test_the_summary_of_a_report_without_others_is_its_first_page() -> None:
    release = release_of({"self": 1, "team": 2})

    content = render_report(release, COVER, survey=orebro(), only=SUMMARY)

    (page,) = _texts(content)
    assert "Inga andra svar kan visas" in " ".join(page.split())


def test_a_rehearsal_says_so_on_every_page_and_is_heard_once() -> None:
    cover = replace(LONG_COVER, is_rehearsal=True)

    content = render_report(release_of(EVERYBODY), cover, survey=orebro())

    assert all("ÖVNING" in page for page in _texts(content))
    heard = read(content).all_text
    assert "ÖVNING" not in heard
    assert heard.count("Det här är en övning.") == 1
    assert not faults(content, PDF_UA)
    assert not faults(content, PDF_A)


def test_a_report_that_counts_says_nothing_of_a_rehearsal() -> None:
    assert not any("ÖVNING" in page for page in _texts(sample_report("sv")))


@pytest.mark.parametrize(("language", "plan"), [("sv", "Färdplan"), ("en", "Roadmap")])
def test_the_mean_of_all_leaders_takes_no_page_more(language: str, plan: str) -> None:
    made = sample(orebro(), language)
    means = [Norm(14, 4300 + step, None, None, None, None) for step in (0, 50, 100, 150)]
    figures = replace(made.release.figures, norms=tuple(means))
    release = replace(made.release, figures=figures)

    content = render_report(release, made.cover, survey=orebro(), organisation_mean=True)

    pages = [[line.strip() for line in text.split("\n")] for text in _texts(content)]
    assert [number for number, lines in enumerate(pages, 1) if plan in lines] == [10]
    report = read(content)
    (table,) = (
        one
        for one in report.find("Sect")
        if one.find("H2") and one.find("H2")[0].all_text == texts(language)("organisation.title")
    )
    assert len(table.find("TR")) == 5
