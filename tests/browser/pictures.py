"""Draw the pictures that README shows: `make pictures`."""

from __future__ import annotations

import io
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PIL import Image
from playwright.sync_api import sync_playwright
from pypdfium2 import PdfDocument

from feedback import create_app
from feedback.cli.main import main as feedback
from feedback.database import Database, migrate
from surveys.library import find_survey
from tests.browser.find_chromium import FLAGS, find_chromium
from tests.browser.rater.driving import PHONE, start
from tests.browser.serving import serving
from tests.factories import open_campaign, test_settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

DOCS: Final = Path(__file__).parents[2] / "docs"
PAPER: Final = "#d8d4c8"
GAP: Final = 16
REPORT_PAGES: Final = (1, 2, 4, 5, 6, 10)
"""Cover, summary, profile and map, all statements in order, a trait, the plan."""
REPORT_SCALE: Final = 0.55
COLOURS: Final = 256


def main() -> int:
    """Write the sample reports and both pictures."""
    feedback(["report", "--sample", "--out", str(DOCS)], standalone_mode=False)
    _write("report", _report_pages())
    _write("form", _form_pages())
    return 0


def _report_pages() -> list[Image.Image]:
    document = PdfDocument(DOCS / "sample-report-sv.pdf")
    return [document[number - 1].render(scale=REPORT_SCALE).to_pil() for number in REPORT_PAGES]


def _form_pages() -> list[Image.Image]:
    found = find_chromium()
    if found is None:
        sys.exit("no Chromium: run `make browser`")
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        return _form_in(chromium, Path(folder))


def _form_in(chromium: Browser, folder: Path) -> list[Image.Image]:
    url = f"sqlite:///{folder / 'pictures.db'}"
    settings = test_settings(folder, url, base_url="http://127.0.0.1")
    migrate(url)
    database = Database(url)
    with serving(create_app(settings)) as address:
        made = open_campaign(database, settings, survey=find_survey("orebro"))
        made.links = {rater: address + path for rater, path in made.links.items()}
        page = chromium.new_context(locale="sv-SE", viewport=PHONE).new_page()
        page.goto(made.link_to("anna@example.se"))
        seen = [_seen(page)]
        page.locator(".task a.govuk-button").first.click()
        seen.append(_seen(page))
        start(page, made)
        seen.append(_seen(page))
        page.emulate_media(color_scheme="dark")
        seen.append(_seen(page))
    return seen


def _seen(page: Page) -> Image.Image:
    return Image.open(io.BytesIO(page.screenshot(animations="disabled"))).convert("RGB")


def _write(name: str, pages: list[Image.Image]) -> None:
    """Lay pages beside each other on paper, and keep few colours of them."""
    height = max(page.height for page in pages)
    size = (sum(page.width + GAP for page in pages) + GAP, height + 2 * GAP)
    sheet, left = Image.new("RGB", size, PAPER), GAP
    for page in pages:
        sheet.paste(page, (left, GAP))
        left += page.width + GAP
    path = DOCS / "pictures" / f"{name}.png"
    sheet.quantize(COLOURS).save(path, optimize=True)
    print(path)  # noqa: T201 - what a command says


if __name__ == "__main__":
    sys.exit(main())
