"""Drive pages as a person would: follow links, fill fields by name, press buttons by value."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from webtest import TestApp

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from feedback.config import Settings
    from tests.factories import OpenCampaign

ANSWERED: dict[int, dict[str, str]] = {
    1: {"rating-lugn": "4", "rating-lika": "5", "rating-misstag": "NO"},
    2: {"rating-lyssnar": "6", "rating-berom": "1", "rating-mal": "3"},
    3: {"words-fortsatt": "Lyssnar på alla.", "words-borja": ""},
}
"""What the rater of these tests answers in the small survey, page by page."""


Shown: TypeAlias = Any
"""What WebTest, which is untyped, makes of a page or takes as an option."""


def browser(settings: Settings) -> TestApp:
    """Return a browser without cookies on a new application."""
    from feedback import create_app  # noqa: PLC0415 - tests of other layers load no Flask

    app = create_app(settings)
    app.testing = True
    return browser_on(app)


def browser_on(app: Flask) -> TestApp:
    """Return a browser without cookies on an application that is there."""
    return TestApp(app, extra_environ={"wsgi.url_scheme": "https", "HTTP_HOST": "localhost"})


@dataclass
class RaterPages:
    """One rater's way through their pages; every method returns the page that shows."""

    browser: TestApp
    link: str
    language: str = ""

    @classmethod
    def of(cls, browser: TestApp, campaign: OpenCampaign, address: str) -> RaterPages:
        """Return the pages of the rater with this address."""
        return cls(browser, campaign.link_to(address))

    def list(self, **expected: Shown) -> Shown:
        """Open the link; one on paper takes a code word along."""
        return self.browser.get(self.link, **expected).maybe_follow()

    def task(self, number: int = 0) -> str:
        """Return the address of one task of the list, started or not."""
        found = [a["href"] for a in self.list().html.select(".task a.govuk-button")]
        return str(found[number]).partition("?")[0]

    def open(self, task: str, step: str | int = "", **expected: Shown) -> Shown:
        """Open the promise, or a page of the form by its number, or `look-over`."""
        return self.browser.get(f"{task}/{step}".rstrip("/"), **expected)

    def fill(self, page: Shown, answers: Mapping[str, str]) -> Shown:
        """Fill fields of a form page, without sending it; returns the form."""
        form = page.forms["answers"]
        for name, value in answers.items():
            form[name] = value
        return form

    def save(
        self, page: Shown, answers: Mapping[str, str], go: str = "next", **expected: Shown
    ) -> Shown:
        """Fill and send a form page by the button with this value; follows the redirect."""
        answer = self.fill(page, answers).submit("go", value=go, **expected)
        return answer.follow() if answer.status_int == 303 else answer

    def answer_all(self, task: str) -> Shown:
        """Answer every page of the small survey; returns the look over."""
        page = self.open(task, 1).maybe_follow()  # a slip's address takes a code word along
        for answers in ANSWERED.values():
            page = self.save(page, answers)
        return page

    def send(self, task: str, **expected: Shown) -> Shown:
        """Press "send" on the look over; returns the receipt."""
        return self.browser.post(f"{task}/submit", **expected)
