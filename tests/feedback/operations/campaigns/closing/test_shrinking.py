"""Nothing that an organiser does to raters makes the answers around somebody fewer."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from feedback.database import Database
from feedback.models import Campaign, Invitation, Person, Rater, StoredRelease
from feedback.operations.campaigns.closing import close_campaign
from feedback.operations.people.raters import correct_address, move_rater, withdraw_rater
from reports.release import read_release
from tests.acting import by
from tests.factories import open_campaign, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import fill

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from sqlalchemy.orm import Session

    Act = Callable[[Session, Invitation], object]

NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
TEAM = tuple(("team", f"team{number}@example.se") for number in range(4))
PEERS = tuple(("peer", f"peer{number}@example.se") for number in range(4))


def _correct(session: Session, invitation: Invitation) -> None:
    address = f"hos.mig{invitation.rater.number}@example.se"
    correct_address(session, invitation, address, by=by(NOW))


@pytest.mark.parametrize(
    "act",
    [
        lambda session, invitation: withdraw_rater(session, invitation, by=by()),
        lambda session, invitation: move_rater(session, invitation, "peer", by=by()),
        _correct,
    ],
    ids=["withdrawn", "moved", "address corrected"],
)
def test_answers_around_somebody_stay_whatever_is_done_to_those_who_gave_them(
    sqlite_url: str, tmp_path: Path, act: Act
) -> None:
    database = Database(sqlite_url)
    campaign = open_campaign(database, test_settings(tmp_path, sqlite_url), raters=TEAM + PEERS)
    fill(campaign)

    for _, address in TEAM[:3]:
        with database.writing() as session:
            act(session, _invitation(session, address))
    close_campaign(database, campaign.settings, campaign.id, now=NOW)

    with database.reading() as session:
        release = read_release(session.scalars(select(StoredRelease.content)).one())
        assert session.get_one(Campaign, campaign.id).closed_at == NOW
    assert [(block.groups, block.n) for block in release.figures.blocks] == [
        (("peer",), 4),
        (("team",), 4),
    ]
    database.dispose()


def _invitation(session: Session, address: str) -> Invitation:
    return session.scalars(
        select(Invitation).join(Invitation.rater).join(Rater.person).where(Person.email == address)
    ).one()
