"""Raters find who is responsible for their data, in the department that asks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from webtest import TestApp

from feedback import create_app
from feedback.database import Database
from tests.factories import open_campaign, test_settings

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

HTTPS = {"wsgi.url_scheme": "https", "HTTP_HOST": "feedback.example.se"}


@pytest.fixture
def rater(sqlite_url: str, tmp_path: Path) -> Iterator[tuple[TestApp, str]]:
    """Give a browser and a rater's link."""
    database, settings = Database(sqlite_url), test_settings(tmp_path, sqlite_url)
    link = open_campaign(database, settings).link_to("anna@example.se")
    app = create_app(settings)
    yield TestApp(app, extra_environ=HTTPS), link
    app.extensions["feedback.database"].dispose()
    database.dispose()


def test_the_footer_leads_to_the_page_of_the_department_that_asks(
    rater: tuple[TestApp, str],
) -> None:
    browser, link = rater

    notice = browser.get(link).click("Dina personuppgifter")

    assert "Nämnden är personuppgiftsansvarig" in notice
    assert "Set-Cookie" not in notice.headers


def test_a_notice_tells_what_a_corrected_address_may_lead_to(rater: tuple[TestApp, str]) -> None:
    browser, _ = rater

    assert "både den som hade den gamla adressen" in browser.get("/integritet")
    assert "Då räknas båda svaren." in browser.get("/integritet?l=sv-simple")


def test_a_department_that_is_not_there_is_not_found(rater: tuple[TestApp, str]) -> None:
    browser, _ = rater

    browser.get("/integritet/00000000-0000-4000-8000-000000000000", status=404)
