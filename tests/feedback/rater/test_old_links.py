"""After close a link leads to the leader's thanks, for all who were asked alike."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import delete, event, func, select

from feedback.ballot import code_for, parse_code
from feedback.clock import utc_now
from feedback.database import Database
from feedback.models import Person, Rater, RetiredLink, Subject
from feedback.operations.answering.old_links import thanks_behind
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.plans.thanking import thank
from feedback.operations.retention.erasers import erase_addresses, erase_thanks
from tests.applications import move
from tests.factories import address_of, open_campaign, test_settings
from tests.feedback.anonymity.twins import ADDRESSES, NOW, ONE, live, opened
from tests.pages import browser_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask
    from webtest import TestApp

    from tests.factories import OpenCampaign

WORDS = "Tack! Jag lovar att lyssna klart.\n\nSäg till när jag inte gör det."
PROMISE = "Jag lovar att lyssna klart."
ENDED = "Enkäten är avslutad"


@dataclass
class Ended:
    """A campaign in which some answered, one saved, one declined and one did nothing."""

    campaign: OpenCampaign
    browser: TestApp

    def thank(self, leader: str = "Karin Lund") -> None:
        """Let a leader thank all who were asked."""
        _thank(self.campaign, leader)

    def page(self, link: str) -> Any:  # noqa: ANN401 - WebTest brings no types
        """Return the page of a link."""
        return self.browser.get(link, status=409)

    def texts(self) -> set[str]:
        """Return what the links' pages say, each without the link, which leads to languages."""
        links = [self.campaign.links[address] for address in ADDRESSES]
        return {self.page(link).text.replace(link, "/s/CODE") for link in links}


@pytest.fixture
def ended(application_to_move: Flask, sqlite_url: str, tmp_path: Path) -> Iterator[Ended]:
    """Give a closed campaign and a browser."""
    campaign = opened(sqlite_url, tmp_path)
    live(campaign, ONE)
    app = move(application_to_move, campaign.settings)
    yield Ended(campaign, browser_on(app))
    app.extensions["feedback.database"].dispose()
    campaign.database.dispose()


def test_the_thanks_stand_behind_each_link_whoever_answered(ended: Ended) -> None:
    before = ended.texts()
    ended.thank()

    after = ended.texts()

    page = ended.page(ended.campaign.links[ADDRESSES[0]])
    assert len(before) == len(after) == 1
    assert PROMISE not in before.pop()
    assert page.html.h1.text == ENDED
    assert page.html.main.h2.text == "Tack från Karin Lund"
    assert "\n\n".join(one.text for one in page.html.select(".govuk-inset-text p")) == WORDS


def test_they_stay_when_who_was_asked_is_erased_and_go_with_the_thanks(ended: Ended) -> None:
    ended.thank()
    link = ended.campaign.links[ADDRESSES[0]]
    with ended.campaign.database.writing() as session:
        erase_addresses(session, ended.campaign.id, NOW)
    kept = ended.page(link)

    with ended.campaign.database.writing() as session:
        gone = erase_thanks(session, ended.campaign.id, NOW)

    assert PROMISE in kept
    assert gone == len(ADDRESSES) + 1
    assert ended.page(link).html.h1.text == ENDED
    assert PROMISE not in ended.page(link)
    with ended.campaign.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(RetiredLink)) == 0


def test_those_whom_no_mail_reaches_are_thanked_too(ended: Ended) -> None:
    with ended.campaign.database.writing() as session:
        erase_addresses(session, ended.campaign.id, NOW)

    ended.thank()

    assert PROMISE in ended.page(ended.campaign.links[ADDRESSES[0]])


def test_a_link_that_was_never_given_out_says_that_it_ended_at_the_same_cost(
    ended: Ended, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended.thank()
    with ended.campaign.database.reading() as session:
        number = session.scalars(select(Rater.number)).first()
    assert number is not None
    forged = f"/s/{code_for(b'f' * 32, number=number, version=1)}"

    ended.texts()  # what is looked up once is known then
    real, cost = _cost(ended, ended.campaign.links[ADDRESSES[0]], monkeypatch)
    guessed, cost_in_vain = _cost(ended, forged, monkeypatch)

    assert PROMISE in real
    assert guessed.html.h1.text == ENDED
    assert PROMISE not in guessed
    assert cost == cost_in_vain
    assert cost.count("slow hash") == 1


def test_without_a_kept_link_it_reads_as_ever(ended: Ended) -> None:
    before = ended.texts()
    ended.thank()

    with ended.campaign.database.writing() as session:
        session.execute(delete(RetiredLink))

    assert ended.texts() == before


def test_a_link_leads_to_those_whom_it_asked_about_and_not_to_ones_own(
    database_url: str, tmp_path: Path
) -> None:
    campaign = open_campaign(
        Database(database_url),
        test_settings(tmp_path, database_url),
        leaders=("Karin Lund", "Olle Ek"),
        raters=(("self", ""), ("team", "eva@example.se")),
    )
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)
    _thank(campaign, "Olle Ek")

    told = {
        address: _told(campaign, address) for address in ("eva@example.se", address_of("Olle Ek"))
    }
    _thank(campaign, "Karin Lund")

    assert told == {"eva@example.se": ["Olle Ek"], address_of("Olle Ek"): []}
    assert _told(campaign, "eva@example.se") == ["Karin Lund", "Olle Ek"]
    campaign.database.dispose()


def _thank(campaign: OpenCampaign, leader: str) -> None:
    with campaign.database.writing() as session:
        subject = session.scalars(
            select(Subject).join(Subject.person).where(Person.name == leader)
        ).one()
        subject.shared_with_coach_at = subject.shared_with_leader_at = NOW
        thank(session, subject, WORDS, now=utc_now())


def _told(campaign: OpenCampaign, address: str) -> list[str]:
    code = parse_code(campaign.links[address])
    assert code is not None
    with campaign.database.reading() as session:
        return [told.leader for told in thanks_behind(session, code, campaign.id)]


def _cost(ended: Ended, link: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, list[str]]:
    """Return the page of a link, and what it took: slow hashes and queries, in their order."""
    took: list[str] = []
    slow = hashlib.scrypt

    def noted(text: bytes, **how: Any) -> bytes:  # noqa: ANN401 - as the real one
        took.append("slow hash")
        return slow(text, **how)

    def asked(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        took.append(statement)

    database = ended.browser.app.extensions["feedback.database"]
    with monkeypatch.context() as patch:
        patch.setattr(hashlib, "scrypt", noted)
        for engine in (database.engine, database._looking_engine):
            event.listen(engine, "before_cursor_execute", asked)
        page = ended.page(link)
        for engine in (database.engine, database._looking_engine):
            event.remove(engine, "before_cursor_execute", asked)
    return page, took
