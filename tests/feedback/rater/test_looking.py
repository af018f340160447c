"""Whoever only looks something up can never write, on either database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from feedback.models import Campaign

if TYPE_CHECKING:
    from tests.factories import OpenCampaign


def test_a_connection_for_looking_cannot_write(campaign: OpenCampaign) -> None:
    with campaign.database.looking() as connection, pytest.raises(DBAPIError, match=r"read.?only"):
        connection.execute(update(Campaign).values(name="Hösten"))


def test_a_connection_for_looking_sees_what_was_written_meanwhile(campaign: OpenCampaign) -> None:
    name = select(Campaign.name)
    with campaign.database.looking() as connection:
        before = connection.scalar(name)
        with campaign.database.writing() as writer:
            writer.scalars(select(Campaign)).one().name = "Hösten"

        after = connection.scalar(name)

    assert before != after == "Hösten"
