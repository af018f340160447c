"""The log is read: who did what and about whom, by name, in the language of the page."""

from __future__ import annotations

import csv
import io
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import select

from feedback.models import Campaign, Invitation, Person, Subject
from feedback.operations import audit_log
from feedback.operations.acts import FIELDS, Act, field_of
from tests.acting import by
from tests.feedback.size.counting import counted
from tests.feedback.world import ADMIN, MAJA, NOW, ORGANISER

if TYPE_CHECKING:
    from webtest import TestApp

    from tests.feedback.world import World


@pytest.fixture
def path(world: World) -> str:
    """Give the log of a department in which a few things were done."""
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, world.campaign)
        karin = session.get_one(Subject, world.karin)
        about_her = Invitation.subject_id == karin.id
        asked = session.scalars(
            select(Invitation).where(about_her, Invitation.group != "self")
        ).first()
        assert asked
        assert asked.rater.person
        asked.rater.person.name = "Åsa Ödman"
        session.add(Person(email=ORGANISER, name="Helena Roos"))
        audit_log.note(
            session, by(NOW, ORGANISER), Act.EXTEND_CAMPAIGN, campaign, details="2026-12-20"
        )
        audit_log.note(session, by(NOW, ORGANISER), Act.NAME_COACH, karin)
        audit_log.note(session, by(NOW, ORGANISER), Act.WITHDRAW_RATER, asked)
        audit_log.note(
            session, by(NOW, ORGANISER), Act.SEND_TEST, campaign, details="invitation sv"
        )
        audit_log.note(session, by(NOW, "operator root"), Act.MAKE_REPORTS, karin)
    return f"/records/departments/{world.departments[0]}/log"


def lines(browser: TestApp, path: str, **asked: str) -> list[list[str]]:
    """Return the rows of a log as they read, without when."""
    rows = browser.get(path, asked).html.select("tbody tr:not(.list__above)")
    cells = [[" ".join(cell.text.split()) for cell in row.select("td, th")] for row in rows]
    return [[who, what, about] for _, who, what, about, _ in cells]


def test_each_line_says_by_name_who_did_what_about_whom(world: World, path: str) -> None:
    browser = world.sign_in(ORGANISER, language="sv")

    seen = lines(browser, path)

    assert seen[0] == ["Drift (root)", "gjorde rapporter", "Karin LundHösten 2026"]
    helena = f"Helena Roos{ORGANISER}"
    assert seen[1][:2] == [helena, "skickade provmejl" + "Inbjudan" + " svenska"]
    assert seen[2][0] == helena
    assert seen[2][2] == "Åsa Ödmanom Karin Lund"
    assert seen[4][1].endswith("20 december 2026")
    page = browser.get(path)
    assert str(world.karin) not in page
    assert "removed a rater" not in page


def test_the_log_is_searched_by_name_in_any_case_and_chosen_from(world: World, path: str) -> None:
    browser = world.sign_in(ORGANISER, language="sv")

    by_rater = lines(browser, path, q="åsa")
    by_actor = lines(browser, path, q="helena")
    mail = lines(browser, path, show="mail")
    nothing = browser.get(f"{path}?q=finns-inte")

    assert [about for _, _, about in by_rater] == ["Åsa Ödmanom Karin Lund"]
    assert len(by_actor) == 4
    assert [what for _, what, _ in mail] == ["skickade provmejl" + "Inbjudan" + " svenska"]
    assert "Visa allt" in nothing


def test_the_log_is_read_for_a_period_which_every_link_keeps(world: World, path: str) -> None:
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, world.campaign)
        for days in (1, 2, 3):
            at = NOW + timedelta(days=days)
            audit_log.note(session, by(at, ORGANISER), Act.CHOOSE_SURVEY, campaign)
    browser = world.sign_in(ORGANISER)
    first, last = (f"{NOW + timedelta(days=days):%Y-%m-%d}" for days in (1, 2))

    page = browser.get(path, {"from": first, "until": last})
    kept = f"from={first}&until={last}"
    file = browser.get(page.html.find("a", string="Download (CSV)")["href"]).text

    assert len(page.html.select("tbody tr:not(.list__above)")) == 2
    assert [kept in one["href"] for one in page.html.select(".chips a")] == [True, True]
    assert file.count("chose the survey") == 2
    assert len(lines(browser, path, **{"from": last})) == 2
    assert "Nothing in this period." in browser.get(path, {"until": "1999-12-31"})
    # What is no day asks for nothing.
    assert len(lines(browser, path, **{"from": "2026-02-31", "until": "i går"})) > 4


