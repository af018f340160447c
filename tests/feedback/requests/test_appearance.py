"""Every process shows a change within seconds, pages ask no more for it, and files are kept."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from feedback.config.logo import clean_logo
from feedback.database import Database
from feedback.operations.appearance import Appearance, set_appearance
from feedback.rater.keeping import keeper_of
from feedback.requests.appearance import ShownAppearance, shown_of
from tests.acting import by
from tests.factories import open_campaign, test_settings
from tests.feedback.config.test_logo import opened, png
from tests.feedback.size.counting import counted
from tests.pages import browser

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from webtest import TestApp

    from feedback.config import WorkerSettings

WANTED = Appearance("Almviks kommun", "#ffd400", png())


@pytest.fixture
def settings(database_url: str, tmp_path: Path) -> WorkerSettings:
    """Give settings of a migrated database of each engine."""
    return test_settings(tmp_path, database_url)


@pytest.fixture
def database(settings: WorkerSettings) -> Iterator[Database]:
    """Give that database."""
    made = Database(settings.database)
    yield made
    made.dispose()


@pytest.fixture
def web(settings: WorkerSettings) -> Iterator[TestApp]:
    """Give a process that serves it."""
    made = browser(settings)
    yield made
    made.app.extensions["feedback.database"].dispose()


def change(database: Database, wanted: Appearance = WANTED) -> None:
    """Let another process change how it looks."""
    with database.writing() as session:
        set_appearance(session, wanted, by=by())


def grown_old(web: TestApp) -> None:
    """Let the seconds pass after which a process looks again."""
    shown_of(web.app).seconds = lambda: 1e12


def test_another_process_shows_it_seconds_later(web: TestApp, database: Database) -> None:
    assert "Testköpings kommun" in web.get("/s?l=sv")
    change(database)
    assert "Testköpings kommun" in web.get("/s?l=sv")

    grown_old(web)

    page = web.get("/s?l=sv")
    assert "Almviks kommun" in page
    assert "Testköpings kommun" not in page


def test_a_process_asks_once_in_some_seconds(settings: WorkerSettings, database: Database) -> None:
    now = 100.0
    shown = ShownAppearance(database, settings, seconds=lambda: now)
    asked = []
    for now in (100.0, 104.9, 105.0, 109.9, 110.0, 3.0):  # noqa: B007 - read by the lambda
        with counted() as found:
            shown.now()
        asked.append(found.queries)

    assert asked == [1, 0, 1, 0, 1, 1]


def test_without_an_accent_and_a_logo_pages_fetch_nothing_more(web: TestApp) -> None:
    page = web.get("/s?l=sv")

    assert "/static/appearance/" not in page
    assert "<img" not in page


def test_the_files_of_a_page_are_public_and_kept_for_a_year(
    web: TestApp, database: Database
) -> None:
    change(database)
    for path in ("/s?l=sv", "/sign-in", "/integritet"):
        page = web.get(path)

        style = page.html.select_one("link[href^='/static/appearance/']")["href"]
        logo = page.html.select_one("img.logo")
        for address, kind in ((style, "text/css"), (logo["src"], "image/png")):
            answer = web.get(address)
            assert answer.content_type == kind
            assert "max-age=31536000" in answer.headers["Cache-Control"]
            assert "Set-Cookie" not in answer.headers
        assert "--stripe:#ffd400;" in web.get(style)
        assert (logo["width"], logo["height"], logo["alt"]) == ("107", "32", "")
        assert opened(web.get(logo["src"]).body).size == (300, 90)


def test_a_page_of_another_process_finds_the_files_of_its_version_at_once(
    web: TestApp, database: Database
) -> None:
    web.get("/s?l=sv")
    change(database)

    answer = web.get(f"/static/appearance/{as_kept(WANTED).version}.css")

    assert "--stripe:#ffd400;" in answer
    assert "max-age" in answer.headers["Cache-Control"]


def test_an_older_page_is_given_what_there_is_and_does_not_keep_it(
    web: TestApp, database: Database
) -> None:
    web.get("/static/appearance/0000.css", status=404)
    change(database)

    answer = web.get("/static/appearance/0000.css")

    assert answer.headers["Cache-Control"] == "no-store"


def test_pages_stay_as_they_were_while_the_database_is_away(
    settings: WorkerSettings, database: Database, tmp_path: Path
) -> None:
    change(database)
    shown = ShownAppearance(database, settings, seconds=lambda: 0.0)
    before = shown.now()
    shown.database = Database(f"sqlite:///{tmp_path}/nowhere/x.db")

    shown.look()

    assert shown.now() == before == as_kept(WANTED)
    never = ShownAppearance(shown.database, settings)
    assert never.now() == Appearance("Testköpings kommun")


def test_a_form_that_was_kept_shows_the_change(
    web: TestApp, database: Database, settings: WorkerSettings
) -> None:
    campaign = open_campaign(database, settings)
    link = campaign.link_to("anna@example.se")
    keeper_of(web.app).looks_at = 0.0
    web.get(link)
    keeper_of(web.app).settle()
    assert "Testköpings kommun" in web.get(link)

    change(database)
    grown_old(web)
    changed = web.get(link)
    keeper_of(web.app).looks_at = 0.0
    web.get(link)
    keeper_of(web.app).settle()
    kept = web.get(link)

    for page in (changed, kept):
        assert "Almviks kommun" in page
        assert "Testköpings kommun" not in page


def as_kept(looks: Appearance) -> Appearance:
    """Return it with its logo as it is kept."""
    return replace(looks, logo=clean_logo(looks.logo))
