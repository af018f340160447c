"""What a leader's page has to show, of leaders whom few or nobody answered about."""

from __future__ import annotations

import pytest

from feedback.reading.report_page import web_report
from tests.reports.report_cases import CASES, material_of


def test_no_comments_are_offered_where_nothing_of_others_is_shown() -> None:
    assert web_report(material_of("n0")).comments is None


@pytest.mark.parametrize(("case", "tells_why_not"), [("n3", True), ("comments", False)])
def test_comments_are_offered_or_the_page_tells_why_there_are_none(
    case: str, *, tells_why_not: bool
) -> None:
    found = web_report(material_of(case)).comments

    assert found
    assert found.is_brief is tells_why_not


@pytest.mark.parametrize("case", CASES)
def test_on_a_phone_the_same_sections_stand_in_the_same_order(case: str) -> None:
    pairs = web_report(material_of(case)).sections

    assert [wide.key for wide, _ in pairs] == [narrow.key for _, narrow in pairs]