def test_who_does_not_run_campaigns_reads_of_no_rater_by_name(world: World, path: str) -> None:
    browser = world.sign_in(ADMIN, language="sv")

    for address in (path, "/records/log", f"{path}.csv", "/records/log.csv"):
        assert "Ödman" not in browser.get(address)
    assert lines(browser, path, q="ödman") == []
    assert "En tillfrågad" in browser.get("/records/log")


def test_what_is_gone_is_called_so(world: World) -> None:
    with world.database.writing() as session:
        audit_log.note(session, by(NOW, ADMIN), Act.CANCEL_CAMPAIGN, f"campaign {uuid4()}")
        audit_log.note(session, by(NOW, ADMIN), Act.HOLD_MAIL, "all")

    seen = lines(world.sign_in(ADMIN, language="sv"), "/records/log")

    assert seen[0][2] == "Alla mejl"
    assert seen[1][2].startswith("Borttagen omgång (")


def test_the_file_holds_what_was_searched_for_as_text(world: World, path: str) -> None:
    browser = world.sign_in(ORGANISER, language="sv")
    with world.database.writing() as session:
        karin = session.get_one(Subject, world.karin)
        karin.person.name = "=cmd|' /C calc'!A0"

    page = browser.get(f"{path}?show=reports")
    answer = browser.get(page.html.find("a", string="Ladda ner (CSV)")["href"])
    rows = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig")), delimiter=";"))

    assert answer.content_type == "text/csv"
    assert rows[0][:4] == ["Nr", "När", "Vem", "Adress"]
    assert [row[4] for row in rows[1:]] == ["gjorde rapporter", "utsåg coach"]
    assert {row[5] for row in rows[1:]} == {"'=cmd|' /C calc'!A0"}


def test_a_long_log_comes_in_pages_newest_first(world: World, path: str) -> None:
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, world.campaign)
        for minute in range(60):
            at = NOW + timedelta(minutes=minute)
            audit_log.note(session, by(at, ORGANISER), Act.ARRANGE_CAMPAIGN, campaign)
    browser = world.sign_in(ORGANISER)

    first, second = (browser.get(f"{path}?page={page}") for page in (1, 2))
    numbers = [
        int(row.select("td")[-1].text)
        for page in (first, second)
        for row in page.html.select("tbody tr:not(.list__above)")
    ]

    assert len(first.html.select("tbody tr:not(.list__above)")) == 50
    assert numbers == sorted(numbers, reverse=True)
    assert len(set(numbers)) == len(numbers)


def test_a_longer_log_asks_the_database_no_more(world: World, path: str) -> None:
    browser = world.sign_in(ORGANISER)
    with counted() as short:
        browser.get(path)
    with world.database.writing() as session:
        campaign = session.get_one(Campaign, world.campaign)
        for _ in range(40):
            audit_log.note(session, by(NOW, ORGANISER), Act.ARRANGE_CAMPAIGN, campaign)

    with counted() as long:
        browser.get(path)

    assert long.queries <= short.queries, long.more_than(short)


def test_every_act_belongs_to_a_field_of_work() -> None:
    assert {field_of(act) for act in Act} == set(FIELDS)
    assert field_of(Act.SHARE_WITH_LEADER) == "reports"
    assert field_of("something of an older version") == ""


def test_what_a_coach_withheld_is_in_no_file_for_organisers(world: World, path: str) -> None:
    with world.database.writing() as session:
        karin = session.get_one(Subject, world.karin)
        audit_log.note(session, by(name=MAJA), Act.WITHHOLD_COMMENT, karin)

    files = {who: world.sign_in(who).get(f"{path}.csv").text for who in (ORGANISER, ADMIN)}

    assert Act.WITHHOLD_COMMENT.done not in files[ORGANISER]
    assert Act.WITHHOLD_COMMENT.done in files[ADMIN]
