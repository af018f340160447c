"""Nothing on the form moves while it loads, or a thumb would hit the wrong answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.rater.driving import DESKTOP, PHONE, start

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.factories import OpenCampaign

_WATCH = """
window.shifted = 0;
new PerformanceObserver((list) => {
  for (const shift of list.getEntries()) window.shifted += shift.value;
}).observe({ type: "layout-shift", buffered: true });
"""
_MOVE_ALL = "document.querySelector('main').before(document.createElement('hr'))"
_PAINTED = "() => new Promise((done) => setTimeout(done, 300))"


@pytest.mark.parametrize(
    "context", [{"viewport": PHONE}, {"viewport": DESKTOP}], ids=["phone", "desktop"], indirect=True
)
def test_the_form_page_does_not_move_while_it_loads(page: Page, campaign: OpenCampaign) -> None:
    page.add_init_script(_WATCH)
    start(page, campaign)
    page.reload(wait_until="networkidle")
    page.evaluate(_PAINTED)

    shifted = page.evaluate("window.shifted")

    page.evaluate(_MOVE_ALL)
    page.evaluate(_PAINTED)
    assert shifted == 0
    assert page.evaluate("window.shifted") > 0  # the watch sees what moves
