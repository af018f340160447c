"""A change is written only if its task still stands as it was seen; else nothing is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.ballot import Part
from feedback.database import Database
from feedback.errors import ChangedMeanwhileError
from feedback.models import Answered, Campaign, Draft, Envelope, Invitation, Rater, State
from feedback.operations.answering.drafts import Answers, PageAnswers, discard_draft, save_page
from feedback.operations.answering.open_campaign import standing_of
from feedback.operations.answering.submitting import submit, tasks_of
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.opening import open_link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from feedback.operations.answering.facts import InvitationFacts
    from feedback.operations.answering.links import Access
    from feedback.operations.answering.open_campaign import Standing

NOW = datetime(2026, 11, 21, 9, 42, tzinfo=UTC)


@pytest.fixture
def campaign(database_url: str, tmp_path: Path) -> Iterator[OpenCampaign]:
    database = Database(database_url)
    yield open_campaign(database, test_settings(tmp_path, database_url))
    database.dispose()


@pytest.mark.parametrize(
    ("had_draft", "change"),
    [
        (False, "save"),
        (False, "submit"),
        (False, "close"),
        (False, "move"),
        (False, "withdraw"),
        (False, "new link"),
        (True, "save"),
        (True, "discard"),
        (True, "submit"),
        (True, "close"),
    ],
)
def test_a_change_after_anothers_writes_nothing(
    campaign: OpenCampaign, change: str, *, had_draft: bool
) -> None:
    database = campaign.database
    with database.writing() as session:
        access, task = _open(session, campaign)
        if had_draft:
            _save(session, access, task)
        seen = standing_of(session, task, Part.RESPONSE)
    with database.writing() as session:
        _change(session, campaign, change)
    before = _stored(campaign)

    with database.writing() as session, pytest.raises(ChangedMeanwhileError):
        _save(session, access, task, seen)
    with database.writing() as session, pytest.raises(ChangedMeanwhileError):
        submit(
            session,
            campaign.settings.link_key_folder,
            task,
            Part.RESPONSE,
            Answers({"lugn": 4}),
            seen=seen,
        )

    assert _stored(campaign) == before


def _change(session: Session, campaign: OpenCampaign, change: str) -> None:
    access, task = _open(session, campaign)
    match change:
        case "save":
            _save(session, access, task)
        case "discard":
            discard_draft(session, task, Part.RESPONSE)
        case "submit":
            submit(
                session,
                campaign.settings.link_key_folder,
                task,
                Part.RESPONSE,
                Answers({"lugn": 5}),
            )
        case "move":
            session.get_one(Invitation, task.id).group = "peer"
        case "withdraw":
            session.get_one(Invitation, task.id).is_withdrawn = True
        case "new link":
            session.get_one(Rater, access.rater.id).link_version += 1
        case "close":
            session.get_one(Campaign, campaign.id).state = State.CLOSING


def _open(session: Session, campaign: OpenCampaign) -> tuple[Access, InvitationFacts]:
    code = campaign.link_to("anna@example.se").removeprefix("/s/")
    access = open_link(session, campaign.settings.link_key_folder, code)
    return access, tasks_of(session, access, has_conditions=False)[0].invitation


def _save(
    session: Session, access: Access, task: InvitationFacts, seen: Standing | None = None
) -> None:
    page = PageAnswers({"lugn": 2})
    save_page(session, access, task, Part.RESPONSE, page, now=NOW, seen=seen)


def _stored(campaign: OpenCampaign) -> tuple[int, int, list[bytes]]:
    with campaign.database.reading() as session:
        nonces = list(session.scalars(select(Draft.nonce)))
    return campaign.count(Envelope), campaign.count(Answered), nonces
