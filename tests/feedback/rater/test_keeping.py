"""Which pages are kept tells nothing of who has been here, and nor does the work for a page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from feedback.database import Database
from feedback.languages import LANGUAGES
from feedback.models import Campaign, State
from feedback.rater import kept_pages
from feedback.rater.keeping import keeper_of
from feedback.rater.kept_pages import shelf_of
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.feedback.rater.test_code_words import on_paper
from tests.pages import RaterPages, browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from webtest import TestApp

    from feedback.rater.kept_pages import KeptPage, PageWording

EVERYTHING = {
    1: {"rating-lugn": "4", "rating-lika": "5", "rating-misstag": "NO"},
    2: {"rating-lyssnar": "6", "rating-berom": "1", "rating-mal": "3"},
    3: {"words-fortsatt": "Lyssnar på alla.", "words-borja": ""},
}
ONE_OF_EACH_GROUP = ("per@example.se", "anna@example.se", "dan@example.se", "bo@example.se")


class Office:
    """An open campaign, a process that serves it, and how much has been rendered there."""

    def __init__(self, campaign: OpenCampaign, web: TestApp) -> None:
        """Take a campaign and a browser on its application."""
        self.campaign, self.web = campaign, web
        self.count = 0

    def look(self) -> None:
        """Let somebody without a link be the one whose request looks which are open."""
        keeper_of(self.web.app).looks_at = 0.0
        self.web.get("/s/ABCD-EFGH-JKMN-PQRS-0001", status="*")
        keeper_of(self.web.app).settle()

    def pages(self, address: str) -> RaterPages:
        """Return a rater's pages."""
        return RaterPages.of(self.web, self.campaign, address)

    def rendered_by(self, path: str) -> int:
        """Return how many pages one request renders."""
        before = self.count
        self.web.get(path)
        return self.count - before

    def kept(self) -> set[PageWording]:
        """Return the wordings that are kept."""
        return {one for pages in shelf_of(self.web.app).campaigns.values() for one in pages}


@pytest.fixture
def office(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Give a campaign and a new process, on each engine."""
    settings = test_settings(tmp_path, database_url)
    database = Database(database_url)
    campaign = open_campaign(database, settings)
    made = Office(campaign, browser(settings))
    render = kept_pages.render

    def counted(wording: PageWording) -> KeptPage:
        made.count += 1
        return render(wording)

    monkeypatch.setattr(kept_pages, "render", counted)
    yield made
    made.web.app.extensions["feedback.database"].dispose()
    database.dispose()


def test_after_a_look_no_page_of_ones_own_language_is_rendered_for_anybody(office: Office) -> None:
    on_paper(office.campaign, "bo@example.se")
    office.look()
    before = office.count

    for address in ONE_OF_EACH_GROUP:
        pages = office.pages(address)
        task = pages.task()
        page = pages.open(task).maybe_follow()
        page = page.click("Börja|Starta|Sätt i gång")
        for answers in EVERYTHING.values():
            page = pages.save(page, answers)
        page.forms[0].submit()
        pages.list()

    assert before > 0
    assert office.count == before


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_language_is_rendered_alone_whoever_has_read_it(
    office: Office, language: str
) -> None:
    office.look()
    mine = f"{office.pages('anna@example.se').task()}/1?l={language}"
    theirs = f"{office.pages('bo@example.se').task()}/1?l={language}"

    work = [office.rendered_by(path) for path in (mine, theirs, mine)]

    assert work == [1, 1, 1]


def test_what_is_kept_does_not_depend_on_who_comes(office: Office) -> None:
    office.look()
    before = office.kept()

    for address in ONE_OF_EACH_GROUP:
        task = office.pages(address).task()
        for path in ("", "/1", "/2?l=en", "/look-over", "/2?merged=1"):
            office.web.get(f"{task}{path}")

    assert before
    assert office.kept() == before


def test_before_a_look_every_page_is_rendered_alone(office: Office) -> None:
    keeper_of(office.web.app).looks_at = float("inf")
    path = f"{office.pages('anna@example.se').task()}/1"

    assert [office.rendered_by(path) for _ in range(3)] == [1, 1, 1]
    assert office.kept() == set()


def test_a_campaign_that_reads_otherwise_is_rendered_anew_and_one_that_is_over_goes(
    office: Office,
) -> None:
    office.look()
    before = office.kept()
    with office.campaign.database.writing() as session:
        session.get_one(Campaign, office.campaign.id).last_day = date(2026, 12, 18)

    office.look()
    later = office.kept()
    shown = office.pages("anna@example.se").list().text
    office.campaign.set_state(State.CLOSING)
    office.look()

    assert {wording.readers.campaign.last_day for wording in later} == {date(2026, 12, 18)}
    assert len(later) == len(before)
    assert "18 december" in shown
    assert office.kept() == set()


def test_a_process_keeps_no_more_than_it_has_room_for(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept_pages, "_MOST_KEPT", 5)

    office.look()

    assert office.kept() == set()
    office.pages("anna@example.se").list()
