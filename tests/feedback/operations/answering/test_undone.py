"""What a rater has left to do, as the list and the receipt count it; on both engines."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feedback.ballot import Part
from feedback.database import Database
from feedback.operations.answering.drafts import Answers
from feedback.operations.answering.submitting import decline, submit, tasks_of
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.opening import open_link

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlalchemy.orm import Session

    from feedback.operations.answering.facts import InvitationFacts
    from feedback.operations.answering.links import Access

ANSWERS = Answers({"lugn": 4})


@pytest.fixture
def campaign(database_url: str, tmp_path: Path) -> Iterator[OpenCampaign]:
    database = Database(database_url)
    yield open_campaign(database, test_settings(tmp_path, database_url))
    database.dispose()


def test_what_is_neither_answered_nor_declined_is_left_to_do(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        leader, rater = (_open(session, campaign, name) for name in ("karin.lund", "anna"))
        [own], [other] = (_invitations(session, access) for access in (leader, rater))
        at_first = [_left(session, access) for access in (leader, rater)]
        decline(session, other)
        submit(session, campaign.settings.link_key_folder, own, Part.CONDITIONS, ANSWERS)
        half_way = [_left(session, access) for access in (leader, rater)]
        submit(session, campaign.settings.link_key_folder, other, Part.RESPONSE, ANSWERS)
        submit(session, campaign.settings.link_key_folder, own, Part.RESPONSE, ANSWERS)
        at_last = [_left(session, access) for access in (leader, rater)]

    assert at_first == [(1, 2), (1, 1)]
    assert half_way == [(1, 1), (0, 0)]
    assert at_last == [(0, 0), (0, 0)]


def _open(session: Session, campaign: OpenCampaign, name: str) -> Access:
    code = campaign.link_to(f"{name}@example.se").removeprefix("/s/")
    return open_link(session, campaign.settings.link_key_folder, code)


def _invitations(session: Session, access: Access) -> list[InvitationFacts]:
    return [task.invitation for task in tasks_of(session, access, has_conditions=False)]


def _left(session: Session, access: Access) -> tuple[int, int]:
    """Return what is left without and with conditions."""
    without, with_them = (
        sum(task.is_undone for task in tasks_of(session, access, has_conditions=has_conditions))
        for has_conditions in (False, True)
    )
    return without, with_them
