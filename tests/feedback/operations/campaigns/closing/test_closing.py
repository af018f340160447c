"""Closing: all at once, only when the counts agree, repeatable at every step, nothing left."""

from __future__ import annotations

import json
import zlib
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pytest
from sqlalchemy import delete, select

from feedback.database import Database
from feedback.errors import CloseRefusedError, StateError
from feedback.models import (
    Answered,
    Campaign,
    CampaignFigures,
    Declined,
    Draft,
    Envelope,
    State,
    StoredRelease,
    StoredResponses,
)
from feedback.operations.campaigns.closing import ClosingStep, close_campaign
from reports.release import read_release
from tests.factories import OpenCampaign, open_campaign, test_settings
from tests.feedback.operations.campaigns.closing.ballot_box import fill

if TYPE_CHECKING:
    from pathlib import Path

    import numpy.typing as npt

    from reports.release import Release

NOW = datetime(2026, 12, 5, 2, 0, tzinfo=UTC)


class _CrashError(Exception):
    """The power went."""


def _close(campaign: OpenCampaign, *, crash_after: ClosingStep | None = None) -> None:
    def on_step(step: ClosingStep) -> None:
        if step is crash_after:
            raise _CrashError

    close_campaign(campaign.database, campaign.settings, campaign.id, now=NOW, on_step=on_step)


def _asked_of(database_url: str, folder: Path, *leaders: str) -> OpenCampaign:
    settings = test_settings(folder, database_url)
    made = open_campaign(Database(database_url), settings, leaders=leaders, raters=(("self", ""),))
    fill(made)
    return made


def _conditions(campaign: OpenCampaign) -> npt.NDArray[np.int8]:
    with campaign.database.reading() as session:
        kept = session.scalars(select(CampaignFigures)).one()
    return np.frombuffer(zlib.decompress(kept.conditions), dtype=np.int8).reshape(-1, 2)


def _releases(campaign: OpenCampaign) -> list[Release]:
    with campaign.database.reading() as session:
        rows = session.scalars(select(StoredRelease.content).order_by(StoredRelease.subject_id))
        return [read_release(content) for content in rows]


def test_every_subject_gets_a_release(campaign: OpenCampaign) -> None:
    _close(campaign)

    releases = _releases(campaign)
    assert len(releases) == 2
    assert [block.groups for block in releases[0].figures.blocks] == [("team", "peer")]
    assert releases[0].figures.blocks[0].n == 7


def test_nothing_of_the_ballot_box_is_left(campaign: OpenCampaign) -> None:
    _close(campaign)

    assert [campaign.count(table) for table in (Envelope, Answered, Draft, Declined)] == [0] * 4


def test_both_keys_are_gone(campaign: OpenCampaign) -> None:
    _close(campaign)

    assert campaign.settings.link_key_folder.find(campaign.id) is None
    assert campaign.settings.seal_key_folder.find(campaign.id) is None


def test_a_disk_that_fails_keeps_only_its_own_key_alive(campaign: OpenCampaign) -> None:
    with pytest.raises(_CrashError):
        _close(campaign, crash_after=ClosingStep.WRITTEN)
    in_the_way = campaign.settings.link_key_folder.folder / f"{campaign.id}.key"
    in_the_way.unlink()
    in_the_way.mkdir()

    with pytest.raises(IsADirectoryError):
        _close(campaign)

    assert not campaign.settings.seal_key_folder.holds(campaign.id)
    assert campaign.settings.link_key_folder.holds(campaign.id)


def test_stored_responses_are_one_row_of_sorted_columns_a_subject(campaign: OpenCampaign) -> None:
    _close(campaign)

    with campaign.database.reading() as session:
        rows = session.scalars(select(StoredResponses)).all()
    for row in rows:
        matrix = np.frombuffer(zlib.decompress(row.matrix), dtype=np.int8).reshape(-1, 6)
        assert row.format == 2
        assert json.loads(row.blocks) == [["team+peer", 7]]
        assert [sorted(column) for column in matrix.T.tolist()] == matrix.T.tolist()


def test_conditions_are_kept_for_the_organisation_alone(database_url: str, tmp_path: Path) -> None:
    campaign = _asked_of(
        database_url, tmp_path, "Karin Lund", "Olle Ek", "Pia Ros", "Ali Sand", "Mia Rask"
    )

    _close(campaign)

    matrix = _conditions(campaign)
    assert matrix.shape == (5, 2)
    assert [sorted(column) for column in matrix.T.tolist()] == matrix.T.tolist()
    assert all("stod" not in release.to_json() for release in _releases(campaign))
    campaign.database.dispose()


def test_conditions_of_so_few_that_a_leader_would_be_found_again_are_not_kept(
    campaign: OpenCampaign,
) -> None:
    _close(campaign)

    assert _conditions(campaign).shape == (0, 2)


@pytest.mark.parametrize("step", list(ClosingStep))
def test_closing_may_be_repeated_after_a_crash(campaign: OpenCampaign, step: ClosingStep) -> None:
    with pytest.raises(_CrashError):
        _close(campaign, crash_after=step)

    _close(campaign)

    assert len(_releases(campaign)) == 2
    assert campaign.count(Envelope) == 0
    assert campaign.settings.seal_key_folder.find(campaign.id) is None


def test_closing_again_changes_nothing(campaign: OpenCampaign) -> None:
    _close(campaign)
    first = _releases(campaign)

    _close(campaign)

    assert _releases(campaign) == first


def test_a_missing_envelope_stops_the_close_and_is_named(campaign: OpenCampaign) -> None:
    with campaign.database.writing() as session:
        lost = session.scalars(select(Envelope.id).limit(1)).one()
        session.execute(delete(Envelope).where(Envelope.id == lost))

    with pytest.raises(CloseRefusedError) as refused:
        _close(campaign)

    assert len(refused.value.differences) == 1
    assert "answered" in refused.value.differences[0]
    assert campaign.settings.seal_key_folder.find(campaign.id) is not None
    with campaign.database.reading() as session:
        assert session.get_one(Campaign, campaign.id).state is State.CLOSING


def test_a_spoilt_key_is_made_good_from_the_mirror(campaign: OpenCampaign, tmp_path: Path) -> None:
    campaign.settings.seal_keys_mirror = tmp_path / "mirror"
    folder = campaign.settings.seal_key_folder
    folder.prepare()
    folder.create(campaign.id)
    (folder.folder / f"{campaign.id}.key").write_bytes(bytes(32))

    _close(campaign)

    assert len(_releases(campaign)) == 2
    assert folder.find(campaign.id) is None


def test_a_draft_campaign_cannot_be_closed(campaign: OpenCampaign) -> None:
    campaign.set_state(State.DRAFT)

    with pytest.raises(StateError):
        _close(campaign)


def test_the_release_does_not_depend_on_the_order_of_answering(campaign: OpenCampaign) -> None:
    # Both leaders were rated by the same people with the same answers; the envelopes'
    # random keys put them into two different orders.
    _close(campaign)

    first, second = _releases(campaign)
    assert first.figures.blocks == second.figures.blocks
    assert first.comments.others == second.comments.others
