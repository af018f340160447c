"""Sheets that an older version stored become columns, and the files are scrubbed of them."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
from alembic import command
from sqlalchemy import select, text

from feedback.database import alembic_config, migrate
from feedback.jobs import Duty, Worker
from feedback.models import Campaign, CampaignFigures, StoredResponses
from feedback.operations.campaigns.closing import close_campaign
from reports.answers.packing import pack, unpack
from tests.forensics import files_of

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from tests.factories import OpenCampaign

NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)
BEFORE = "0003"
BLOCKS = [["self", 1], ["manager", 1], ["team+peer", 60]]
WORDS = "Ingen annan Eva talar om det, det vet alla."


def _sheets() -> np.ndarray[tuple[int, int], np.dtype[np.int8]]:
    drawn = np.random.default_rng(11).integers(-2, 7, (62, 6))
    return np.where(drawn == 0, 1, drawn).astype(np.int8)


def _as_an_older_version_left_it(campaign: OpenCampaign) -> None:
    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW)
    campaign.database.dispose()
    command.downgrade(alembic_config(campaign.database.url), BEFORE)
    with campaign.database.writing() as session:
        session.execute(
            text("UPDATE stored_responses SET format = 1, blocks = :b, matrix = :m, comments = :c"),
            {"b": json.dumps(BLOCKS), "m": pack(_sheets()), "c": json.dumps([WORDS] * 10)},
        )
        squares = [{"df": 5, "instrument": "a", "leaders": 1, "thousandths": 4, "trait": "saker"}]
        session.execute(
            text("UPDATE campaign_figures SET conditions = :c, within_squares = :s"),
            {"c": pack(_sheets()[:5, :2]), "s": json.dumps(squares)},
        )


def _kept(session: Session) -> StoredResponses:
    return session.scalars(select(StoredResponses)).all()[0]


def test_sheets_become_columns_of_the_protected_groups(campaign: OpenCampaign) -> None:
    _as_an_older_version_left_it(campaign)

    migrate(campaign.database.url)

    with campaign.database.reading() as session:
        stored = _kept(session)
        matrix, _ = unpack([stored.matrix], 6)
        expected = np.sort(np.maximum(_sheets()[2:], -1), axis=0)
        assert stored.format == 2
        assert json.loads(stored.blocks) == [["team+peer", 60]]
        assert matrix.tolist() == expected.tolist()


def test_conditions_become_columns_and_the_spread_of_few_leaders_goes(
    campaign: OpenCampaign,
) -> None:
    _as_an_older_version_left_it(campaign)

    migrate(campaign.database.url)

    with campaign.database.reading() as session:
        kept = session.scalars(select(CampaignFigures)).one()
        matrix = np.frombuffer(zlib.decompress(kept.conditions), dtype=np.int8).reshape(-1, 2)
        assert matrix.T.tolist() == [sorted(column) for column in matrix.T.tolist()]
        assert [one["thousandths"] for one in json.loads(kept.within_squares)] == [0]


def test_no_file_keeps_a_sheet_once_the_worker_has_run(campaign: OpenCampaign) -> None:
    _as_an_older_version_left_it(campaign)
    before = b"".join(path.read_bytes() for path in files_of(campaign.database))
    sought = [pack(_sheets())[20:60], WORDS.encode()]

    migrate(campaign.database.url)
    worker = Worker(campaign.database, campaign.settings, now=lambda: NOW)
    due = worker.due()
    for duty, campaign_id in due:
        worker.do(duty, campaign_id)

    after = b"".join(path.read_bytes() for path in files_of(campaign.database))
    assert all(one in before for one in sought)
    assert due == [(Duty.CLOSE, campaign.id)]
    assert [one for one in sought if one in after] == []
    with campaign.database.reading() as session:
        assert session.get_one(Campaign, campaign.id).is_scrubbed
