"""Whoever only looks something up can never write, on either database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from feedback.models import Campaign

if TYPE_CHECKING:
    from tests.factories import OpenCampaign


def test_a_session_for_looking_cannot_write(campaign: OpenCampaign) -> None:
    with campaign.database.looking() as session:
        found = session.scalars(select(Campaign)).one()
        found.name = "Hösten"

        with pytest.raises(DBAPIError, match=r"read.?only"):
            session.flush()


def test_a_session_for_looking_sees_what_was_written_meanwhile(campaign: OpenCampaign) -> None:
    name = select(Campaign.name)
    with campaign.database.looking() as session:
        before = session.scalar(name)
        with campaign.database.writing() as writer:
            writer.scalars(select(Campaign)).one().name = "Hösten"

        after = session.scalar(name)

    assert before != after == "Hösten"
