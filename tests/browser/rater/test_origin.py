"""A rater's browser says nothing of where it comes from, and is taken all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.rater.driving import choose, press, start

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.factories import OpenCampaign


def test_a_form_without_origin_and_cookie_is_saved(campaign: OpenCampaign, page: Page) -> None:
    start(page, campaign)
    choose(page, "lugn", "4")

    with page.expect_request(
        lambda request: request.method == "POST" and request.is_navigation_request()
    ) as sent:
        press(page, "Spara och fortsätt")
    start(page, campaign)

    assert sent.value.all_headers()["origin"] == "null"
    assert page.locator("input[name='rating-lugn'][value='4']").is_checked()
    assert page.context.cookies() == []
