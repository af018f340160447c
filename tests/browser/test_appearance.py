"""An awkward accent in a real browser: pages are read on a phone and a desk, light and dark."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.operations.appearance import Appearance, set_appearance
from tests.acting import by
from tests.browser.accessibility import violations
from tests.browser.serving import serving
from tests.browser.test_staff_pages import Served
from tests.factories import open_campaign
from tests.feedback.config.test_logo import png
from tests.feedback.world import ADMIN

if TYPE_CHECKING:
    from typing import Literal

    from playwright.sync_api import Browser, ViewportSize

    from tests.feedback.world import World

PHONE: ViewportSize = {"width": 360, "height": 740}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SCHEMES: tuple[Literal["light"], Literal["dark"]] = ("light", "dark")
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LINES = "one => one.offsetHeight / parseFloat(getComputedStyle(one).lineHeight)"
TOP = "getComputedStyle(document.querySelector('.top')).borderTopColor"


@pytest.mark.parametrize(
    ("accent", "stripe"),
    [
        ("#ffd400", "rgb(255, 212, 0)"),
        ("#fdfdf8", "rgb(253, 253, 248)"),
        ("#000000", "rgb(0, 0, 0)"),
    ],
    ids=["yellow", "near white", "black"],
)
def test_an_awkward_accent_is_read_everywhere(
    chromium: Browser, world: World, accent: str, stripe: str
) -> None:
    campaign = open_campaign(world.database, world.settings, leaders=("Eva Dahl",))
    with world.database.writing() as session:
        set_appearance(session, Appearance("Almviks kommun", accent, png()), by=by())
    found: list[str] = []
    with serving(world.app) as address:
        first = chromium.new_context()
        Served(world, address, campaign.id).sign_in(first.new_page(), ADMIN)
        signed_in = first.storage_state()
        first.close()
        for scheme in SCHEMES:
            for viewport in (PHONE, DESKTOP):
                context = chromium.new_context(
                    viewport=viewport, locale="sv-SE", color_scheme=scheme, storage_state=signed_in
                )
                page = context.new_page()
                for path in ("/admin/appearance", "/admin/", campaign.link_to("anna@example.se")):
                    page.goto(f"{address}{path}")
                    assert page.locator("img.logo").evaluate("one => one.naturalWidth") == 300
                    assert page.evaluate(WIDER) == 0, path
                    # Two words at most in two lines: beside the logo, or below it.
                    assert page.locator(".logo + span").evaluate(LINES) < 2.5, path
                    if path.startswith("/admin"):
                        assert page.evaluate(TOP) == stripe
                    found += violations(page)
                context.close()

    assert found == []
