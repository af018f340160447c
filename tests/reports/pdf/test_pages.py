"""What stands on which page: no page for one sentence, no list torn from what it says."""

from __future__ import annotations

import pytest

from reports.pdf import render_report
from reports.sections import Material, sections
from tests.reports.pdf.cases import COVER, EVERYBODY, TWELVE, orebro, release_of, survey_of
from tests.reports.pdf.reading import Node, read


def _section(raters: dict[str, int], title: str) -> Node:
    """Return the section with this heading, from a report in English."""
    content = render_report(release_of(raters), COVER, survey=orebro(), language="en")
    return next(
        section
        for section in read(content).find("Sect")
        if any(heading.all_text == title for heading in section.find("H2"))
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


def test_the_leaders_own_marks_follow_the_opening_when_nobody_else_is_shown() -> None:
    release = release_of({"self": 1, "team": 2})

    report = read(render_report(release, COVER, survey=orebro(), language="en"))

    (title,), (chart,) = report.find("H1"), report.find("Figure")
    assert chart.pages == title.pages


def test_where_nobody_else_is_shown_no_column_is_empty() -> None:
    values = _section({"self": 1, "team": 2}, "All values")

    heads = {head.all_text for head in values.find("Table")[0].find("TR")[0].find("TH")}
    assert heads == {"Confident", "You"}


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
