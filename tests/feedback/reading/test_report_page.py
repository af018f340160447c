"""What a leader's page has to show, of leaders whom few or nobody answered about."""

from __future__ import annotations

from feedback.reading.report_page import web_report
from tests.reports.report_cases import material_of


def test_no_comments_are_offered_where_nothing_of_others_is_shown() -> None:
    assert not web_report(material_of("n0")).has_comments


def test_comments_are_offered_where_they_are_shown_or_why_they_are_not() -> None:
    assert web_report(material_of("n3")).has_comments
