"""Every page of staff and leaders is light at its first load, and says things by their names."""

from __future__ import annotations

import gzip
import re
from typing import TYPE_CHECKING, Final

import pytest

from tests.feedback.test_access import addresses_of, rules_of
from tests.feedback.world import ADMIN, KARIN, MAJA, ORGANISER
from tests.house_rules.test_words import wrong_words_in

if TYPE_CHECKING:
    from collections.abc import Iterator

    from webtest import TestApp

    from tests.feedback.world import World
    from tests.pages import Shown

FIRST_LOAD_BYTES: Final = 60_000
KEY: Final = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b|%\(\w+\)s|\{\w+\}|\bNone\b")
"""What machines call things, and blanks that nobody filled."""
SEEN: Final = "h1, h2, h3, h4, p, li, dt, dd, th, td, label, legend, summary, button, a, option"


@pytest.mark.parametrize(
    ("address", "fewest"), [(ADMIN, 15), (ORGANISER, 25), (MAJA, 5), (KARIN, 5)]
)
def test_pages_are_light_and_name_things_in_swedish(
    world: World, address: str, fewest: int
) -> None:
    for subject in (world.karin, world.olle):
        world.share_with_leader(subject)
    browser = world.sign_in(address, language="sv")
    assets: dict[str, int] = {}

    pages = dict(_pages(world, browser))
    heavy = {path: _first_load(browser, page, assets) for path, page in pages.items()}
    wrong = {path: found for path, page in pages.items() if (found := _wrong_words(page))}

    assert len(pages) >= fewest
    assert {path: size for path, size in heavy.items() if size >= FIRST_LOAD_BYTES} == {}
    assert wrong == {}


def _pages(world: World, browser: TestApp) -> Iterator[tuple[str, Shown]]:
    """Yield every page that the browser's owner may open, by its path."""
    for rule in rules_of(world):
        for method, path in addresses_of(world, rule) if "GET" in (rule.methods or ()) else ():
            if method == "GET" and "sign-out" not in path:
                page = browser.get(path, status="*")
                if page.status_int == 200 and page.content_type == "text/html":
                    yield path, page


def _first_load(browser: TestApp, page: Shown, assets: dict[str, int]) -> int:
    """Return how many bytes a browser that knows nothing fetches for a page."""
    tags = page.html.select("link[rel=stylesheet], link[rel=icon], script[src], img[src]")
    for tag in tags:
        address = tag.get("src") or tag["href"]
        if address not in assets and not address.startswith("data:"):
            assets[address] = _transferred(browser.get(address).body)
    named = {tag.get("src") or tag["href"] for tag in tags}
    return _transferred(page.body) + sum(assets.get(address, 0) for address in named)


def _transferred(content: bytes) -> int:
    """Return how many bytes go over the wire, as the proxy packs them."""
    return len(gzip.compress(content, compresslevel=6))


def _wrong_words(page: Shown) -> list[str]:
    for part in page.html.select("[lang], code, pre, .code"):
        if part.name != "html":  # in another language, or for whoever types it
            part.decompose()
    texts = {part.get_text(" ", strip=True) for part in page.html.select(SEEN)}
    return sorted({word for text in texts for word in (*KEY.findall(text), *wrong_words_in(text))})
